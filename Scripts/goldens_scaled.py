#!/usr/bin/env python3
"""Makes Tests/Goldens/images/scaled.json: JPEGs as Pillow's `draft` decodes them at reduced scale.

    Scripts/goldens_scaled.py       # in the environment of Scripts/requirements.txt

For the JPEGs of Tests/Goldens/images, at 1/8, 2/8 and 4/8 of their size, the scales that Pillow offers: mode, size,
and SHA-256 of the pixels in the file's own mode. libjpeg-turbo decodes at the other eighths in the same way.
"""

import hashlib
import json

import PIL
from PIL import Image

from goldens_images import FOLDER


def main():
    assert PIL.__version__ == "13.0.0", PIL.__version__
    goldens = []
    pictures = json.loads((FOLDER / "goldens.json").read_text())["pictures"]
    for path in [FOLDER / picture["file"] for picture in pictures if picture["file"].endswith(".jpg")]:
        for eighths in (1, 2, 4):
            image = Image.open(path)
            mode, (width, height) = image.mode, image.size
            scaled = tuple((side * eighths + 7) // 8 for side in image.size)
            # Pillow takes the smallest scale that is not below what is asked for.
            image.draft(mode, tuple(max(1, side * eighths // 8) for side in image.size))
            if image.size != scaled or min(scaled) < 8:
                continue
            goldens.append({
                "file": str(path.relative_to(FOLDER)), "eighths": eighths, "mode": mode, "width": scaled[0],
                "height": scaled[1], "sha256": hashlib.sha256(image.tobytes()).hexdigest(),
            })
    text = ",\n".join(json.dumps(golden) for golden in goldens)
    (FOLDER / "scaled.json").write_text(f"[\n{text}\n]\n")
    print(len(goldens), "pictures")


if __name__ == "__main__":
    main()
