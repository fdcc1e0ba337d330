"""`hfpub upload` beside `hf upload`: the same files to the same embedded hub, in one run.

hfpub is measured with everything it does: it validates the model, runs it, renders the card, plans, sends, fetches back
and runs again; `hf` sends. Called by Benchmarks/run.
"""

import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from publish import HF, HFPUB, ROOT, head, once

SAMPLE = ROOT / "Publication/minilm-static"
SAMPLES = int(sys.argv[1]) if len(sys.argv) > 1 else 5
GIGABYTE = 10**9


class Hub:
    """An embedded hub that counts what it is asked."""

    def __init__(self, store):
        self.log = open(store.parent / f"{store.name}.log", "w+")
        self.server = subprocess.Popen(
            [HFPUB, "serve", "--port", "0", "--store", str(store), "--requests"],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
        )
        self.url = self.server.stdout.readline().strip()

    def requests(self):
        """The lines so far of requests that were answered."""
        self.log.flush()
        with open(self.log.name) as file:
            return [line for line in file if re.match(r" +\d{3}  [A-Z]+ /", line)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.log.close()


class Case:
    """A publication with further files, and the folder that `hf` sends for the same repository content."""

    def __init__(self, work, name, files):
        self.publication = work / f"{name}-publication"
        shutil.copytree(SAMPLE, self.publication)
        self.folder = work / f"{name}-folder"
        manifest = (self.publication / "hfpub.yaml").read_text()
        names = "".join(f", {path}" for path in files)
        (self.publication / "hfpub.yaml").write_text(manifest.replace("files: [NOTICE.md]", f"files: [NOTICE.md{names}]"))
        for path, content in files.items():
            place = self.publication / path
            place.parent.mkdir(parents=True, exist_ok=True)
            content(place)
        self.files = files

    def make_folder(self):
        """What hfpub would ship, for `hf`: the small files as they are rendered, the further ones linked, not copied."""
        plan = subprocess.run([HFPUB, "render-card", str(self.publication), "-o", str(self.folder)], capture_output=True, text=True)
        if plan.returncode:
            raise SystemExit(plan.stderr)
        for path in ["LICENSE", "NOTICE.md", *self.files]:
            self.link(self.publication / path, self.folder / path)
        for file in ["config.json", "model.safetensors", "modules.json", "tokenizer.json"]:
            self.link(self.publication / "model" / file, self.folder / file)
        for file in ["quickstart.py", "semantic_search.py"]:
            self.link(self.publication / "examples" / file, self.folder / "examples" / file)

    @staticmethod
    def link(source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target)


def environment(work, hub):
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(work),
        "LANG": "C.UTF-8",
        "HF_ENDPOINT": hub.url,
        "HF_TOKEN": "hf_local_write",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    }


def numbered(number):
    return lambda place: place.write_text(f"Document {number}\n\n" + f"Line of document {number}.\n" * 20)


def documents(count):
    """Small texts in folders of a thousand."""
    return {f"documents/{number // 1000}/{number}.txt": numbered(number) for number in range(count)}


def tensor(size, random):
    """A safetensors file with one tensor of so many bytes: random ones, or none written at all."""

    def write(place):
        header = json.dumps({"extra": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
        with open(place, "wb") as file:
            file.write(len(header).to_bytes(8, "little") + header)
            for _ in range(size // 10**7 if random else 0):
                file.write(os.urandom(10**7))
            file.truncate(8 + len(header) + size)

    return write


def steps(command, cwd, environment):
    """When each step of a command was told of for the last time, in seconds from its start."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    times = {}
    for line in process.stderr:
        times[line.split()[0]] = time.perf_counter() - start
    if process.wait():
        raise SystemExit(f"failed: {command}")
    return times


def hashing(path):
    """Seconds that OpenSSL takes, with the instructions of this CPU."""
    start = time.perf_counter()
    subprocess.run(["openssl", "dgst", "-sha256", path], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def by_curl(hub, path):
    """Seconds that curl takes to bring a file to the storage of a hub."""
    headers = {"Authorization": "Bearer hf_local_write", "Content-Type": "application/json"}

    def call(address, body):
        request = urllib.request.Request(hub.url + address, json.dumps(body).encode(), headers, method="POST")
        return json.load(urllib.request.urlopen(request))

    call("/api/repos/create", {"name": "curl", "organization": "local", "private": True})
    with open(path, "rb") as file:
        oid = hashlib.file_digest(file, "sha256").hexdigest()
    answer = call(
        "/local/curl.git/info/lfs/objects/batch",
        {"operation": "upload", "transfers": ["basic"], "objects": [{"oid": oid, "size": path.stat().st_size}]},
    )
    upload = answer["objects"][0]["actions"]["upload"]
    start = time.perf_counter()
    subprocess.run(["curl", "--fail", "--silent", "--upload-file", path, upload["href"]], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def text(usage):
    """A usage for a cell of the table."""
    seconds, memory, cpu = usage
    return f"{seconds:,.2f} s, {cpu:,.2f} s CPU, {memory:,.0f} MB"


def both(work, name, case, samples):
    """First uploads by hfpub and by hf, each to a hub that knows none of the files; usages and numbers of commits."""
    usages, commits = ([], []), []
    for index, command in enumerate(
        [
            [HFPUB, "upload", case.publication, "--create", "--repo"],
            [HF, "upload", None, case.folder, "."],
        ]
    ):
        for sample in range(samples):
            store = work / f"{name}-hub-{index}-{sample}"
            with Hub(store) as hub:
                repository = "local/model"
                full = [part or repository for part in command] + ([repository] if index == 0 else [])
                usages[index].append(once(full, work, environment(work, hub)))
                count = sum(f"POST /api/models/{repository}/commit/" in line for line in hub.requests())
            shutil.rmtree(store)
        commits.append(count)
    return median(usages[0]), median(usages[1]), commits


def many(work, count):
    """A first upload of many small files."""
    case = Case(work, "many", documents(count))
    case.make_folder()
    ours, theirs, commits = both(work, "many", case, SAMPLES)
    print(
        f"| {count:,} small files beside the model | {text(ours)}, commits: {commits[0]} | {text(theirs)}, commits: {commits[1]} "
        f"| {theirs[0] / ours[0]:.1f}× time, {theirs[2] / ours[2]:.1f}× CPU |",
        flush=True,
    )


def median(usages):
    return tuple(statistics.median(column) for column in zip(*usages))


def unchanged(work):
    case = Case(work, "same", {})
    case.make_folder()
    with Hub(work / "same-hub") as hub:
        variables = environment(work, hub)
        ours = [HFPUB, "upload", case.publication, "--repo", "local/ours", "--create"]
        theirs = [HF, "upload", "local/theirs", case.folder, "."]
        counts, usages = [], []
        for command in (ours, theirs):
            once(command, work, variables)
            before = len(hub.requests())
            usages.append(median([once(command[:-1] if command is ours else command, work, variables) for _ in range(SAMPLES)]))
            counts.append((len(hub.requests()) - before) / SAMPLES)
    print(
        f"| nothing changed | {text(usages[0])}, {counts[0]:.0f} requests | {text(usages[1])}, {counts[1]:.0f} requests "
        f"| {usages[1][0] / usages[0][0]:.1f}× time |",
        flush=True,
    )


def large(work):
    """A first upload of one large file beside the model."""
    case = Case(work, "large", {"extra.safetensors": tensor(GIGABYTE, random=True)})
    case.make_folder()
    file = case.publication / "extra.safetensors"
    ours, theirs, _ = both(work, "large", case, 1)
    print(f"| 1 GB file beside the model, the whole way | {text(ours)} | {text(theirs)} | {theirs[0] / ours[0]:.1f}× time |", flush=True)
    samples = ([], [], [])
    for _ in range(SAMPLES):
        with Hub(work / "large-hub") as hub:
            variables = environment(work, hub)
            times = steps([HFPUB, "upload", case.publication, "--repo", "local/model", "--create"], work, variables)
            # The plan is followed by what stays at home; an object is told of when storage has it.
            samples[0].append(times["Sending"] - times["Not"])
        shutil.rmtree(work / "large-hub")
        with Hub(work / "curl-hub") as hub:
            samples[1].append(by_curl(hub, file))
        shutil.rmtree(work / "curl-hub")
        samples[2].append(hashing(file))
    sending, copy_time, hash_time = map(statistics.median, samples)
    print(
        f"| of it the sending | {sending:.2f} s | hashing alone (OpenSSL) {hash_time:.2f} s, curl to the same hub {copy_time:.2f} s "
        f"| {max(hash_time, copy_time) / sending:.2f}× the slower |",
        flush=True,
    )


def planned(work, count):
    case = Case(work, "plan", documents(count))
    with Hub(work / "plan-hub") as hub:
        variables = environment(work, hub)
        once([HFPUB, "upload", SAMPLE, "--repo", "local/ours", "--create"], work, variables)
        usage = median([once([HFPUB, "plan", case.publication, "--repo", "local/ours"], work, variables) for _ in range(SAMPLES)])
    print(f"| {count:,} files planned | {text(usage)} | – | – |", flush=True)


def huge(work, size):
    case = Case(work, "huge", {"extra.safetensors": tensor(size, random=False)})
    with Hub(work / "huge-hub") as hub:
        variables = environment(work, hub)
        usage = once([HFPUB, "upload", case.publication, "--repo", "local/ours", "--create"], work, variables)
    print(f"| {size // GIGABYTE} GB sparse file beside the model, the whole way | {text(usage)} | – | – |", flush=True)


def main():
    work = Path(tempfile.mkdtemp(prefix="hfpub-benchmark-"))
    try:
        head("| upload | hfpub | hf upload | ratio |\n| --- | --- | --- | ---: |")
        unchanged(work)
        many(work, 2000)
        planned(work, 10_000)
        large(work)
        huge(work, 50 * GIGABYTE)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
