"""How long a process takes from its start to its answer, and how much memory: one picture and ten labels.

    python Scripts/measure_start.py MODEL PHOTO [--command .build/release/swift-clip] [--rounds 9] [--precisions f32,auto]

Files are in the page cache; what the command's own cache has differs by row. Rows take turns, each in a process of its
own and on a copy of a cache that is in that row's state; medians are printed. The standard library alone, because a
child's peak memory begins at its parent's.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

LABELS = "cat,dog,bird,car,tree,house,boat,horse,flower,bridge"
# What a row's cache has, by the names of the cache's folders; None: the command is told to use no cache.
STATES = {
    "no cache": None,
    "first run": [],
    "model known": ["digests"],
    "labels known": ["digests", "text-embeddings"],
    "prepared": ["digests", "prepared"],
    "prepared, labels known": ["digests", "prepared", "text-embeddings"],
}


def run(line: list[str], cache: pathlib.Path) -> tuple[float, float, float, float]:
    """Milliseconds until the answer and until the end, those of all processors, and the peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "XDG_CACHE_HOME": str(cache)})
    answer = process.stdout.read()  # ends when the command closes its output
    answered = time.perf_counter()
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.perf_counter()
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or not answer:
        raise SystemExit(f"{' '.join(line)}: status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return ((answered - start) * 1e3, (ended - start) * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3,
            usage.ru_maxrss * unit / 1e6)


def filled(folder: pathlib.Path, line: list[str], command: str, model: str, precision: str) -> None:
    """A cache with everything in it."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    subprocess.run([command, "models", "prepare", model, "--precision", precision], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def put_into_state(cache: pathlib.Path, kept: list[str] | None, full: pathlib.Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)
    for name in kept or []:
        # Links instead of copies: nothing changes a file of the cache, and large ones stay in memory.
        shutil.copytree(full / "swift-clip" / name, cache / "swift-clip" / name, copy_function=os.link)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("photo")
    parser.add_argument("--command", default=".build/release/swift-clip")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--precisions", default="f32,auto")
    parser.add_argument("--format", default="table")
    parser.add_argument("--states", default=",".join(STATES).replace("prepared, ", "prepared; "),
                        help="rows, separated by commas")
    options = parser.parse_args()
    states = [name.replace(";", ",") for name in options.states.split(",")]
    taken: dict[tuple[str, str], list[tuple[float, float, float, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        lines = {}
        for precision in options.precisions.split(","):
            lines[precision] = [options.command, "classify", options.photo, "--model", options.model, "--labels",
                                LABELS, "--precision", precision, "--format", options.format]
            filled(scratch / precision, lines[precision], options.command, options.model, precision)
        for turn in range(options.rounds + 1):
            for precision, line in lines.items():
                for state in states:
                    put_into_state(scratch / "now", STATES[state], scratch / precision)
                    more = ["--no-cache"] if STATES[state] is None else []
                    figures = run(line + more, scratch / "now")
                    if turn > 0:  # the first brings files into memory
                        taken.setdefault((state, precision), []).append(figures)
    print("| cache | precision | answer, ms | end, ms | of all processors, ms | peak memory, MB |\n"
          "| --- | --- | --- | --- | --- | --- |")
    for (state, precision), figures in sorted(taken.items(), key=lambda row: (states.index(row[0][0]), row[0][1])):
        middle = [f"{statistics.median(column):.0f}" for column in zip(*figures)]
        print(f"| {state} | {precision} | {' | '.join(middle)} |")


if __name__ == "__main__":
    main()
