"""How time and memory grow with the batch, with threads, with labels and with files: `make growth`.

    python Scripts/measure_growth.py --model FOLDER --photos FOLDER [--write Documentation/Performance.md] …

Prints a table for each, or writes them into a document between its marks, `<!-- growth: NAME -->` and
`<!-- end -->`. Batch and threads are measured by `swift-clip bench`; labels and files by whole processes, whose peak
memory the system tells. Needs the standard library alone, and Pillow in PYTHON for the pictures.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import Callable

from comparison import process_rows
from compare import processor

ROOT = pathlib.Path(__file__).resolve().parents[1]
Rows = list[list[str]]


def bench(options: argparse.Namespace, *more: str) -> list[dict]:
    output = subprocess.run([options.command, "bench", "--model", options.model, "--format", "json", "--quiet",
                             "--precision", options.precision, *more], check=True, capture_output=True, text=True)
    return json.loads(output.stdout)["results"]


def batches(options: argparse.Namespace) -> Rows:
    rows = [["batch", "pictures/s", "ms for each", "of the ceiling", "faults per batch", "peak memory"]]
    for batch in options.batches:
        # A process for each, so that peaks are apart.
        result = bench(options, "--batch", str(batch), "--rounds", "3", "--seconds", "0.5")[0]
        rows.append([f"{batch}", f"{result['per_second']:.1f}", f"{1000 / result['per_second']:.2f}",
                     f"{result['share_of_ceiling']:.0%}", f"{result['page_faults_per_batch']:.0f}",
                     megabytes(result["peak_memory_bytes"])])
    return rows


def threads(options: argparse.Namespace) -> Rows:
    rows = [["threads", "batch", "pictures/s", "times one thread's", "of the ceiling", "peak memory"]]
    first: dict[int, float] = {}
    for count in range(1, len(os.sched_getaffinity(0)) + 1):
        for result in bench(options, "--batch", "1,32", "--threads", str(count), "--rounds", "5", "--seconds", "0.5"):
            batch, rate = result["batch"], result["per_second"]
            first.setdefault(batch, rate)
            rows.append([f"{count}", f"{batch}", f"{rate:.1f}", f"{rate / first[batch]:.2f}",
                         f"{result['share_of_ceiling']:.0%}", megabytes(result["peak_memory_bytes"])])
    return rows


def labels(options: argparse.Namespace) -> Rows:
    """One picture by more and more labels, without and with remembered embeddings of them."""
    rows = [["labels", "s, new labels", "labels/s", "peak memory", "s, labels remembered", "peak memory"]]
    picture = next(path for path in sorted(pathlib.Path(options.photos).rglob("*.jpg")))
    with tempfile.TemporaryDirectory() as folder:
        for count in options.labels:
            file = pathlib.Path(folder) / "labels.txt"
            file.write_text("".join(f"{word(number)}\n" for number in range(count)))
            line = [options.command, "classify", str(picture), "--labels-file", str(file), "--model", options.model,
                    "--precision", options.precision, "--quiet", "--top", "1"]
            environment = {"XDG_CACHE_HOME": f"{folder}/cache-{count}"}
            log = pathlib.Path(folder) / "log"
            new, known = (process_rows.run(line, environment, log) for _ in range(2))
            rows.append([f"{count:,}", f"{new['seconds']:.2f}", f"{count / new['seconds']:.0f}",
                         megabytes(new["peak_memory"]), f"{known['seconds']:.2f}", megabytes(known["peak_memory"])])
    return rows


def word(number: int) -> str:
    """A label of its own for each number, of one to three words."""
    words = "red old small wooden cat car house tree bird boat chair lamp river stone cloud bread".split()
    parts = [words[number % 16], words[number // 16 % 16], words[number // 256 % 16]]
    return " ".join(parts) + (f" {number // 4096}" if number >= 4096 else "")


def files(options: argparse.Namespace) -> Rows:
    """Small pictures by the bundled model: what is measured is the way to it and back."""
    rows = [["files", "s", "files/s", "peak memory"]]
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        folder = pathlib.Path(scratch)
        originals = folder / "originals"
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "Scripts")}
        subprocess.run([options.python, "-m", "comparison.pictures", str(originals), options.photos, "100", "96",
                        "96", "85"], check=True, env=environment)
        sources = sorted(originals.iterdir())
        pictures, done = folder / "pictures", 0
        for count in options.files:
            for number in range(done, count):
                place = pictures / f"{number // 1000:03}"
                if number % 1000 == 0:
                    place.mkdir(parents=True)
                os.link(sources[number % len(sources)], place / f"{number:06}.jpg")
            done = count
            line = [options.command, "embed", str(pictures), "--output", str(folder / "rows.npy"), "--quiet"]
            found = process_rows.run(line, {"XDG_CACHE_HOME": f"{folder}/cache"}, folder / "log")
            for written in folder.glob("rows.*"):
                written.unlink()
            rows.append([f"{count:,}", f"{found['seconds']:.2f}", f"{count / found['seconds']:.0f}",
                         megabytes(found["peak_memory"])])
    return rows


CURVES: dict[str, Callable[[argparse.Namespace], Rows]] = {
    "batch": batches, "threads": threads, "labels": labels, "files": files}


def megabytes(count: float) -> str:
    return f"{count / 1e6:.0f} MB"


def markdown(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --: |" * len(rows[0]), *lines[1:]])


def written(document: str, name: str, text: str) -> str:
    pattern = re.compile(rf"(<!-- growth: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not pattern.search(document):
        raise SystemExit(f"the document has no marks for {name}")
    return pattern.sub(lambda found: found.group(1) + text + "\n" + found.group(2), document)


def main() -> None:
    numbers = lambda text: [int(part) for part in text.split(",")]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--command", default=str(ROOT / ".build/release/swift-clip"))
    parser.add_argument("--python", default=sys.executable, help="an interpreter with Pillow")
    parser.add_argument("--model", required=True, help="for batch, threads and labels")
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--photos", required=True, help="any folder with 64 photos")
    parser.add_argument("--curves", type=lambda text: text.split(","), default=list(CURVES))
    parser.add_argument("--batches", type=numbers, default=[1, 2, 4, 8, 16, 32, 64, 128, 256])
    parser.add_argument("--labels", type=numbers, default=[10, 100, 1000, 10_000])
    parser.add_argument("--files", type=numbers, default=[10, 100, 1000, 10_000, 100_000])
    parser.add_argument("--scratch", help="where pictures lie meanwhile; a folder that takes 100,000 hard links")
    parser.add_argument("--write", type=pathlib.Path, help="the document")
    options = parser.parse_args()
    facts = (f"{processor()}, {len(os.sched_getaffinity(0))} threads, precision {options.precision}, "
             f"{datetime.date.today().isoformat()}")
    for name in options.curves:
        text = markdown(CURVES[name](options)) + f"\n\n{facts}"
        print(f"{name}\n\n{text}\n", flush=True)
        if options.write:
            options.write.write_text(written(options.write.read_text(), name, text))


if __name__ == "__main__":
    main()
