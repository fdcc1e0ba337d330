"""Search a few sentences by meaning: `python semantic_search.py "how do I get my money back?" [MODEL]`."""

import sys
from pathlib import Path

import numpy as np
from model2vec import StaticModel

DOCUMENTS = [
    "Refunds are paid within ten days of the return",
    "Parcels are delivered from Monday to Saturday",
    "Reset your password from the account page",
    "Our shop is closed on public holidays",
    "Damaged goods can be exchanged free of charge",
]

query = sys.argv[1] if len(sys.argv) > 1 else "how do I get my money back?"
model = StaticModel.from_pretrained(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).resolve().parent.parent)
scores = model.encode(DOCUMENTS) @ model.encode([query])[0]

print(query)
for index in np.argsort(-scores):
    print(f"{scores[index]:+.3f}  {DOCUMENTS[index]}")
