#!/usr/bin/env python3
"""Makes Tests/Goldens/images: pictures, and what OpenCLIP's own transform makes of them.

    pip install pillow==13.0.0 torch torchvision open_clip_torch==3.3.0 numpy
    Scripts/goldens_images.py                  # from the committed pictures, made ones anew
    Scripts/goldens_images.py --photos FOLDER  # copies the photos again from a folder of the named sets

For every picture, SHA-256 of the 8-bit crop (height, width, RGB) before normalisation, at 224 and 64
pixels; of the upright picture where EXIF asks for turning; of the crop converted to RGB first where that
differs; and of other filters, resize modes and roundings for the pictures named in VARIED.
"""

import argparse
import hashlib
import io
import json
import pathlib
import random
import shutil
import struct
import warnings
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Goldens" / "images"
PHOTOS, MADE = FOLDER / "photos", FOLDER / "made"

# ---------------------------------------------------------------- pictures


def png_bytes(samples, depth, colour, interlaced=False, palette=None, extra=()):
    """A PNG of any depth and colour type. samples: [h, w, bands] integers."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    def rows(part):
        out = b""
        for row in part:
            flat = row.reshape(-1)
            if depth == 16:
                line = flat.astype(">u2").tobytes()
            elif depth == 8:
                line = flat.astype("u1").tobytes()
            else:
                bits = "".join(format(int(v), f"0{depth}b") for v in flat)
                bits += "0" * (-len(bits) % 8)
                line = int(bits, 2).to_bytes(len(bits) // 8, "big")
            out += b"\0" + line
        return out

    height, width = samples.shape[:2]
    if interlaced:
        passes = [(0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1)]
        parts = [samples[y0::dy, x0::dx] for y0, dy, x0, dx in passes]
        data = b"".join(rows(p) for p in parts if p.size)
    else:
        data = rows(samples)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    body = chunk(b"IHDR", header)
    body += b"".join(chunk(n, d) for n, d in extra if n != b"tRNS")
    if palette is not None:
        body += chunk(b"PLTE", palette.astype("u1").tobytes())
    body += b"".join(chunk(n, d) for n, d in extra if n == b"tRNS")
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def scene(width, height, bands, top, seed):
    """Waves and a little noise: resizing it shows every tap."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    layers = [
        0.5 + 0.45 * np.sin(x * (0.11 + 0.05 * b) + y * (0.07 + 0.03 * b) + b) for b in range(bands)
    ]
    values = np.stack(layers, -1) + generator.normal(0, 0.06, (height, width, bands))
    return np.clip(np.rint(values * top), 0, top).astype(np.int64)


def make_pictures():
    MADE.mkdir(parents=True, exist_ok=True)
    for old in MADE.iterdir():
        old.unlink()
    seed = 0
    for name, colour, bands, depths in [
        ("grey", 0, 1, (1, 2, 4, 8, 16)), ("rgb", 2, 3, (8, 16)), ("palette", 3, 1, (1, 2, 4, 8)),
        ("grey-alpha", 4, 2, (8, 16)), ("rgba", 6, 4, (8, 16)),
    ]:
        for depth in depths:
            for interlaced in (False, True):
                seed += 1
                top = 2**depth - 1
                palette, extra = None, []
                samples = scene(41 + 3 * seed, 67 - seed, bands, top, seed)
                if colour == 3:
                    palette = np.random.default_rng(seed).integers(0, 256, (top + 1, 3))
                    extra = [(b"tRNS", bytes((37 * i) % 256 for i in range(top + 1)))]
                elif colour == 0:
                    extra = [(b"tRNS", struct.pack(">H", top // 2))]
                suffix = "-interlaced" if interlaced else ""
                (MADE / f"{name}-{depth}{suffix}.png").write_bytes(
                    png_bytes(samples, depth, colour, interlaced, palette, extra))
    # 16-bit grey that stays within a byte, and a palette that is shorter than its indices.
    (MADE / "grey-16-dark.png").write_bytes(png_bytes(scene(50, 40, 1, 300, 90), 16, 0))
    (MADE / "palette-short.png").write_bytes(
        png_bytes(scene(30, 30, 1, 20, 91), 8, 3, palette=np.arange(36).reshape(12, 3) * 7))
    (MADE / "gamma.png").write_bytes(
        png_bytes(scene(45, 30, 3, 255, 92), 8, 2, extra=[(b"gAMA", struct.pack(">I", 100000))]))
    exif = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    (MADE / "exif.png").write_bytes(png_bytes(scene(60, 30, 3, 255, 93), 8, 2, extra=[(b"eXIf", exif)]))
    for width, height in [(1, 1), (3000, 1), (1, 3000), (7, 5), (2, 900), (900, 2), (224, 224), (64, 64),
                          (225, 224), (224, 225), (227, 448), (100, 231), (231, 100), (130, 64), (640, 66)]:
        samples = scene(width, height, 3, 255, width * 7 + height)
        (MADE / f"size-{width}x{height}.png").write_bytes(png_bytes(samples, 8, 2))
    for bands, name in [(1, "grey"), (2, "grey-alpha"), (4, "rgba")]:
        samples = scene(40, 300, bands, 255, 120 + bands)
        (MADE / f"tall-{name}.png").write_bytes(png_bytes(samples, 8, {1: 0, 2: 4, 4: 6}[bands]))
    (MADE / "tall-grey-16.png").write_bytes(png_bytes(scene(40, 300, 1, 65535, 125), 16, 0))

    photo = Image.fromarray(scene(150, 110, 3, 255, 200).astype("u1"))
    ink = Image.fromarray(scene(90, 120, 4, 255, 201).astype("u1"), "CMYK")
    jpegs = {
        "420": dict(quality=85, subsampling=2), "422": dict(quality=85, subsampling=1),
        "444": dict(quality=95, subsampling=0), "progressive": dict(quality=80, progressive=True),
        "restarts": dict(quality=80, restart_marker_blocks=3), "rgb": dict(quality=90, keep_rgb=True),
    }
    for name, options in jpegs.items():
        photo.save(MADE / f"jpeg-{name}.jpg", **options)
    photo.convert("L").save(MADE / "jpeg-grey.jpg", quality=85)
    photo.crop((0, 0, 17, 9)).save(MADE / "jpeg-17x9.jpg", quality=85)
    ink.save(MADE / "jpeg-cmyk.jpg", quality=85)
    ink.save(MADE / "jpeg-cmyk-progressive.jpg", quality=85, progressive=True)
    # The same bytes without their Adobe marker: Pillow inverts all the same.
    data = (MADE / "jpeg-cmyk.jpg").read_bytes()
    at = data.index(b"\xff\xee")
    end = at + 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    (MADE / "jpeg-cmyk-unmarked.jpg").write_bytes(data[:at] + data[end:])
    # The marker says YCCK: libjpeg turns three components before they are inks.
    (MADE / "jpeg-ycck.jpg").write_bytes(data[:end - 1] + b"\x02" + data[end:])
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        photo.save(MADE / f"orientation-{orientation}.jpg", quality=75, exif=exif)


# Sets with licences that allow a copy here; see README.md.
SETS = [
    ("a-clothing10", "*/*.jpg", 5, 40_000), ("a-grocery15", "*/*.jpg", 5, 24_000),
    ("b-fruits360", "*/*.jpg", 6, 6_000), ("d-skimage8", "rocket.jpg", 1, 200_000),
    ("d-skimage8", "horse.png", 1, 200_000), ("e-readers", "varieties-*/*.[jp][pn]g", 200, 31_000),
    ("e-readers", "made-here/*.[jp][pn]g", 200, 31_000), ("e-readers", "orientation-pillow/*.[jp][pn]g", 200, 31_000),
    ("e-readers", "malformed-pillow/*.[jp][pn]g", 200, 31_000),
]


def copy_photos(source):
    shutil.rmtree(PHOTOS, ignore_errors=True)
    for name, pattern, count, largest in SETS:
        found = sorted(
            p for p in (source / name).glob(pattern) if p.stat().st_size <= largest and p.name.isascii())
        random.Random(name).shuffle(found)
        for path in sorted(found[:count]):
            target = PHOTOS / name / path.relative_to(source / name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


# ---------------------------------------------------------------- expectations


def transform(size, mode="shortest", interpolation="bicubic", fill=0):
    """OpenCLIP's evaluation transform up to the conversion to RGB."""
    from open_clip.transform import image_transform
    from torchvision.transforms import Compose, InterpolationMode
    steps = image_transform(size, is_train=False, resize_mode=mode, fill_color=fill).transforms[:-2]
    steps[0].interpolation = InterpolationMode(interpolation)
    return Compose(steps)


def hugging_face(size, side):
    """Hugging Face's resize and centre crop, in its own arithmetic."""
    def run(image):
        short, long = sorted(image.size)
        new_long = int(side * long / short)
        new = (side, new_long) if image.width <= image.height else (new_long, side)
        pixels = np.asarray(image.resize(new, Image.Resampling.BICUBIC))
        height, width = pixels.shape[:2]
        canvas = np.zeros((max(size, height), max(size, width), 3), np.uint8)
        top, left = -(-(canvas.shape[0] - height) // 2), -(-(canvas.shape[1] - width) // 2)
        canvas[top:top + height, left:left + width] = pixels
        top, left = (height - size) // 2 + top, (width - size) // 2 + left
        return canvas[top:top + size, left:left + size]
    return run


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def turn(image):
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image  # damaged metadata ask for nothing


VARIED = ["made/jpeg-420.jpg", "made/size-231x100.png", "made/size-227x448.png", "made/rgba-8.png",
          "made/palette-8.png", "made/grey-16.png", "made/grey-8.png", "made/grey-alpha-8.png",
          "made/jpeg-cmyk.jpg", "made/grey-1.png", "made/size-130x64.png", "made/size-3000x1.png"]


def expectations(path, relative):
    image = Image.open(path)
    image.load()
    entry = {"file": relative, "mode": image.mode, "width": image.width, "height": image.height, "crops": []}
    # 16-bit grey with alpha becomes RGBA in Pillow, grey with alpha here: the pixels are the same.
    if relative.startswith("made/grey-alpha-16"):
        entry["mode"] = "LA"

    def add(make, source, **settings):
        entry["crops"].append({**settings, "sha256": digest(np.asarray(make(source)))})

    def both_orders(make, source, **settings):
        add(make, source, colourOrder="resizeFirst", **settings)
        first = entry["crops"][-1]["sha256"]
        add(make, source.convert("RGB"), colourOrder="convertFirst", **settings)
        if entry["crops"][-1]["sha256"] == first:
            entry["crops"][-2].pop("colourOrder")
            entry["crops"].pop()

    for size in (224, 64):
        both_orders(transform(size), image, size=size)
    upright = turn(image)
    if image.getexif().get(0x0112, 1) != 1:
        both_orders(transform(64), upright, size=64, appliesOrientation=True)
    if relative in VARIED:
        for interpolation in ("nearest", "box", "bilinear", "hamming", "lanczos"):
            both_orders(transform(56, interpolation=interpolation), image, size=56, interpolation=interpolation)
        both_orders(transform(57, mode="squash"), image, size=57, resizeMode="squash")
        if min(image.size) * 58 >= max(image.size):
            for fill in (0, 9):
                both_orders(
                    transform(58, mode="longest", fill=fill), image, size=58, resizeMode="longest", fill=fill)
        for size, side in ((224, 256), (60, 31), (61, 61), (62, 31)):
            add(hugging_face(size, side), image.convert("RGB"), size=size, resizedSide=side,
                cropRounding="floor", colourOrder="convertFirst")
    return entry


def normalised(path):
    """The whole transform's f32 output, channels last."""
    from open_clip.transform import image_transform
    return digest(image_transform(224, is_train=False)(Image.open(path)).permute(1, 2, 0).numpy())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=pathlib.Path, help="folder that holds the sets of README.md")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    import torch
    import torchvision
    make_pictures()
    if arguments.photos:
        copy_photos(arguments.photos)
    pictures, refused = [], []
    for path in sorted([*PHOTOS.rglob("*"), *MADE.rglob("*")]):
        if not path.is_file():
            continue
        relative = path.relative_to(FOLDER).as_posix()
        try:
            pictures.append(expectations(path, relative))
        except Exception as error:
            refused.append({"file": relative, "reference": f"{type(error).__name__}: {str(error).split(chr(39))[0].strip()}"})
    dumps = {}
    for relative in ("made/jpeg-420.jpg", "made/rgba-8.png", "made/size-227x448.png"):
        crop = np.asarray(transform(16)(Image.open(FOLDER / relative)))
        dumps[relative] = [int(v) for v in crop.reshape(-1)]
    golden = {
        "versions": {"pillow": PIL.__version__, "torch": torch.__version__.split("+")[0],
                     "torchvision": torchvision.__version__.split("+")[0]},
        "pictures": pictures, "refused": refused, "dumps": dumps,
        "normalised": [{"file": f, "sha256": normalised(FOLDER / f)} for f in VARIED[:6]],
    }
    text = json.dumps(golden, indent=1, ensure_ascii=False)
    (FOLDER / "goldens.json").write_text(text + "\n")
    print(len(pictures), "pictures,", sum(len(p["crops"]) for p in pictures), "crops,", len(refused), "refused")


if __name__ == "__main__":
    main()
