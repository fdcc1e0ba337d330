"""hfpub beside its peers: wall time and peak memory of whole processes, medians, in one run.

Every row is a fresh process per sample, interleaved with its peer's so that both see the same machine. The vectors of
the encoding rows are compared with the peer's before anything is timed. Called by Benchmarks/run.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
HFPUB = ROOT / ".build/release/hfpub"
MODEL = ROOT / "Publication/minilm-static/model"
HF = Path(sys.executable).parent / "hf"
SAMPLES = int(sys.argv[1]) if len(sys.argv) > 1 else 9

ENCODE = """
import sys, numpy as np
from model2vec import StaticModel
model = StaticModel.from_pretrained(sys.argv[1])
np.save(sys.argv[3], model.encode([line.rstrip("\\n") for line in open(sys.argv[2])]))
"""


# A process inherits its parent's peak memory when it starts, so that a small one must do the measuring.
MEASURE = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - start
print(seconds, usage.ru_maxrss / 1000, usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status))
"""


def once(command, cwd, environment):
    """Wall seconds, peak resident megabytes and seconds of CPU of one process."""
    measured = subprocess.run(
        [sys.executable, "-I", "-S", "-c", MEASURE, *(str(part) for part in command)],
        cwd=cwd, env=environment, capture_output=True, text=True, check=True,
    )
    seconds, memory, cpu, status = measured.stdout.split()
    if status != "0":
        raise SystemExit(f"failed: {command}")
    return float(seconds), float(memory), float(cpu)


def measure(contenders, before=lambda: None):
    """Medians of wall time and memory for each contender, interleaved."""
    samples = [[] for _ in contenders]
    for _ in range(SAMPLES):
        for index, contender in enumerate(contenders):
            before()
            samples[index].append(once(*contender))
    return [(statistics.median(run[0] for run in runs), max(run[1] for run in runs)) for runs in samples]


def row(name, ours, theirs=None, peer=""):
    seconds, memory = ours
    line = f"| {name} | {seconds * 1000:,.0f} ms, {memory:,.0f} MB |"
    if theirs:
        line += f" {peer}: {theirs[0] * 1000:,.0f} ms, {theirs[1]:,.0f} MB | {theirs[0] / seconds:.1f}× | {theirs[1] / memory:.1f}× |"
    else:
        line += " – | – | – |"
    print(line, flush=True)


COLUMNS = "| what | hfpub: time, peak memory | peer | faster | smaller |\n| --- | --- | --- | ---: | ---: |"


def head(columns=COLUMNS):
    """Names the machine, and begins the table."""
    processor = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    print(f"{os.cpu_count()} cores of {processor}, {platform.system()} {platform.release().split('-')[0]}, medians of {SAMPLES}\n")
    print(columns)


def main():
    work = Path(tempfile.mkdtemp(prefix="hfpub-benchmark-"))
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(work),
        "LANG": "C.UTF-8",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    }
    head()
    row("`hfpub --help`", *measure([([HFPUB, "--help"], ROOT, environment)]))
    row("`hfpub validate` of the sample", *measure([([HFPUB, "validate"], ROOT, environment)]))
    row("`hfpub upload --rehearse`, the whole way", *measure([([HFPUB, "upload", "--rehearse"], ROOT, environment)]))
    uploads(work, environment)
    encoding(work, environment)
    shutil.rmtree(work)


def uploads(work, environment):
    """Two small files of an existing repository change: the same repository content by hfpub and by hf."""
    publication = work / "publication"
    shutil.copytree(ROOT / "Publication/minilm-static", publication)
    subprocess.run([HFPUB, "bundle", str(publication), "-o", str(work / "bundle")], check=True, capture_output=True)
    shutil.unpack_archive(work / "bundle/minilm-static.zip", work)
    folder = work / "minilm-static"
    server = subprocess.Popen(
        [HFPUB, "serve", "--port", "0", "--store", str(work / "hub")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        hub = environment | {"HF_ENDPOINT": server.stdout.readline().strip(), "HF_TOKEN": "hf_local_write"}
        ours = [HFPUB, "upload", str(publication), "--repo", "local/ours", "--create"]
        theirs = [HF, "upload", "local/theirs", str(folder), "."]
        once(ours, ROOT, hub)
        once(theirs, ROOT, hub)
        changes = iter(range(10_000))

        def change():
            # In letters: a digit in a title would have come from nowhere, which is an error.
            edition = "".join("abcdefghij"[int(digit)] for digit in str(next(changes)))
            for notice in (publication / "NOTICE.md", folder / "NOTICE.md"):
                notice.write_text(f"# Notice\n\nEdition {edition}.\n")
            manifest = (ROOT / "Publication/minilm-static/hfpub.yaml").read_text()
            (publication / "hfpub.yaml").write_text(manifest.replace("title: MiniLM", f"title: Edition {edition} MiniLM"))
            (folder / "README.md").write_text(f"---\nlicense: apache-2.0\n---\n# Edition {edition}\n")

        results = measure([(ours, ROOT, hub), (theirs, ROOT, hub)], change)
        row("two small files changed, uploaded (hfpub: also validated, fetched back, run again)", *results, "hf upload")
    finally:
        server.terminate()
        server.wait()


def encoding(work, environment):
    """Whole-process encoding of generated sentences to a NumPy file, equality first."""
    generator = np.random.default_rng(7)
    words = list(json.loads((MODEL / "tokenizer.json").read_text())["model"]["vocab"])
    words = [word for word in words if word.isalpha() and len(word) > 1]
    weights = 1 / np.arange(2, len(words) + 2)
    texts = [" ".join(generator.choice(words, size=18, p=weights / weights.sum())) for _ in range(20_000)]
    (work / "texts.txt").write_text("\n".join(texts) + "\n")
    ours = ([HFPUB, "encode", "--model", MODEL, "--input", work / "texts.txt", "--output", work / "ours.npy"], work, environment)
    theirs = ([sys.executable, "-c", ENCODE, MODEL, work / "texts.txt", work / "theirs.npy"], work, environment)
    once(*ours)
    once(*theirs)
    if not np.array_equal(np.load(work / "ours.npy"), np.load(work / "theirs.npy")):
        raise SystemExit("the vectors differ: nothing is measured")
    row("20,000 sentences of 18 words to vectors, start included", *measure([ours, theirs]), "model2vec")
    one = ([HFPUB, "encode", "--model", MODEL, "one sentence"], work, environment)
    (work / "one.txt").write_text("one sentence\n")
    peer = ([sys.executable, "-c", ENCODE, MODEL, work / "one.txt", work / "one.npy"], work, environment)
    row("one sentence, from process start", *measure([one, peer]), "model2vec")


if __name__ == "__main__":
    main()
