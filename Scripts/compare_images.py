#!/usr/bin/env python3
"""Compares a command's preprocessing with OpenCLIP's transform on every JPEG and PNG below a folder.

    Scripts/compare_images.py FOLDER --command 'swift-clip preprocess --compat openai'

The command is run as `COMMAND PATH --output FILE.npy` and writes f32 `[3, H, W]`. Values are compared bit
for bit. Exit status 1 when a picture differs. Needs what Scripts/goldens_images.py needs.
"""

import argparse
import pathlib
import shlex
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import PIL
from PIL import Image, ImageOps


def reference(path, transform, upright, convert_first):
    image = Image.open(path)
    if upright:
        image = ImageOps.exif_transpose(image)
    if convert_first:
        image = image.convert("RGB")
    return transform(image).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--command", required=True, help="words before the path")
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--upright", action="store_true", help="the command applies EXIF orientation")
    parser.add_argument("--convert-first", action="store_true", help="the command converts before it resizes")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    from open_clip.transform import image_transform
    transform = image_transform(arguments.size, is_train=False)
    paths = sorted(
        p for p in arguments.folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png") and p.is_file())
    equal, different, refused, disagreed = 0, [], 0, []
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "tensor.npy"
        for path in paths:
            output.unlink(missing_ok=True)
            command = [*shlex.split(arguments.command), str(path), "--output", str(output)]
            run = subprocess.run(command, capture_output=True, text=True)
            ours = np.load(output) if run.returncode == 0 else None
            try:
                theirs = reference(path, transform, arguments.upright, arguments.convert_first)
            except Exception as error:
                theirs, reason = None, f"{type(error).__name__}: {error}"
            if ours is None and theirs is None:
                refused += 1
            elif ours is None:
                disagreed.append(f"{path}: only the reference decodes it: {run.stderr.strip()}")
            elif theirs is None:
                disagreed.append(f"{path}: only the command decodes it: {reason}")
            elif ours.shape == theirs.shape and np.array_equal(ours.view("u4"), theirs.view("u4")):
                equal += 1
            else:
                different.append(str(path))
    for line in [*(f"{p}: differs" for p in different), *disagreed]:
        print(line)
    print(f"{len(paths)} pictures: {equal} equal, {len(different)} different, {refused} refused by both, "
          f"{len(disagreed)} decoded by one")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
