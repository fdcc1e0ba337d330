"""Encoding beside its peers: rates by the CPU time of one thread, latency, cold start and memory, in one run.

Called by Benchmarks/run. Every contender works in processes of its own, one after the other; ids and vectors are compared
before anything is timed: hfpub's own-bits mode must equal model2vec bit for bit; how far the other peers are from
model2vec is printed (they round half-precision tables less, and follow an older version for unknown tokens).
"""

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import corpora
import models

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / ".build/release/encode-benchmark"
HFPUB = ROOT / ".build/release/hfpub"
PEERS = Path(__file__).resolve().parent / "peers.py"
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 9


def output(command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def ours(model, texts):
    return json.loads(output([TOOL, model, texts, ROUNDS]))


def theirs(peer, model, texts):
    return json.loads(output([sys.executable, PEERS, peer, model, texts, min(ROUNDS, 3)]))


def vectors(command, target, count):
    output([*command, target])
    return np.fromfile(target, np.float32).reshape(count, -1)


def check(name, model, texts, count, work, peers):
    """Stops the run unless the contenders give the same vectors."""
    reference = vectors([sys.executable, PEERS, "model2vec", model, texts, 1], work / "theirs", count)
    own = vectors([TOOL, model, texts, 1], work / "ours", count)
    if own.tobytes() != reference.tobytes():
        raise SystemExit(f"{name}: hfpub's vectors are not model2vec's; nothing is measured")
    for peer in peers:
        found = vectors([sys.executable, PEERS, peer, model, texts, 1], work / "peer", count)
        worst = float(np.abs(found - reference).max())
        print(f"{name}: {peer} differs from model2vec by at most {worst:.1e}", file=sys.stderr)


def process_cost(command):
    """CPU milliseconds and wall milliseconds of a fresh process, the median of ROUNDS."""
    import time

    samples = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        output(command)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        samples.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall))
    cpu, wall = (sorted(sample[index] for sample in samples)[len(samples) // 2] * 1000 for index in (0, 1))
    return cpu, wall


def rate(value):
    return f"{value / 1000:,.0f}k/s" if value >= 10_000 else f"{value / 1000:,.1f}k/s"


def main():
    work = Path(tempfile.mkdtemp(prefix="hfpub-encode-"))
    try:
        sentences, passages = corpora.sentences(20_000), corpora.passages(6_000)
        files = {}
        for name, texts in (("sentences", sentences), ("passages", passages)):
            files[name] = work / f"{name}.txt"
            files[name].write_text("\n".join(texts) + "\n", encoding="utf-8")
        size = lambda texts: sum(len(text.encode()) for text in texts) / len(texts)
        bpe, whole = models.qwen(work / "qwen")
        float32 = models.word_piece(work / "f32", np.float32)
        unigram = models.unigram_276k(work / "unigram")
        rows = [
            ("WordPiece 29,525 × 256 f32, sentences", float32, "sentences", ["laghu"]),
            ("the same, f16 table", models.word_piece(work / "f16", np.float16), "sentences", ["laghu"]),
            ("the same, int8 table", models.word_piece(work / "i8", np.int8), "sentences", ["laghu"]),
            ("the same, f32 table, passages", float32, "passages", ["laghu"]),
            ("byte-level BPE, Qwen 151,644 × 1024 f16, sentences", bpe, "sentences", ["laghu"]),
            ("the same, passages", bpe, "passages", ["laghu"]),
            ("Unigram 276,326, int8, vocabulary-quantised, sentences", unigram, "sentences", ["laghu", "tokenlearn"]),
            ("Unigram over whole texts, Qwen 151,644 × 1024 f16 + weights, sentences", whole, "sentences", ["laghu"]),
        ]
        # A gigabyte of models was just written; the kernel must be done with it before anything is timed.
        os.sync()
        processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
        print(f"{os.cpu_count()} cores of {processor}, Python {platform.python_version()}; texts per second of CPU time of one thread; "
              f"{len(sentences):,} sentences of {size(sentences):.0f} bytes, {len(passages):,} passages of {size(passages):.0f} bytes\n")
        print("| work | hfpub warm | first pass | model2vec 0.10.0 | faster | fastest peer | faster |\n| --- | ---: | ---: | ---: | ---: | --- | ---: |")
        measured = {}
        for name, model, corpus, peers in rows:
            check(name, model, files[corpus], len(sentences if corpus == "sentences" else passages), work, peers)
            own = ours(model, files[corpus])
            python = theirs("model2vec", model, files[corpus])
            best, peer = max((theirs(peer, model, files[corpus])["warm"], peer) for peer in peers)
            measured[model, corpus] = own, python
            print(f"| {name} | {rate(own['warm'])} | {rate(own['cold'])} | {rate(python['warm'])} | {own['warm'] / python['warm']:.0f}× "
                  f"| {peer} {rate(best)} | {own['warm'] / best:.1f}× |", flush=True)

        print("\n| | hfpub | model2vec 0.10.0 | ratio |\n| --- | ---: | ---: | ---: |")
        own, python = measured[float32, "sentences"]
        line = lambda name, a, b, unit: print(f"| {name} | {a:,.1f} {unit} | {b:,.1f} {unit} | {b / a:.0f}× |", flush=True)
        line("one sentence, WordPiece, median", own["single"] * 1e6, python["single"] * 1e6, "µs")
        line("one sentence, Qwen, median", measured[bpe, "sentences"][0]["single"] * 1e6, measured[bpe, "sentences"][1]["single"] * 1e6, "µs")
        for name, model in (("WordPiece", float32), ("Qwen BPE", bpe), ("Unigram 276,326", unigram)):
            cpu, _ = process_cost([HFPUB, "encode", "--model", model, "one sentence"])
            script = "import sys; from model2vec import StaticModel; StaticModel.from_pretrained(sys.argv[1]).encode(['one sentence'])"
            peer, _ = process_cost([sys.executable, "-c", script, model])
            line(f"process start to first vector, {name}, CPU time", cpu, peer, "ms")
        for name, model in (("WordPiece", float32), ("Qwen BPE", bpe), ("Unigram 276,326", unigram)):
            a, b = measured[model, "sentences"]
            line(f"private memory after encoding, {name}", a["memory"], b["memory"], "MB")
        one, two = own["batch1"], own["batch2"]
        print(f"\nTwo threads against one, WordPiece sentences in one call, wall time: {two / one:.2f}× ({rate(one)} → {rate(two)}).")
        print(f"Allocations per warm call of encode(into:): {own['allocations']:.3f}.")
    finally:
        shutil.rmtree(work)


main()
