"""Writes what the reference library makes of texts: token ids, vectors, and vectors worked out in double precision.

    python reference.py MODEL TEXTS IDS VECTORS EXACT
"""

import json
import sys

import numpy as np
from model2vec import StaticModel

folder, texts, ids_path, vectors_path, exact_path = sys.argv[1:]
with open(texts, encoding="utf-8") as file:
    texts = [json.loads(line) for line in file]

model = StaticModel.from_pretrained(folder)
vectors = model.encode(texts)
vectors.astype("<f4").tofile(vectors_path)

limit = model.max_length
cut = texts if limit is None else [text[: limit * model.median_token_length] for text in texts]
exact = np.zeros(vectors.shape)
with open(ids_path, "w", encoding="utf-8") as file:
    for row, ids in enumerate(model.tokenize(cut)):
        file.write(json.dumps(ids) + "\n")
        if not ids:
            continue
        rows = ids if model.token_mapping is None else model.token_mapping[ids]
        factors = 1 if model.weights is None else model.weights[ids].astype(np.float64)[:, None]
        mean = (model.embedding[rows].astype(np.float64) * factors).mean(axis=0)
        exact[row] = mean / np.linalg.norm(mean) if model.normalize and mean.any() else mean
exact.astype("<f8").tofile(exact_path)
