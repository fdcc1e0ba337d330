"""Three sentences to vectors: `pip install model2vec`, then `python quickstart.py [MODEL]`.

MODEL is a folder or a repository on the Hub; without it, the folder above this script.
"""

import sys
from pathlib import Path

from model2vec import StaticModel

model = StaticModel.from_pretrained(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
sentences = ["The kitten sleeps on the sofa", "A cat is napping on the couch", "The stock market fell on Friday"]
vectors = model.encode(sentences)

print(f"{vectors.shape[0]} sentences, {vectors.shape[1]} dimensions")
for index, sentence in enumerate(sentences):
    print(f"{float(vectors[0] @ vectors[index]):+.3f}  {sentence}")
