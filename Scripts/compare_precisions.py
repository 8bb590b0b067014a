"""What bf16 and int8 cost: cosines to f32 and how often the best label is the same, on folders of labelled pictures.

    python Scripts/compare_precisions.py DATA [MODEL …]

DATA has folders, in each of which a folder stands for a class; their names are the labels. A model without a text tower
has cosines only. The default model is the bundled one. Needs numpy; COMMAND in the environment is the command to try.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy

COMMAND = os.environ.get("COMMAND", str(pathlib.Path(__file__).resolve().parents[1] / ".build/release/swift-clip"))
SUFFIXES = {".jpg", ".jpeg", ".png"}


def main() -> None:
    data = pathlib.Path(sys.argv[1])
    for model in sys.argv[2:] or ["pocket"]:
        print(f"{model}\n{'folder':<16}{'pictures':>9}{'labels':>7}   {'bf16 cos':>9}{'same':>7}   {'int8 cos':>9}{'same':>7}")
        totals = {"bf16": [0, 0], "int8": [0, 0]}
        for folder in sorted(path for path in data.iterdir() if path.is_dir()):
            row(model, folder, totals)
        print("all: " + ", ".join(f"{precision} {same} of {count} ({same / count:.2%})"
                                  for precision, (same, count) in totals.items() if count))


def row(model: str, folder: pathlib.Path, totals: dict[str, list[int]]) -> None:
    pictures = sorted(str(path) for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    labels = sorted({pathlib.Path(path).parent.name for path in pictures} - {"images", folder.name})
    if len(labels) < 2:
        return
    exact, best = vectors(model, pictures, "f32"), answers(model, pictures, labels, "f32")
    cells = []
    for precision in ("bf16", "int8"):
        least = (exact * vectors(model, pictures, precision)).sum(1).min()
        other = answers(model, pictures, labels, precision)
        same = sum(one == two for one, two in zip(best, other))
        totals[precision][0] += same
        totals[precision][1] += len(best)
        cells.append(f"{least:>9.5f}" + (f"{same / len(best):>7.1%}" if best else " " * 7))
    print(f"{folder.name:<16}{len(pictures):>9}{len(labels):>7}   " + "   ".join(cells), flush=True)


def run(*arguments: str, paths: list[str]) -> str:
    result = subprocess.run([COMMAND, *arguments, "--paths-from", "-", "--quiet", "--no-cache"],
                            input="\n".join(paths), capture_output=True, text=True, check=False)
    if result.returncode not in (0, 3):
        raise RuntimeError(result.stderr)
    return result.stdout


def vectors(model: str, pictures: list[str], precision: str) -> numpy.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        run("embed", "--model", model, "--precision", precision, "--output", f"{folder}/v.npy", paths=pictures)
        return numpy.load(f"{folder}/v.npy").astype(numpy.float64)


def answers(model: str, pictures: list[str], labels: list[str], precision: str) -> list[str]:
    try:
        lines = run("classify", "--model", model, "--precision", precision, "--labels", ",".join(labels), "--top", "1",
                    "--format", "jsonl", paths=pictures)
    except RuntimeError:  # one tower alone
        return []
    rows = [json.loads(line) for line in lines.splitlines()]
    return [row["predictions"][0]["label"] for row in rows if "predictions" in row]


if __name__ == "__main__":
    main()
