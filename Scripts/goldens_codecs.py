#!/usr/bin/env python3
"""Makes Tests/Goldens/images/codecs: small pictures of each variety of a format, and what Pillow and
OpenCLIP's own transform make of them.

    Scripts/goldens_codecs.py              # all formats, in the environment of Scripts/requirements.txt
    Scripts/goldens_codecs.py webp gif     # these only

One folder and one list FORMAT.json per format. For every picture: mode, size, SHA-256 of the whole picture
in RGB, and of the crops of 64 pixels that Scripts/goldens_images.py describes.
"""

import argparse
import io
import json
import shutil
import struct
import sys
import warnings

import numpy as np
import PIL
from PIL import Image

import goldens_images
import heif_varieties
import tiff_varieties
from goldens_images import digest, scene

FOLDER = goldens_images.FOLDER / "codecs"


def picture(width, height, mode="RGB", seed=1):
    """Waves and noise in any mode of 8-bit samples."""
    samples = scene(width, height, len(Image.new(mode, (1, 1)).getbands()), 255, seed).astype("u1")
    return Image.fromarray(samples[..., 0] if samples.shape[2] == 1 else samples, mode)


def encoded(image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    return file.getvalue()


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


# ---------------------------------------------------------------- WebP


def riff(chunks):
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def three(value):
    return struct.pack("<I", value)[:3]


def webp_pictures():
    rgb, rgba = picture(41, 35), picture(41, 35, "RGBA", 2)
    hidden = np.array(rgba)
    hidden[10:25, 5:30, 3] = 0
    hidden = Image.fromarray(hidden)
    for quality in (5, 60, 100):
        yield f"lossy-{quality}", encoded(rgb, format="webp", quality=quality)
    yield "lossy-17x9", encoded(rgb.crop((0, 0, 17, 9)), format="webp")
    yield "lossy-grey", encoded(picture(40, 64, "L"), format="webp", quality=80)
    yield "lossy-alpha", encoded(rgba, format="webp", quality=70)
    yield "lossy-alpha-coarse", encoded(hidden, format="webp", quality=70, alpha_quality=20)
    yield "lossy-fast", encoded(rgb, format="webp", quality=70, method=0)
    yield "lossless", encoded(rgb, format="webp", lossless=True)
    yield "lossless-alpha", encoded(rgba, format="webp", lossless=True)
    yield "lossless-hidden", encoded(hidden, format="webp", lossless=True, exact=True)
    yield "lossless-cleared", encoded(hidden, format="webp", lossless=True)
    yield "lossless-palette", encoded(rgb.quantize(7).convert("RGB"), format="webp", lossless=True)
    yield "lossless-1x1", encoded(picture(1, 1), format="webp", lossless=True)
    yield "lossless-opaque-alpha", encoded(
        Image.merge("RGBA", (*rgb.split(), Image.new("L", rgb.size, 255))), format="webp", lossless=True)
    yield "profile", encoded(rgb, format="webp", quality=50, icc_profile=bytes(range(120)))
    yield "exif-3", encoded(rgb, format="webp", quality=50, exif=exif(3))
    yield "exif-6", encoded(rgba, format="webp", quality=50, exif=exif(6))
    # Pillow writes the block with its JPEG prefix; others write it without.
    assert exif(8).startswith(b"Exif\0\0")
    yield "exif-8-bare", encoded(rgb, format="webp", quality=50, exif=exif(8)[6:])
    yield "xmp-5", encoded(rgb, format="webp", quality=50, xmp=b'<x tiff:Orientation="5"/>')
    frames = [picture(50, 40, "RGBA", seed) for seed in (5, 6)]
    yield "animated", encoded(
        frames[0], format="webp", save_all=True, append_images=frames[1:], quality=60, duration=100)
    # First frames that leave a part of the canvas free, with and without alpha.
    for name, still, flags in [("opaque", encoded(rgb, format="webp", quality=60), 0x02),
                               ("alpha", encoded(hidden, format="webp", lossless=True), 0x12)]:
        frame = three(4) + three(3) + three(40) + three(34) + three(100) + b"\0" + still[12:]
        yield f"animated-{name}-part", riff([
            (b"VP8X", bytes([flags, 0, 0, 0]) + three(59) + three(49)),
            (b"ANIM", struct.pack("<IH", 0xFF2080FF, 0)), (b"ANMF", frame)])


# ---------------------------------------------------------------- GIF


def blocks(data):
    return b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255)) + b"\0"


def lzw(indices, bits):
    """Codes as the specification gives them; the table is dropped when it is full."""
    clear, out, pending, held = 1 << bits, bytearray(), 0, 0

    def put(code):
        nonlocal pending, held
        pending |= code << held
        held += size
        while held >= 8:
            out.append(pending & 255)
            pending >>= 8
            held -= 8

    table, size, run = {}, bits + 1, ()
    put(clear)
    for index in indices:
        longer = run + (int(index),)
        if len(longer) == 1 or longer in table:
            run = longer
            continue
        put(table[run] if len(run) > 1 else run[0])
        table[longer] = clear + 2 + len(table)
        if table[longer] == 1 << size and size < 12:
            size += 1
        if table[longer] == 4095:
            put(clear)
            table, size = {}, bits + 1
        run = (int(index),)
    put(table[run] if len(run) > 1 else run[0])
    put(clear + 1)
    return bytes([bits]) + blocks(bytes(out) + bytes([pending & 255]))


def gif(indices, colours=None, screen=None, at=(0, 0), local=None, transparent=None, interlaced=False, bits=8,
        before=b"", after=b";"):
    """indices: [height, width]; colours and local: RGB triples, a power of two of them."""
    height, width = indices.shape

    def flags(palette):
        return 0 if palette is None else 0x80 | (len(palette).bit_length() - 2)

    def stored(palette):
        return b"" if palette is None else np.asarray(palette, "u1").tobytes()

    data = b"GIF89a" + struct.pack("<HHBBB", *(screen or (width, height)), flags(colours), 1, 0) + stored(colours)
    data += before
    if transparent is not None:
        data += b"!\xf9\x04" + bytes([1, 0, 0, transparent]) + b"\0"
    data += b"," + struct.pack("<HHHHB", *at, width, height, flags(local) | (0x40 if interlaced else 0))
    rows = [*range(0, height, 8), *range(4, height, 8), *range(2, height, 4), *range(1, height, 2)]
    return data + stored(local) + lzw((indices[rows] if interlaced else indices).reshape(-1), bits) + after


def gif_pictures():
    generator = np.random.default_rng(3)
    indices = scene(44, 33, 1, 255, 31)[..., 0]
    colours, others = generator.integers(0, 256, (2, 256, 3))
    ramp = np.repeat(np.arange(256)[:, None], 3, 1)
    yield "palette", gif(indices, colours)
    yield "palette-local", gif(indices, colours, local=others)
    yield "palette-only-local", gif(indices, local=others)
    yield "palette-4", gif(indices >> 6, colours[:4], bits=2)
    yield "palette-2", gif(indices >> 7, colours[:2], bits=2)
    yield "palette-short", gif(indices, colours[:16])
    yield "grey", gif(indices, ramp)
    yield "grey-no-palette", gif(indices)
    yield "grey-ramp-of-4", gif(indices >> 6, ramp[:4], bits=2)
    yield "interlaced", gif(indices, colours, interlaced=True)
    for height in (1, 2, 3, 5, 9):
        yield f"interlaced-{height}", gif(indices[:height, :21], colours, interlaced=True)
    yield "transparent", gif(indices, colours, transparent=97)
    yield "transparent-grey", gif(indices, ramp, transparent=200)
    yield "part", gif(indices[:20, :30], colours, (44, 33), (11, 7))
    yield "part-transparent", gif(indices[:20, :30], colours, (44, 33), (11, 7), transparent=9)
    yield "part-grey-transparent", gif(indices[:20, :30], ramp, (44, 33), (11, 7), transparent=9)
    yield "part-interlaced", gif(indices[:20, :30], colours, (44, 33), (14, 13), interlaced=True)
    yield "outside", gif(indices[:20, :30], colours, (40, 21), (22, 13))
    yield "larger-than-screen", gif(indices, colours, (8, 40))
    yield "noise", gif(generator.integers(0, 256, (83, 95)), colours)
    yield "flat", gif(np.full((200, 120), 7), colours)
    yield "flat-wide", gif(np.full((3, 3000), 3), colours[:4], bits=2)
    comment, empty = b"!\xfe" + blocks(b"words"), b"!\xfe\0"
    loop = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    yield "extensions", gif(indices, colours, before=comment + empty + loop, transparent=3)
    yield "stray-bytes", gif(indices, colours, before=b"\0\0")
    yield "no-trailer", gif(indices, colours, after=b"")
    yield "animated", gif(indices, colours, after=gif(indices.T, others)[13:])
    still = picture(64, 48)
    yield "pillow", encoded(still, format="gif")
    yield "pillow-grey", encoded(still.convert("L"), format="gif")
    yield "pillow-bilevel", encoded(still.convert("1"), format="gif")
    yield "pillow-rgba", encoded(picture(64, 48, "RGBA", 8), format="gif")
    yield "pillow-animated", encoded(
        still, format="gif", save_all=True, append_images=[picture(64, 48, seed=9)], duration=50)


# ---------------------------------------------------------------- lists


FORMATS = {
    "webp": (webp_pictures, "webp"), "gif": (gif_pictures, "gif"), "tiff": (tiff_varieties.pictures, "tif"),
    "avif": (lambda: heif_varieties.avif_pictures(picture, encoded), "avif")}
# Files that the reference reads wrongly or not at all, each with one of the same pixels, and what it does.
BETTER = {"tiff": tiff_varieties.better}


def entry(path):
    made = goldens_images.expectations(path, path.relative_to(goldens_images.FOLDER).as_posix())
    made["crops"] = [crop for crop in made["crops"] if crop["size"] == 64]
    with Image.open(path) as image:
        made["rgb"] = digest(np.asarray(image.convert("RGB")))
    return made


def make_heic():
    """HEICs, each with its pixels beside it: their libraries do not agree on every one."""
    folder = FOLDER / "heic"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pictures = []
    for title, data, bound in heif_varieties.heic_pictures(picture, encoded):
        (folder / f"{title}.heic").write_bytes(data)
        with Image.open(io.BytesIO(data)) as image:
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            (folder / f"{title}.raw").write_bytes(image.convert(mode).tobytes())
            pictures.append({
                "file": f"codecs/heic/{title}.heic", "pixels": f"codecs/heic/{title}.raw", "mode": mode,
                "width": image.width, "height": image.height, "bound": bound})
    lines = ",\n".join(" " + json.dumps(item) for item in pictures)
    (FOLDER / "heic.json").write_text(f"[\n{lines}\n]\n")
    print(f"heic: {len(pictures)} pictures,", sum(path.stat().st_size for path in folder.iterdir()), "bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="default: all")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    for name in arguments.formats or [*FORMATS, "heic"]:
        if name == "heic":
            make_heic()
            continue
        make, suffix = FORMATS[name]
        folder = FOLDER / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        pictures = []
        for title, data in make():
            path = folder / f"{title}.{suffix}"
            path.write_bytes(data)
            pictures.append(entry(path))
        better = []
        for title, data, same, reason in BETTER.get(name, list)():
            paths = [folder / f"better-{title}{end}.{suffix}" for end in ("", "-same")]
            for path, content in zip(paths, (data, same)):
                path.write_bytes(content)
            file, same = (path.relative_to(goldens_images.FOLDER).as_posix() for path in paths)
            better.append({"file": file, "same": same, "reference": reason})
        golden = {"pillow": PIL.__version__, "pictures": pictures, "better": better}
        lists = [
            f' "{key}": [\n' + ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in golden[key]) + "\n ]"
            for key in ("pictures", "better")]
        (FOLDER / f"{name}.json").write_text(
            f'{{\n "pillow": "{golden["pillow"]}",\n' + ",\n".join(lists) + "\n}\n")
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{name}: {len(pictures)} pictures, {size} bytes,", sum(len(p["crops"]) for p in pictures), "crops")


if __name__ == "__main__":
    sys.exit(main())
