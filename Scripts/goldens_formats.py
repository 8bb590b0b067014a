#!/usr/bin/env python3
"""Makes Tests/Goldens/images/formats: small files of every variety, and what Pillow makes of them.

    pip install -r Scripts/requirements.txt
    Scripts/goldens_formats.py

A C compiler and libjpeg write the JPEG varieties (jpeg_varieties.c). formats.json holds, per file, Pillow's mode, size, the first 16 digits of SHA-256 of the pixels in the file's
mode and in RGB, and of a crop resized before and after the conversion to RGB; or that Pillow refuses it, with
its reason.
"""

import argparse
import io
import json
import shutil
import sys
import warnings

import numpy as np
import PIL
from PIL import Image

import format_files
import format_files_photos
import parity_rows
from goldens_images import FOLDER, transform
from goldens_images import digest as whole_digest

FORMATS = FOLDER / "formats"


def files():
    for name, data in format_files.bmp_files():
        yield f"bmp/{name}.bmp", data
    for name, data in format_files.pnm_files():
        yield f"pnm/{name}", data
    for name, data in format_files.icon_files():
        yield f"ico/{name}", data
    for name, data in format_files.tga_files():
        yield f"tga/{name}.tga", data
    for name, data in format_files_photos.jpeg_files():
        yield f"jpeg/{name}.jpg", data
    for name, data in format_files_photos.png_files():
        yield f"png/{name}.png", data


# What is done otherwise here, by intention: file, what (another picture, refused, decoded), why. The tests hold
# this list against the code.
OTHERWISE = {
    **dict.fromkeys(["bmp/palette-4-black-white.bmp", "bmp/palette-8-black-white.bmp"], (
        "another", "a black-and-white palette of 4 or 8 bits per pixel: Pillow reads one bit and gives stripes")),
    "bmp/grey-4-ramp.bmp": ("decoded", "grey indices of 4 bits: Pillow fails"),
    **dict.fromkeys(["bmp/palette-8-300-colours.bmp", "tga/palette-24-too-long.tga"], (
        "decoded", "palette entries beyond 256, which no index reaches")),
    **dict.fromkeys(["tga/grey-rle-crossing.tga", "tga/rgb-24-run-crossing.tga"], (
        "decoded", "a run that crosses the end of a line")),
    "tga/rgb-24-with-map.tga": ("decoded", "a colour map that true colours do not need"),
    **dict.fromkeys(["png/palette-missing.png", "png/palette-odd.png"], (
        "refused", "no palette, or a cut one, which Pillow takes for black")),
    "png/idat-no-adler.png": ("refused", "pixels without the checksum that ends them"),
    **dict.fromkeys(["png/checksum-pixels.png", "png/checksum-text-behind.png", "png/checksum-end.png"], (
        "refused", "a wrong checksum of or behind the pixels, which Pillow does not look at")),
    "png/unknown-critical.png": ("refused", "an unknown critical chunk, which the format says not to ignore"),
    "png/bad-compression.png": ("refused", "an unknown compression, which Pillow takes for deflate"),
    "png/trns-short.png": ("decoded", "a cut single-colour transparency, which no pixel here needs"),
    **dict.fromkeys([f"png/bomb-{name}.png" for name in ("ztxt", "itxt", "iccp", "ztxt-behind")], (
        "decoded", "texts and profiles that inflate to megabytes: they are not inflated here")),
    "png/animated-part-first.png": ("decoded", "a first frame that says to be smaller than the picture"),
    "tga/interleaved.tga": ("refused", "interleaved rows, which Pillow reads as if they were in order"),
}


def digest(array):
    return whole_digest(array)[:16]


def raw(image):
    """Tight samples in the file's mode; bilevel ones as bytes 0 and 255."""
    return (image.convert("L") if image.mode == "1" else image).tobytes()


def expectation(name, data):
    entry = {"file": name}
    if name in OTHERWISE:
        entry["here"], entry["reason"] = OTHERWISE[name]
    try:
        image = Image.open(io.BytesIO(data))
        image.load()
        rgb = np.asarray(image.convert("RGB"))
    except Exception as error:
        reason = str(error).split("<")[0].strip()
        return entry | {"refused": f"{type(error).__name__}: {reason}"[:90]}
    first = digest(np.asarray(transform(10)(image)))
    second = digest(np.asarray(transform(10)(image.convert("RGB"))))
    entry |= {"mode": image.mode, "width": image.width, "height": image.height,
              "pixels": digest(np.frombuffer(raw(image), "u1")), "rgb": digest(rgb),
              "resizeFirst": first, "convertFirst": second}
    # What is the same is said once.
    for name, same in (("rgb", "pixels"), ("convertFirst", "resizeFirst")):
        if entry[name] == entry[same]:
            del entry[name]
    return entry


def rows(entries):
    """Rows of the parity table, one per format."""
    names = {"bmp": "BMP", "pnm": "PNM", "ico": "ICO and CUR", "tga": "TGA", "jpeg": "JPEG, rare varieties",
             "png": "PNG, rare varieties"}
    for folder, name in names.items():
        files = [e for e in entries if e["file"].startswith(folder + "/")]
        reasons = dict.fromkeys(e["reason"] for e in files if "reason" in e)
        yield parity_rows.Row(
            "Images", f"{name}: mode, size, every sample and two crops, or refused", f"Pillow {PIL.__version__}",
            len(files), sum("here" in e for e in files), "; ".join(reasons))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the files here differ")
    parser.add_argument("--parity", help="write the counts as rows of the parity table")
    arguments = parser.parse_args()
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    warnings.simplefilter("ignore")
    made, entries = {}, []
    for name, data in files():
        assert name not in made, name
        made[name] = data
        entries.append(expectation(name, data))
    unknown = OTHERWISE.keys() - {entry["file"] for entry in entries}
    assert not unknown, unknown
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    versions = json.dumps({"pillow": PIL.__version__})
    made["formats.json"] = f'{{"versions":{versions},"files":[\n{lines}\n]}}\n'.encode()
    if arguments.check:
        stale = [name for name, data in made.items() if (FORMATS / name).read_bytes() != data]
        if stale:
            sys.exit(f"not what the script makes: {', '.join(stale)}")
    else:
        for folder in FORMATS.glob("*/"):
            shutil.rmtree(folder)
        for name, data in made.items():
            (FORMATS / name).parent.mkdir(parents=True, exist_ok=True)
            (FORMATS / name).write_bytes(data)
    decoded = sum("mode" in entry for entry in entries)
    print(len(entries), "files,", decoded, "decoded,", len(entries) - decoded, "refused")
    parity_rows.write(arguments.parity, list(rows(entries)))


if __name__ == "__main__":
    main()
