#!/usr/bin/env python3
"""Makes Tests/Goldens/images/modes: raw pixels of modes that few files have, and their crops.

    pip install -r Scripts/requirements.txt
    Scripts/goldens_modes.py

One file of raw pixels per picture, and in modes.json the SHA-256 of the 8-bit crops (height, width, RGB) that
OpenCLIP's transform makes of it: every filter, resize mode and order of resizing and converting. Crops with a
`colourOrder` differ between the orders.
"""

import argparse
import json
import sys

import numpy as np
import PIL
from PIL import Image

import parity_rows
from goldens_images import FOLDER, digest, scene, transform

MODES = FOLDER / "modes"
FILTERS = ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")


def pictures():
    """Name, picture. `Odd` ones hold the largest numbers, infinities and what is no number."""
    generator = np.random.default_rng(5)
    for height, width in ((31, 45), (90, 12)):
        size = f"{width}x{height}"
        grey = scene(width, height, 1, 1200, width)[..., 0] - 400
        yield f"I-{size}", Image.fromarray((grey // 4).astype("<i4"))
        yield f"F-{size}", Image.fromarray((grey / 3.7).astype("<f4"))
        big = scene(width, height, 1, 700, width + 1)[..., 0].astype(">u2")
        yield f"I;16B-{size}", Image.frombytes("I;16B", (width, height), big.tobytes())
        yield f"I;16-{size}", Image.frombytes("I;16", (width, height), big.astype("<u2").tobytes())
        for mode, bands in (("YCbCr", 3), ("PA", 2)):
            samples = scene(width, height, bands, 255, width + bands).astype("u1")
            if mode != "PA":
                yield f"{mode}-{size}", Image.fromarray(samples, mode)
                continue
            picture = Image.fromarray(samples[..., 0]).convert("P")
            picture.putpalette(generator.integers(0, 256, 768).astype("u1").tobytes())
            picture = picture.convert("PA")
            picture.putalpha(Image.fromarray(samples[..., 1]))
            yield f"PA-{size}", picture
    ends = generator.choice([2**31 - 1, -(2**31), 0, 100, 200, 255], (14, 33), p=[0.1, 0.1, 0.2, 0.2, 0.2, 0.2])
    yield "I-odd", Image.fromarray(ends.astype("<i4"))
    odd = generator.choice([np.inf, -np.inf, np.nan, 254.999, 128.5, -0.5], (14, 33), p=[0.02, 0.02, 0.01, 0.3, 0.35, 0.3])
    yield "F-odd", Image.fromarray(odd.astype("<f4"))


PALETTE_LOST = "PA: Pillow forgets the palette when it averages the indices, and gives black"


def crops(picture):
    """The crops, and how many are left to differ."""
    out, lost = [], 0

    def both_orders(make, **settings):
        nonlocal lost
        first = digest(np.asarray(make(picture)))
        second = digest(np.asarray(make(picture.convert("RGB"))))
        if picture.mode == "PA" and settings.get("interpolation") != "nearest":
            lost += 1
            out.append({**settings, "colourOrder": "convertFirst", "sha256": second})
        elif first == second:
            out.append({**settings, "sha256": first})
        else:
            out.append({**settings, "colourOrder": "resizeFirst", "sha256": first})
            out.append({**settings, "colourOrder": "convertFirst", "sha256": second})

    for interpolation in FILTERS:
        for size in (8, 30):
            both_orders(transform(size, interpolation=interpolation), size=size, interpolation=interpolation)
        both_orders(
            transform(12, mode="squash", interpolation=interpolation), size=12, interpolation=interpolation,
            resizeMode="squash")
    for size in (picture.height, picture.width):
        both_orders(transform(size, mode="squash", interpolation="lanczos"), size=size,
                    interpolation="lanczos", resizeMode="squash")
    for fill in (0, 9):
        both_orders(transform(20, mode="longest", fill=fill), size=20, resizeMode="longest", fill=fill)
    return out, lost


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the files here differ")
    parser.add_argument("--parity", help="write the counts as rows of the parity table")
    arguments = parser.parse_args()
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    made, entries, lost = {}, [], 0
    for name, picture in pictures():
        kept, left = crops(picture)
        lost += left
        file = name.replace(";", "") + ".raw"
        made[file] = picture.tobytes()
        entry = {"file": file, "mode": picture.mode, "width": picture.width, "height": picture.height,
                 "rgb": digest(np.asarray(picture.convert("RGB"))), "crops": kept}
        if picture.mode == "PA":
            entry["palette"] = list(picture.getpalette("RGB"))
        entries.append(entry)
    text = json.dumps({"versions": {"pillow": PIL.__version__}, "pictures": entries}, separators=(",", ":"))
    made["modes.json"] = (text.replace('{"file"', '\n{"file"') + "\n").encode()
    MODES.mkdir(exist_ok=True)
    for name, data in made.items():
        if not arguments.check:
            (MODES / name).write_bytes(data)
        elif (MODES / name).read_bytes() != data:
            sys.exit(f"not what the script makes: {name}")
    # A crop that is the same in both orders stands once and counts twice.
    cases = sum(1 if "colourOrder" in crop else 2 for entry in entries for crop in entry["crops"])
    print(len(entries), "pictures,", cases, "crops")
    parity_rows.write(arguments.parity, [parity_rows.Row(
        "Images", "modes I, F, I;16, I;16B, YCbCr and PA: all filters, both orders", f"Pillow {PIL.__version__}",
        cases + lost, lost, PALETTE_LOST)])


if __name__ == "__main__":
    main()
