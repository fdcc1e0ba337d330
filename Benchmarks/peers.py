"""Measures one Python peer in a process of its own and prints one JSON object, as encode-benchmark does.

    python peers.py PEER MODEL TEXTS ROUNDS [VECTORS]
"""

import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np

peer, model_path, texts_path, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
texts = open(texts_path, encoding="utf-8").read().split("\n")[:-1]


def load():
    if peer == "model2vec":
        from model2vec import StaticModel

        model = StaticModel.from_pretrained(model_path)
        return lambda texts: model.encode(texts, use_multiprocessing=False)
    if peer == "laghu":
        import laghu

        model = laghu.load(model_path, fallback=False)
        return lambda texts: model.encode(texts, use_multiprocessing=False)
    if peer == "tokenlearn":
        from static_model import get_embeddings

        return lambda texts: np.asarray(get_embeddings(texts), np.float32)
    raise SystemExit(f"no peer {peer}")


start = time.process_time()
encode = load()
loading = time.process_time() - start
if len(sys.argv) > 5:
    np.asarray(encode(texts), np.float32).tofile(sys.argv[5])
    raise SystemExit


def run():
    start = time.process_time()
    encode(texts)
    return time.process_time() - start


cold = run()
warm = min(run() for _ in range(rounds))
single = []
for text in texts[:2000]:
    start = time.perf_counter()
    encode([text])
    single.append(time.perf_counter() - start)
with open("/proc/self/status") as status:
    memory = next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) * 1024 / 1e6
print(json.dumps({
    "load": loading, "cold": len(texts) / cold, "warm": len(texts) / warm, "single": sorted(single)[len(single) // 2], "memory": memory,
}))
