#!/usr/bin/env python3
"""What `--decode fast` changes: cosines of embeddings with fast and exact decoding, and the time of both.

    Scripts/measure_decoding.py FOLDER --command .build/release/swift-clip --model pocket --model models/vit-b-32

FOLDER holds JPEGs; those count whose scale is reduced for the model's size. Prints a row of Documentation/Performance.md
for each model: how many pictures, the scales, the smallest and the median cosine. With --rounds N also the processor time
of a picture in both ways, the whole process by pictures, each the median of so many runs in turns. Needs numpy and Pillow.
"""

import argparse
import collections
import json
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import warnings

import numpy as np
from PIL import Image


def eighths(path, side):
    """The scale at which a JPEG is decoded whose short side becomes `side`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path) as image:
                if image.format != "JPEG":
                    return 8
                width, height = image.size
        except OSError:
            return 8
    short, long = sorted([width, height])
    target = side * long // short
    return next((n for n in range(1, 8) if (short * n + 7) // 8 >= 2 * side and (long * n + 7) // 8 >= 2 * target), 8)


def embed(command, model, precision, files, decode, folder):
    output = folder / f"{decode}.npy"
    arguments = [command, "embed", "--paths-from", folder / "files", "-0", "-o", output, "--model", model, "-q",
                 "--precision", precision, "--decode", decode]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(list(map(str, arguments)), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, np.load(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--command", required=True)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--precision", default="f32")
    parser.add_argument("--rounds", type=int, default=0)
    options = parser.parse_args()
    print("| model | JPEGs | scales | smallest cosine | median |" + (" exact | fast |" if options.rounds else ""))
    print("| --- | --: | --- | --: | --: |" + (" --: | --: |" if options.rounds else ""))
    for model in options.model:
        information = subprocess.run(
            [options.command, "models", "info", model, "--format", "json"], check=True, capture_output=True)
        side = json.loads(information.stdout)["resized_side"]
        found = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg"})
        scales = {path: eighths(path, side) for path in found}
        files = [path for path in found if scales[path] < 8]
        counts = collections.Counter(scales[path] for path in files)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "files").write_bytes(b"".join(os.fsencode(path) + b"\0" for path in files))
            seconds, rows = {"exact": [], "fast": []}, {}
            for _ in range(max(1, options.rounds)):
                for decode in seconds:
                    taken, rows[decode] = embed(
                        options.command, model, options.precision, files, decode, folder)
                    seconds[decode].append(taken)
        cosines = (rows["exact"].astype(np.float64) * rows["fast"]).sum(1)
        text = ", ".join(f"{n}/8: {counts[n]}" for n in sorted(counts))
        times = " | ".join(f"{statistics.median(seconds[decode]) / len(files) * 1000:.1f} ms" for decode in ("exact", "fast"))
        print(f"| {pathlib.Path(model).name} | {len(files)} | {text} | {cosines.min():.4f} | "
              f"{np.median(cosines):.4f} |" + (f" {times} |" if options.rounds else ""), flush=True)


if __name__ == "__main__":
    main()
