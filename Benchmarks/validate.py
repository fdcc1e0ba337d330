"""`hfpub validate` beside Python: loading a model of real size, hashing it and running the same smoke tests.

The tables are random numbers in real shapes, made for the run; what is done to them does not depend on the numbers.
hfpub does all its checks, Python the loading, the hash and the smoke tests alone. Called by Benchmarks/run.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from publish import HFPUB, MODEL, ROOT, head, measure, once, row

PEER = """
import hashlib, sys
import numpy as np
import yaml
from model2vec import StaticModel

folder, publication = sys.argv[1:3]
model = StaticModel.from_pretrained(folder)
with open(folder + "/model.safetensors", "rb") as file:
    hashlib.file_digest(file, "sha256")
for test in yaml.safe_load(open(publication + "/hfpub.yaml"))["smoke_tests"]:
    suite = yaml.safe_load(open(publication + "/" + test["suite"]))
    left = model.encode([pair["a"] for pair in suite["pairs"]])
    right = model.encode([pair["b"] for pair in suite["pairs"]])
    norms = np.linalg.norm(left, axis=1)[:, None] * np.linalg.norm(right, axis=1)
    cosines = left @ right.T / np.maximum(norms, 1e-9)
    same = np.diag(cosines)
    others = cosines[~np.eye(len(cosines), dtype=bool)]
    auc = (same[:, None] > others).mean()
    recall = (cosines.argmax(axis=1) == np.arange(len(cosines))).mean()
    print(suite["id"], same.mean(), same.min(), others.mean(), same.mean() - others.mean(), auc, recall)
"""


def model(folder, rows, dimension, dtype):
    """The sample's tokenizer, cut or filled up to `rows` tokens, over a table of random numbers."""
    tokenizer = json.loads((MODEL / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    tokens = sorted(vocabulary, key=vocabulary.get)[:rows]
    tokens += [f"##{number}x" for number in range(rows - len(tokens))]
    tokenizer["model"]["vocab"] = {token: index for index, token in enumerate(tokens)}
    tokenizer |= {"truncation": None, "padding": None}
    table = np.empty((rows, dimension), dtype)
    generator = np.random.default_rng(4)
    for start in range(0, rows, 10_000):
        part = table[start : start + 10_000]
        part[:] = generator.standard_normal(part.shape, dtype=np.float32)
    folder.mkdir(parents=True)
    save_file({"embeddings": table}, folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    configuration = {"model_type": "model2vec", "hidden_dim": dimension, "normalize": True}
    (folder / "config.json").write_text(json.dumps(configuration))
    return folder


def main():
    work = Path(tempfile.mkdtemp(prefix="hfpub-benchmark-"))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(work), "LANG": "C.UTF-8"}
    publication = work / "publication"
    shutil.copytree(ROOT / "Publication/minilm-static", publication, ignore=shutil.ignore_patterns("model"))
    manifest = (publication / "hfpub.yaml").read_text()
    # Random vectors reach no threshold; the tests run all the same, and a failed check would not change the time.
    lines = [line for line in manifest.splitlines() if not line.strip().startswith("at_least:")]
    (publication / "hfpub.yaml").write_text("\n".join(lines) + "\n")
    head()
    shapes = [("16,384 × 1024 float32", 16_384, 1024, np.float32), ("151,936 × 1024 float16", 151_936, 1024, np.float16)]
    for name, rows, dimension, dtype in shapes:
        folder = model(work / f"model-{rows}", rows, dimension, dtype)
        size = (folder / "model.safetensors").stat().st_size / 1e6
        ours = ([HFPUB, "validate", publication, "--model", folder, "--skip", "HFP203"], ROOT, environment)
        theirs = ([sys.executable, "-c", PEER, folder, publication], ROOT, environment)
        once(*ours)
        once(*theirs)
        row(f"`hfpub validate`, {name} ({size:,.0f} MB)", *measure([ours, theirs]), "model2vec and NumPy")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
