"""Texts to encode, from prose that every Python installation carries: the doc strings of its standard library."""

import ast
import re
import sysconfig
from pathlib import Path


def _documents():
    """Doc strings in a fixed order of files and of places in them."""
    library = Path(sysconfig.get_paths()["stdlib"])
    for path in sorted(library.rglob("*.py")):
        if "site-packages" in path.parts or "test" in path.parts or "lib2to3" in path.parts:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                text = ast.get_docstring(node)
                if text:
                    yield " ".join(text.split())


def _sentences():
    seen = set()
    for document in _documents():
        for sentence in re.split(r"(?<=[.!?]) ", document):
            if 50 <= len(sentence) <= 400 and sentence not in seen:
                seen.add(sentence)
                yield sentence


def sentences(count):
    """`count` different sentences, fewer where the library has no more."""
    found = []
    for sentence in _sentences():
        found.append(sentence)
        if len(found) == count:
            break
    return found


def passages(count, size=570):
    """Neighbouring sentences joined to about `size` bytes each."""
    found, current = [], ""
    for sentence in _sentences():
        current = f"{current} {sentence}" if current else sentence
        if len(current.encode()) >= size - 50:
            found.append(current)
            current = ""
            if len(found) == count:
                break
    return found
