#!/usr/bin/env python3
"""Holds the command's answers with the bundled model against what PyTorch gave.

    python3 Scripts/check_pocket.py DATA [COMMAND]

DATA holds the labelled sets that Tests/Goldens/pocket/expected.json names, each a folder of class folders.
Labels are the folders' names in lower case, `-` and `_` as spaces, trailing numbers dropped for fruits.
Accuracies may differ by half a point, top scores by 0.002, embedding values by what six decimals leave.
Needs Python's standard library only.
"""
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile


def label(folder, dataset):
    name = folder.lower().replace("-", " ").replace("_", " ")
    return re.sub(r" \d+$", "", name) if "fruits" in dataset else name


def run(command, *arguments):
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{arguments}: exit status {done.returncode}\n{done.stderr}")
    return done.stdout


def accuracy(command, folder, dataset, template):
    classes = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    names = [label(name, dataset) for name in classes]
    arguments = [part for name in names for part in ("--label", name)]
    lines = run(command, "classify", folder, *arguments, "--precision", "f32", "--template", template, "--top", 1,
                "--format", "jsonl", "--quiet").splitlines()
    rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if "predictions" in row]
    right = sum(row["predictions"][0]["label"] == label(pathlib.Path(row["image"]).parent.name, dataset)
                for row in rows)
    return right / len(rows), len(rows)


def first_values(command, picture):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "row.npy")
        run(command, "embed", picture, "--output", path, "--precision", "f32", "--quiet")
        data = path.read_bytes()
    header = struct.unpack_from("<H", data, 8)[0]
    return struct.unpack_from("<8f", data, 10 + header)


def main():
    data = pathlib.Path(sys.argv[1])
    command = sys.argv[2] if len(sys.argv) > 2 else ".build/release/swift-clip"
    golden = pathlib.Path(__file__).parent.parent / "Tests/Goldens/pocket/expected.json"
    expected = json.loads(golden.read_text())
    wrong = 0
    for dataset, figures in expected["zero_shot"].items():
        reached, count = accuracy(command, data / dataset, dataset, expected["template"])
        good = abs(reached - figures["acc1"]) <= 0.005 and count == figures["images"]
        wrong += not good
        print(f"{dataset:16} {count:4} pictures  {reached:.4f}  expected {figures['acc1']:.4f}  "
              f"{'ok' if good else 'WRONG'}")
    labels = [part for name in expected["labels"] for part in ("--label", name)]
    for picture, figures in expected["images"].items():
        answer = json.loads(run(command, "classify", data / picture, *labels, "--precision", "f32", "--template", expected["template"],
                                "--top", 3, "--format", "json", "--quiet"))
        got = [(p["label"], p["score"]) for p in answer["results"][0]["predictions"]]
        off = max(abs(score - golden[1]) for (_, score), golden in zip(got, figures["top"]))
        drift = max(abs(a - b) for a, b in zip(first_values(command, data / picture), figures["embedding_head"]))
        good = [name for name, _ in got] == [name for name, _ in figures["top"]] and off <= 0.002 and drift <= 5e-6
        wrong += not good
        print(f"{picture:32} {got[0][0]:10} scores within {off:.4f}, values within {drift:.1e}  "
              f"{'ok' if good else 'WRONG'}")
    sys.exit(1 if wrong else 0)


main()
