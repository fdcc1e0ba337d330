"""Writes the ids that the reference library gives to texts: a JSON line each, null where it raises an error.

    python reference_ids.py TOKENIZER TEXTS IDS
"""

import json
import sys

from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(sys.argv[1])
tokenizer.no_truncation()
tokenizer.no_padding()
with open(sys.argv[2], encoding="utf-8") as file:
    texts = [json.loads(line) for line in file]


def ids(batch):
    try:
        return [encoding.ids for encoding in tokenizer.encode_batch(batch, add_special_tokens=False)]
    except Exception:
        return [None] if len(batch) == 1 else ids(batch[: len(batch) // 2]) + ids(batch[len(batch) // 2 :])


with open(sys.argv[3], "w", encoding="utf-8") as file:
    for start in range(0, len(texts), 1000):
        for found in ids(texts[start : start + 1000]):
            file.write(json.dumps(found) + "\n")
