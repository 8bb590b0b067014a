"""TIFF files of every form that Pillow's reader has a rule for, for Scripts/goldens_codecs.py.

`pictures` yields a name and a file's bytes; `better` those that Pillow reads wrongly or not at all, each with
the name of a picture that has the same pixels, and why.
"""

import io
import struct
import zlib

import numpy as np
from PIL import Image, TiffImagePlugin

from goldens_images import scene

WIDTH, HEIGHT = 19, 14


def pack(samples, bits, order):
    """Rows of samples [h, w, bands] as a TIFF stores them, each from a byte's beginning."""
    flat = samples.reshape(samples.shape[0], -1)
    if samples.dtype.kind == "f":
        return flat.astype(order + "f4").tobytes()
    if bits in (8, 16, 32):
        return (flat.astype("i8") & (1 << bits) - 1).astype(f"{order}u{bits // 8}").tobytes()
    out = b""
    for row in flat:
        digits = "".join(format(int(v), f"0{bits}b") for v in row)
        digits += "0" * (-len(digits) % 8)
        out += int(digits, 2).to_bytes(len(digits) // 8, "big")
    return out


def reversed_bits(data):
    return bytes(int(format(v, "08b")[::-1], 2) for v in data)


def packbits(data):
    return b"".join(bytes([len(data[i:i + 128]) - 1]) + data[i:i + 128] for i in range(0, len(data), 128))


PACKERS = {1: lambda data: data, 8: lambda data: zlib.compress(data, 9), 32773: packbits}


def file_of(entries, parts, order="<", big=False, tiled=False):
    """A file of tags {number: (type, values)} and of strips or tiles."""
    entries = dict(entries)
    entries[324 if tiled else 273] = (4, [0] * len(parts))
    entries[325 if tiled else 279] = (4, [len(p) for p in parts])
    formats = {1: "B", 2: "B", 3: "H", 4: "I", 7: "B", 16: "Q"}
    field, count_of = (8, "Q") if big else (4, "I")
    start = 16 if big else 8
    end = start + (8 if big else 2) + len(entries) * (20 if big else 12) + field
    stored = {t: struct.pack(f"{order}{len(v)}{formats[k]}", *v) for t, (k, v) in entries.items()}
    places, far = {}, end
    for tag in sorted(stored):
        if len(stored[tag]) > field:
            places[tag] = far
            far += len(stored[tag]) + len(stored[tag]) % 2
    offsets, at = [], far
    for part in parts:
        offsets.append(at)
        at += len(part)
    tag = 324 if tiled else 273
    stored[tag] = struct.pack(f"{order}{len(parts)}I", *offsets)
    out = (b"II" if order == "<" else b"MM")
    out += struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, start) if big else (42, start)))
    out += struct.pack(order + ("Q" if big else "H"), len(entries))
    for tag in sorted(stored):
        kind, values = entries[tag]
        out += struct.pack(order + "HH" + count_of, tag, kind, len(values))
        out += struct.pack(order + count_of, places[tag]) if tag in places else stored[tag].ljust(field, b"\0")
    out += b"\0" * field
    for tag in sorted(places):
        out += stored[tag] + b"\0" * (len(stored[tag]) % 2)
    return out + b"".join(parts)


def tiff(samples, bits=8, photometric=1, order="<", extra=None, separate=False, compression=1, rows=None,
         tile=None, fill=1, big=False, format=None, tags=None, encode=None):
    """A file of samples [h, w, bands]."""
    height, width, bands = samples.shape
    entries = {
        256: (3, [width]), 257: (3, [height]), 258: (3, [bits] * bands), 259: (3, [compression]),
        262: (3, [photometric]), 277: (3, [bands])}
    if extra is not None:
        entries[338] = (3, extra)
    if separate:
        entries[284] = (3, [2])
    if fill != 1:
        entries[266] = (3, [fill])
    if format:
        entries[339] = (3, [format] * bands)
    planes = [samples[..., b:b + 1] for b in range(bands)] if separate else [samples]
    parts = []
    if tile:
        entries[322], entries[323] = (3, [tile[0]]), (3, [tile[1]])
        for plane in planes:
            for y in range(0, height, tile[1]):
                for x in range(0, width, tile[0]):
                    piece = plane[y:y + tile[1], x:x + tile[0]]
                    missing = [(0, tile[1] - piece.shape[0]), (0, tile[0] - piece.shape[1]), (0, 0)]
                    parts.append(np.pad(piece, missing, mode="edge"))
    else:
        rows = rows or height
        entries[278] = (3, [rows])
        parts = [plane[y:y + rows] for plane in planes for y in range(0, height, rows)]
    finish = PACKERS[compression] if encode is None else None
    data = [encode(p) if encode else finish(pack(p, bits, order)) for p in parts]
    if fill == 2:
        data = [reversed_bits(d) for d in data]
    return file_of({**entries, **(tags or {})}, data, order, big, tile is not None)


def waves(bands, top=255, seed=1, width=WIDTH, height=HEIGHT):
    return scene(width, height, bands, top, seed)


def saved(image, **options):
    file = io.BytesIO()
    image.save(file, format="tiff", **options)
    return file.getvalue()


def colour_map(bits, seed=5):
    return {320: (3, list(map(int, np.random.default_rng(seed).integers(0, 65536, 3 << bits))))}


def jpeg(piece, **options):
    file = io.BytesIO()
    Image.fromarray(piece.astype("u1").squeeze()).save(file, format="jpeg", **options)
    return file.getvalue()


def subsampled(ycbcr):
    """Blocks of 2 × 2 lumas and one pair of colour differences."""
    height, width = ycbcr.shape[:2]
    full = np.pad(ycbcr, [(0, height % 2), (0, width % 2), (0, 0)], mode="edge").astype("u1")
    out = b""
    for y in range(0, full.shape[0], 2):
        for x in range(0, full.shape[1], 2):
            out += full[y:y + 2, x:x + 2, 0].tobytes() + full[y, x, 1:].tobytes()
    return out


def predicted(samples):
    """Differences to the sample on the left."""
    out = samples.copy()
    out[:, 1:] = samples[:, 1:] - samples[:, :-1]
    return out


def grey_pictures():
    for bits in (1, 2, 4, 8):
        for zero, name in ((0, "white-is-0"), (1, "black-is-0")):
            samples = waves(1, 2**bits - 1, bits)
            yield f"grey-{bits}-{name}", tiff(samples, bits, zero)
            if name != "white-is-0" or bits < 8:
                yield f"grey-{bits}-{name}-filled-low", tiff(samples, bits, zero, fill=2, rows=7)
            yield f"grey-{bits}-{name}-deflate", tiff(samples, bits, zero, ">", compression=8, rows=7)
    yield "grey-8-deflate-filled-low", tiff(waves(1), fill=2, compression=8)
    yield "grey-8-signed", tiff(waves(1), format=2)
    yield "grey-8-unspecified-second", tiff(waves(2), extra=[0])
    yield "grey-alpha", tiff(waves(2), extra=[2])
    yield "grey-alpha-big-end-tiles", tiff(waves(2), extra=[2], order=">", compression=8, tile=(16, 16))
    yield "grey-12", tiff(waves(1, 4095), 12)
    yield "grey-12-odd-rows", tiff(waves(1, 4095, width=33), 12, compression=8, rows=5)
    yield "grey-16-white-is-0", tiff(waves(1, 65535), 16, 0)
    for order, end in (("<", "little"), (">", "big")):
        for compression, name in ((1, "raw"), (8, "deflate")):
            wide = waves(1, 65535, 7)
            yield f"grey-16-{end}-{name}", tiff(wide, 16, order=order, compression=compression, rows=9)
            dark = waves(1, 300, 8) - 20
            if compression == 1 or order == "<":
                yield f"signed-16-{end}-{name}", tiff(dark, 16, order=order, format=2, compression=compression)
                yield f"signed-32-{end}-{name}", tiff(
                    dark * 1000 // 999, 32, order=order, format=2, compression=compression)
                yield f"float-{end}-{name}", tiff(
                    (dark * 1.01).astype("f4"), 32, order=order, format=3, compression=compression)
    yield "unsigned-32", tiff(waves(1, 70000, 9), 32)
    yield "float-white-is-0", tiff(waves(1, 280, 9).astype("f4") - 11, 32, 0, format=3)
    yield "grey-16-tiles", tiff(waves(1, 65535), 16, tile=(16, 32))
    yield "grey-16-predicted", tiff(
        predicted(waves(1, 65535)), 16, compression=8, tags={317: (3, [2])})
    yield "grey-not-said", tiff(waves(1, 1, 4), 1, 0, tags={})


def colour_pictures():
    for order, end in (("<", "little"), (">", "big")):
        for bits, top in ((8, 255), (16, 65535)):
            yield f"rgb-{bits}-{end}", tiff(waves(3, top), bits, 2, order, rows=10)
            yield f"rgb-{bits}-{end}-deflate", tiff(waves(3, top), bits, 2, order, compression=8, rows=10)
            yield f"rgb-{bits}-{end}-tiles", tiff(waves(3, top), bits, 2, order, compression=8, tile=(16, 16))
            yield f"rgb-{bits}-{end}-separate-deflate", tiff(
                waves(3, top), bits, 2, order, separate=True, compression=8, rows=11)
            for kind, extra in (("unspecified", [0]), ("associated", [1]), ("alpha", [2]), ("not-said", None)):
                yield f"rgba-{bits}-{end}-{kind}", tiff(waves(4, top, 3), bits, 2, order, extra=extra)
                yield f"rgba-{bits}-{end}-{kind}-deflate", tiff(
                    waves(4, top, 3), bits, 2, order, extra=extra, compression=8, rows=13)
    for kind, extra in (("unspecified", [0]), ("associated", [1]), ("alpha", [2]), ("not-said", None)):
        yield f"rgba-8-{kind}-separate-deflate", tiff(
            waves(4, 255, 3), 8, 2, extra=extra, separate=True, compression=8)
        yield f"rgba-8-{kind}-separate-tiles", tiff(
            waves(4, 255, 3), 8, 2, extra=extra, separate=True, compression=8, tile=(32, 16))
    yield "rgb-8-separate", tiff(waves(3), 8, 2, separate=True, rows=11)
    yield "rgb-8-separate-tiles", tiff(waves(3), 8, 2, separate=True, tile=(16, 16))
    yield "rgb-8-tiles", tiff(waves(3), 8, 2, tile=(16, 16))
    yield "rgb-8-filled-low", tiff(waves(3), 8, 2, fill=2)
    yield "rgba-8-corel", tiff(waves(4), 8, 2, extra=[999])
    for extra in ([0, 0], [1, 0], [2, 0], [0, 0, 0], [1, 0, 0], [2, 0, 0]):
        name = "-".join(map(str, extra))
        yield f"rgb-extra-{name}", tiff(waves(3 + len(extra)), 8, 2, extra=extra, compression=8)
    yield "rgb-8-packbits", tiff(waves(3), 8, 2, compression=32773, rows=8)
    yield "cmyk", tiff(waves(4), 8, 5)
    yield "cmyk-extra", tiff(waves(5), 8, 5, extra=[0])
    yield "cmyk-extra-two", tiff(waves(6), 8, 5, extra=[0, 0], compression=8)
    yield "cmyk-separate-deflate", tiff(waves(4), 8, 5, separate=True, compression=8)
    for order, end in (("<", "little"), (">", "big")):
        yield f"cmyk-16-{end}", tiff(waves(4, 65535), 16, 5, order)
        yield f"cmyk-16-{end}-deflate", tiff(waves(4, 65535), 16, 5, order, compression=8)
    for bits in (1, 2, 4, 8):
        samples = waves(1, 2**bits - 1, 20 + bits)
        yield f"palette-{bits}", tiff(samples, bits, 3, tags=colour_map(bits))
        yield f"palette-{bits}-deflate", tiff(samples, bits, 3, ">", compression=8, tags=colour_map(bits), rows=9)
    yield "palette-8-filled-low", tiff(waves(1), 8, 3, fill=2, tags=colour_map(8))
    yield "palette-8-tiles", tiff(waves(1), 8, 3, compression=8, tile=(16, 16), tags=colour_map(8))
    yield "palette-short-map", tiff(waves(1, 255), 8, 3, tags=colour_map(4))
    yield "palette-unspecified-second", tiff(waves(2), 8, 3, extra=[0], tags=colour_map(8))


def luma_pictures():
    tags = {530: (3, [1, 1])}
    yield "ycbcr", tiff(waves(3), 8, 6, tags=tags)
    yield "ycbcr-deflate", tiff(waves(3), 8, 6, compression=8, tags=tags, rows=9)
    yield "ycbcr-tiles", tiff(waves(3), 8, 6, compression=8, tags=tags, tile=(16, 16))
    yield "ycbcr-separate-deflate", tiff(waves(3), 8, 6, compression=8, separate=True, tags=tags)
    even = waves(3, width=20)
    yield "ycbcr-420-deflate", tiff(
        even, 8, 6, compression=8, rows=8, tags={530: (3, [2, 2])},
        encode=lambda p: zlib.compress(subsampled(p)))
    yield "jpeg-ycbcr", tiff(
        even, 8, 6, compression=7, rows=16, tags={530: (3, [2, 2])}, encode=lambda p: jpeg(p, quality=80))
    yield "jpeg-ycbcr-444", tiff(
        even, 8, 6, compression=7, tags=tags, encode=lambda p: jpeg(p, quality=80, subsampling=0))
    yield "jpeg-ycbcr-tiles", tiff(
        even, 8, 6, compression=7, tile=(16, 16), tags={530: (3, [2, 2])}, encode=lambda p: jpeg(p, quality=80))
    yield "jpeg-rgb", tiff(even, 8, 2, compression=7, encode=lambda p: jpeg(p, quality=80, keep_rgb=True))
    yield "jpeg-grey", tiff(waves(1), 8, 1, compression=7, rows=16, encode=lambda p: jpeg(p, quality=80))
    yield "jpeg-progressive", tiff(
        even, 8, 6, compression=7, tags={530: (3, [2, 2])},
        encode=lambda p: jpeg(p, quality=80, progressive=True))


def saved_pictures():
    rgb = Image.fromarray(waves(3, seed=40).astype("u1"))
    grey = rgb.convert("L")
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "zstd", "lzma", "jpeg"):
        yield f"saved-{compression}", saved(rgb, compression=compression)
    for compression in ("tiff_lzw", "packbits", "zstd", "lzma"):
        yield f"saved-grey-{compression}", saved(grey, compression=compression)
    for compression in ("tiff_ccitt", "group3", "group4", "tiff_lzw", "packbits"):
        yield f"saved-1-{compression}", saved(rgb.convert("1"), compression=compression)
    yield "saved-cmyk-jpeg", saved(Image.fromarray(waves(4, seed=42).astype("u1"), "CMYK"), compression="jpeg")
    for predictor, image in ((2, rgb), (2, Image.fromarray(waves(1, 65535).astype("u2")[..., 0])),
                             (3, Image.fromarray(waves(1).astype("f4")[..., 0]))):
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[317] = predictor
        yield f"saved-predicted-{predictor}-{image.mode.replace(';', '')}", saved(
            image, compression="tiff_lzw", tiffinfo=info)
    yield "saved-pages", saved(rgb, save_all=True, append_images=[grey], compression="tiff_lzw")
    yield "saved-exif", saved(rgb, exif=Image.Exif(), compression="tiff_lzw")
    yield "bigtiff", tiff(waves(3), 8, 2, big=True, rows=9)
    yield "one-pixel", tiff(waves(3, width=1, height=1), 8, 2)
    yield "wide", tiff(waves(3, width=900, height=2), 8, 2, compression=8)


def turned_pictures():
    for orientation in range(1, 9):
        tag = {274: (3, [orientation])}
        yield f"orientation-{orientation}", tiff(waves(3), 8, 2, tags=tag)
    yield "orientation-6-deflate", tiff(waves(4), 8, 2, extra=[2], compression=8, tags={274: (3, [6])})
    yield "orientation-9", tiff(waves(3), 8, 2, tags={274: (3, [9])})
    tags = {530: (3, [1, 1]), 274: (3, [7])}
    yield "orientation-7-ycbcr", tiff(waves(3), 8, 6, compression=8, tags=tags, rows=9)
    yield "orientation-3-jpeg", tiff(
        waves(3, width=20), 8, 6, compression=7, tags={530: (3, [2, 2]), 274: (3, [3])},
        encode=lambda p: jpeg(p, quality=80))
    packet = b'<x tiff:Orientation="8"/>'
    yield "orientation-8-xmp", tiff(waves(3), 8, 2, tags={700: (1, list(packet))})


def pictures():
    for group in (grey_pictures, colour_pictures, luma_pictures, saved_pictures, turned_pictures):
        yield from group()


def better():
    """Name, bytes, the name and the bytes of a picture with the same pixels, what the reference does."""
    rgb, grey = waves(3), waves(1)
    plain = tiff(rgb, 8, 2)
    yield "bigtiff-big-end", tiff(rgb, 8, 2, ">", big=True), plain, "does not know the file"
    yield "grey-8-white-is-0-filled-low", tiff(grey, 8, 0, fill=2), tiff(grey, 8, 0), "has no such raw mode"
    yield "ycbcr-420", tiff(
        rgb, 8, 6, tags={530: (3, [2, 2])}, encode=subsampled), tiff(
        rgb, 8, 6, tags={530: (3, [2, 2])}, compression=8, encode=lambda p: zlib.compress(subsampled(p))), \
        "reads subsampled differences as if they were not"
    dark = waves(1, 300, 8) - 20
    for name, samples, bits, kind in (("signed-16", dark, 16, 2), ("signed-32", dark * 1000 // 999, 32, 2),
                                      ("float", (dark * 1.01).astype("f4"), 32, 3)):
        yield f"{name}-big-deflate", tiff(samples, bits, order=">", format=kind, compression=8), tiff(
            samples, bits, format=kind), "swaps bytes that libtiff has swapped"
    wide = waves(3, 65535)
    yield "rgb-16-separate", tiff(wide, 16, 2, separate=True), tiff(wide, 16, 2), "reads bytes for 16-bit samples"
    associated = waves(4, 255, 3)
    yield "rgba-associated-separate", tiff(associated, 8, 2, extra=[1], separate=True), tiff(
        associated, 8, 2, extra=[1]), "has no raw mode for the fourth band"
    pair = waves(2)
    yield "grey-alpha-separate-deflate", tiff(
        pair, extra=[2], separate=True, compression=8), tiff(pair, extra=[2]), "puts alpha into another band"
    light = np.where(pair[..., 1:] == 0, 0, np.minimum(pair[..., :1] * 255 // np.maximum(pair[..., 1:], 1), 255))
    yield "grey-alpha-associated", tiff(pair, extra=[1]), tiff(
        np.concatenate([light, pair[..., 1:]], -1), extra=[2]), "has no way from its mode La to RGB"
    yield "palette-alpha", tiff(pair, 8, 3, extra=[2], tags=colour_map(8)), tiff(
        pair[..., :1], 8, 3, tags=colour_map(8)), "loses the palette when it resizes mode PA"
    yield "unsigned-32-big", tiff(dark + 20, 32, order=">"), tiff(dark + 20, 32), "has no such form"
