#!/usr/bin/env python3
"""Makes Tests/Goldens/images/jpeg-written.json: JPEG files as Pillow writes them.

    python Scripts/goldens_jpeg.py

For each picture and quality: bytes and SHA-256 of `save(format="JPEG", quality=q)`.
"""

import hashlib
import io
import json
import pathlib

import PIL
from PIL import Image, features

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ["Examples/photos/coffee.png", "Examples/photos/photographer.png", *[
    f"Tests/Goldens/images/made/size-{size}.png"
    for size in ("1x1", "7x5", "64x64", "231x100", "227x448", "3000x1", "1x3000")]]
QUALITIES = [1, 7, 10, 15, 18, 25, 50, 75, 95, 100]


def written(picture, quality):
    file = io.BytesIO()
    picture.save(file, format="JPEG", quality=quality)
    return {"quality": quality, "bytes": len(file.getvalue()), "sha256": hashlib.sha256(file.getvalue()).hexdigest()}


def main():
    cases = []
    for name in PICTURES:
        with Image.open(ROOT / name) as file:
            picture = file.convert("RGB")
        cases.append({"file": name, "written": [written(picture, quality) for quality in QUALITIES]})
    document = {
        "pillow": PIL.__version__, "libjpeg-turbo": features.version("libjpeg_turbo"), "pictures": cases}
    target = ROOT / "Tests/Goldens/images/jpeg-written.json"
    target.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
