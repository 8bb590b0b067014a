#!/usr/bin/env python3
"""Checks the command against numbers that were published with real CLIP weights.

    python3 Scripts/verify_published.py [--model MODEL] [--pictures FOLDER] [--command swift-clip]

Needs nothing but Python's standard library, and the weights: from the hub, from the hub's cache, or as a folder. Each
row is one published result: the model is asked for by its name, its picture fetched from where it was published (or
taken from FOLDER: CLIP.png, 000000039769.png, parrots.png, cifar-100-binary.tar.gz), and what was expected and what
came is printed. MODEL restricts the check to rows of that model; a folder or file stands for the model whose
name is given with --as. Weights or pictures that cannot be had make their rows "not checked". The
exit status is 0 only if every row asked for was checked and is as published.
"""

import argparse
import json
import math
import pathlib
import struct
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

PICTURES = {
    "CLIP.png": "https://raw.githubusercontent.com/openai/CLIP/main/CLIP.png",
    "000000039769.png":
        "https://raw.githubusercontent.com/huggingface/transformers/main/tests/fixtures/tests_samples/COCO/000000039769.png",
    "parrots.png": "https://huggingface.co/datasets/Narsil/image_dummy/resolve/main/parrots.png",
    "cifar-100-binary.tar.gz": "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
}


class NotChecked(Exception):
    """What a row needs cannot be had."""


class Bench:
    """The command, the pictures, and a place for what is made of them."""

    def __init__(self, command: str, pictures: pathlib.Path | None, scratch: pathlib.Path, replaced: dict[str, str]):
        self.command, self.pictures, self.scratch, self.replaced = command, pictures, scratch, replaced

    def picture(self, name: str) -> pathlib.Path:
        if self.pictures and (self.pictures / name).exists():
            return self.pictures / name
        target = self.scratch / name
        if not target.exists():
            try:
                with urllib.request.urlopen(PICTURES[name], timeout=60) as answer:
                    target.write_bytes(answer.read())
            except OSError as error:
                raise NotChecked(f"{name} cannot be fetched ({error})") from error
        return target

    def run(self, model: str, *arguments: str) -> str:
        chosen = ["--precision", "f32", "--model", self.replaced.get(model, model)]
        done = subprocess.run([self.command, *arguments, *chosen], capture_output=True, text=True)
        if done.returncode:
            raise NotChecked((done.stderr.strip().splitlines() or ["the command failed"])[-1])
        return done.stdout

    def similarity(self, model: str, picture: pathlib.Path, texts: list[str]) -> dict:
        options = [part for text in texts for part in ("--text", text)]
        return json.loads(self.run(model, "similarity", str(picture), *options, "--format", "json"))


def numbers(expected: list[float], got: list[float], bound: float, relative: float = 0) -> tuple[str, str, bool]:
    good = len(expected) == len(got) and all(abs(a - b) <= bound + relative * abs(a) for a, b in zip(expected, got))
    show = lambda values: " ".join(f"{value:.5g}" for value in values)
    return f"{show(expected)} ± {bound:g}", show(got), good


def diagram(bench: Bench):
    answer = bench.similarity("ViT-B/32", bench.picture("CLIP.png"), ["a diagram", "a dog", "a cat"])
    return numbers([0.9927937, 0.00421068, 0.00299572], answer["probabilities"][0], 1e-3)


def cats(bench: Bench):
    answer = bench.similarity(
        "openai/clip-vit-base-patch32", bench.picture("000000039769.png"), ["a photo of a cat", "a photo of a dog"])
    return numbers([24.5701, 19.3049], answer["logits_per_image"][0], 1e-2)


def interpolated(bench: Bench):
    out = bench.scratch / "hidden.npy"
    bench.run("openai/clip-vit-base-patch32", "embed", str(bench.picture("000000039769.png")), "--image-size", "180",
              "--hidden", "-1", "--raw", "-o", str(out))
    shape, values = npy(out)
    if shape[-2:] != [26, 768]:
        return "[1, 26, 768]", str(shape), False
    corner = [values[token * 768 + column] for token in range(3) for column in range(3)]
    expected = [-0.1538, 0.0322, -0.3235, 0.2893, 0.1135, -0.5708, 0.0461, 0.1540, -0.6018]
    return numbers(expected, corner, 4e-4, 6e-3)


def cifar(bench: Bench):
    with tarfile.open(bench.picture("cifar-100-binary.tar.gz")) as archive:
        # Two labels and three planes of 32 × 32 for each picture.
        record = archive.extractfile("cifar-100-binary/test.bin").read()[3637 * 3074:3638 * 3074]
        names = archive.extractfile("cifar-100-binary/fine_label_names.txt").read().decode().split()
    planes = record[2:]
    picture = bench.scratch / "cifar-3637.ppm"
    pixels = bytes(planes[channel * 1024 + place] for place in range(1024) for channel in range(3))
    picture.write_bytes(b"P6 32 32 255\n" + pixels)
    labels = bench.scratch / "cifar-100.txt"
    # The README of the reference takes the names as they are, underscores and all.
    labels.write_text("\n".join(names) + "\n")
    answer = json.loads(bench.run(
        "ViT-B/32", "classify", str(picture), "--labels-file", str(labels), "--template", "a photo of a {}", "--top", "5",
        "--format", "json"))
    best = answer["results"][0]["predictions"]
    expected = ["snake", "turtle", "sweet_pepper", "lizard", "crocodile"]
    words, got, good = numbers([65.31, 12.29, 3.83, 1.88, 1.75], [100 * entry["score"] for entry in best], 0.5)
    found = [entry["label"] for entry in best]
    return f"{', '.join(expected)}: {words}", f"{', '.join(found)}: {got}", good and found == expected


def laion(bench: Bench):
    answer = bench.similarity(
        "ViT-B-32/laion2b_s34b_b79k", bench.picture("CLIP.png"), ["a diagram", "a dog", "a cat"])
    return numbers([1, 0, 0], answer["probabilities"][0], 1e-3)


def parrots(bench: Bench):
    lists = [["animals", "humans", "landscape"], ["black and white", "photorealist", "painting"]]
    got = []
    for labels in lists:
        answer = bench.similarity(
            "openai/clip-vit-large-patch14", bench.picture("parrots.png"), [f"This is a photo of {label}." for label in labels])
        got += answer["probabilities"][0]
    return numbers([0.965, 0.030, 0.005, 0.996, 0.003, 0], got, 5e-3)


def tokens(model: str, text: str, expected: list[int]):
    def check(bench: Bench):
        got = json.loads(bench.run(model, "tokenize", text, "--format", "json"))["results"][0]["ids"]
        return str(expected), str(got), got == expected
    return check


# Row of the list of headline numbers, model, what it is, the check.
ROWS = [
    (1, "ViT-B/32", "CLIP.png: a diagram, a dog, a cat", diagram),
    (2, "openai/clip-vit-base-patch32", "COCO cats: logits of a cat, a dog", cats),
    (3, "openai/clip-vit-base-patch32", "COCO cats at 180 pixels: last hidden state", interpolated),
    (4, "ViT-B/32", "CIFAR-100 test picture 3637, percent", cifar),
    (5, "ViT-B-32/laion2b_s34b_b79k", "CLIP.png: a diagram, a dog, a cat", laion),
    (6, "openai/clip-vit-large-patch14", "parrots: animals, humans, landscape; and three styles", parrots),
    (8, "ViT-B/32", 'tokens of "Hello World!"', tokens("ViT-B/32", "Hello World!", [49406, 3306, 1002, 256, 49407])),
    (9, "openai/clip-vit-base-patch32", 'tokens of "hello world"',
     tokens("openai/clip-vit-base-patch32", "hello world", [49406, 3306, 1002, 49407])),
]


def npy(path: pathlib.Path) -> tuple[list[int], list[float]]:
    """A little-endian f32 array in C order."""
    data = path.read_bytes()
    length = struct.unpack("<H", data[8:10])[0]
    header = data[10:10 + length].decode("latin1")
    shape = [int(part) for part in header.split("'shape': (")[1].split(")")[0].split(",") if part.strip()]
    return shape, list(struct.unpack(f"<{math.prod(shape)}f", data[10 + length:10 + length + 4 * math.prod(shape)]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", help="check the rows of this model only; a folder or file with --as")
    parser.add_argument("--as", dest="name", help="whose rows MODEL, a folder or file, is to reproduce")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--command", default=".build/release/swift-clip")
    options = parser.parse_args()
    names = sorted({model for _, model, _, _ in ROWS})
    wanted = options.name or options.model
    if wanted and wanted not in names:
        sys.exit(f"{wanted}: there are published numbers of {', '.join(names)}; for your own folder of one, add --as NAME")
    rows = [row for row in ROWS if wanted in (None, row[1])]
    replaced = {wanted: options.model} if options.name else {}
    failed = missing = 0
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options.command, options.pictures, pathlib.Path(scratch), replaced)
        for number, model, title, check in rows:
            print(f"{number}. {model}: {title}")
            try:
                expected, got, good = check(bench)
            except NotChecked as reason:
                missing += 1
                print(f"   not checked: {reason}")
                continue
            failed += not good
            print(f"   expected {expected}\n   got      {got}\n   {'as published' if good else 'DIFFERS'}")
    checked = len(rows) - failed - missing
    print(f"{checked} as published, {failed} different, {missing} not checked")
    return 0 if failed == missing == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
