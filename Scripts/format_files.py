"""Writers of small pictures in every variety of BMP, PNM, ICO, CUR and TGA, for goldens_formats.py.

They write what encoders write and what the formats allow beyond it; most varieties have no encoder at hand.
Samples come from `goldens_images.scene`.
"""

import struct

import numpy as np

from goldens_images import png_bytes, scene

# ---------------------------------------------------------------- BMP


def dots(width, height, seed):
    """Random bits, [h, w]: waves are too long to change over a few pixels."""
    return np.random.default_rng(seed).integers(0, 2, (height, width))


def bits_of(samples, depth, width_bytes):
    """Rows of packed indices, most significant bits first, padded to width_bytes each."""
    rows = []
    for row in samples:
        text = "".join(format(int(v), f"0{depth}b") for v in row)
        text += "0" * (-len(text) % 8)
        rows.append(int(text, 2).to_bytes(len(text) // 8, "big").ljust(width_bytes, b"\0"))
    return rows


def bmp_stride(width, bits):
    return (width * bits + 31) // 32 * 4


def dib(width, height, bits, data, *, header=40, compression=0, palette=b"", colours=0, masks=b"",
        top_down=False, planes=1):
    """A header, its masks and palette, and the data."""
    if header == 12:
        head = struct.pack("<IHHHH", 12, width, height, planes, bits)
    else:
        signed = -height if top_down else height
        head = struct.pack("<IiiHHIIiiII", header, width, signed, planes, bits, compression, len(data), 2835, 2835,
                           colours, 0)
        if header > 40:
            head += masks
            masks = b""
            head = head.ljust(header, b"\0")
    return head + masks + palette + data


def bmp(*arguments, gap=b"", offset=None, **settings):
    body = dib(*arguments, **settings)
    data = arguments[3]
    start = 14 + len(body) - len(data) if offset is None else offset
    if gap:
        body = body[:len(body) - len(data)] + gap + data
        start += len(gap)
    return b"BM" + struct.pack("<IHHI", 14 + len(body), 0, 0, start) + body


def palette_bytes(colours, padding=4):
    return b"".join(bytes([b, g, r]) + b"\0" * (padding - 3) for r, g, b in colours)


def rows_up(rows, top_down=False):
    return b"".join(rows if top_down else rows[::-1])


def packed16(samples, red, green, blue, shifts):
    """Samples 0…255 in 16 bits; red, green and blue say how many bits each gets."""
    value = sum((samples[..., i].astype(int) >> (8 - n)) << s for i, (n, s) in enumerate(zip((red, green, blue), shifts)))
    return value.astype("<u2")


def rle8(rows, style):
    out = b""
    for row in rows:
        row = [int(v) for v in row]
        at = 0
        while at < len(row):
            run = 1
            while at + run < len(row) and row[at + run] == row[at] and run < 255:
                run += 1
            if style == "runs" or run > 2 or len(row) - at < 3:
                out += bytes([run, row[at]])
                at += run
            else:
                count = min(len(row) - at, 7)
                piece = bytes(row[at:at + count])
                out += bytes([0, count]) + piece + b"\0" * (count % 2)
                at += count
        out += b"\0\0"
    return out + b"\0\1"


def rle4(rows, style):
    out = b""
    for row in rows:
        row = [int(v) for v in row]
        at = 0
        while at < len(row):
            count = min(len(row) - at, 6 if style == "absolute" else 2)
            if count < 3:
                second = row[at + 1] if count > 1 else 0
                out += bytes([count, row[at] << 4 | second])
            else:
                piece = row[at:at + count] + [0] * (count % 2)
                packed = bytes(piece[i] << 4 | piece[i + 1] for i in range(0, len(piece), 2))
                out += bytes([0, count]) + packed + b"\0" * (len(packed) % 2)
            at += count
        out += b"\0\0"
    return out + b"\0\1"


GREYS = {bits: [(v * 255 // (2**bits - 1),) * 3 for v in range(2**bits)] for bits in (1, 4, 8)}


def bmp_files():
    generator = np.random.default_rng(11)
    width, height = 13, 7
    colours = {bits: [tuple(int(v) for v in c) for c in generator.integers(0, 256, (2**bits, 3))] for bits in (1, 4, 8)}
    indices = {bits: scene(width, height, 1, 2**bits - 1, 20 + bits)[..., 0] for bits in (4, 8)}
    indices[1] = dots(width, height, 21)
    packed = {bits: bits_of(indices[bits], bits, bmp_stride(width, bits)) for bits in (1, 4, 8)}
    for bits in (1, 4, 8):
        data = rows_up(packed[bits])
        for header in (12, 40, 52, 56, 64, 108, 124):
            yield f"palette-{bits}-header-{header}", bmp(
                width, height, bits, data, header=header, palette=palette_bytes(colours[bits], 3 if header == 12 else 4))
        yield f"palette-{bits}-top-down", bmp(
            width, height, bits, rows_up(packed[bits], True), top_down=True, palette=palette_bytes(colours[bits]))
        yield f"grey-{bits}", bmp(width, height, bits, data, palette=palette_bytes(GREYS[bits]))
        yield f"palette-{bits}-offset-at-palette", bmp(
            width, height, bits, data, palette=palette_bytes(colours[bits]), offset=54)
        yield f"palette-{bits}-offset-0", bmp(width, height, bits, data, palette=palette_bytes(colours[bits]), offset=0)
        yield f"palette-{bits}-gap", bmp(width, height, bits, data, palette=palette_bytes(colours[bits]), gap=b"gap!" * 3)
        few = colours[bits][:2**bits * 3 // 4]
        yield f"palette-{bits}-short", bmp(width, height, bits, data, palette=palette_bytes(few), colours=len(few))
        two = [(0, 0, 0), (255, 255, 255)]
        yield f"palette-{bits}-black-white", bmp(
            width, height, bits, rows_up(bits_of(indices[bits] % 2, bits, bmp_stride(width, bits))),
            palette=palette_bytes(two), colours=2)
    yield "palette-1-white-black", bmp(
        width, height, 1, rows_up(packed[1]), palette=palette_bytes([(255, 255, 255), (0, 0, 0)]))
    yield "palette-1-one-colour", bmp(width, height, 1, rows_up(packed[1]), palette=palette_bytes([(0, 0, 0)]), colours=1)
    ramp4 = [(v, v, v) for v in range(16)]
    yield "grey-4-ramp", bmp(width, height, 4, rows_up(packed[4]), palette=palette_bytes(ramp4))
    yield "palette-8-300-colours", bmp(
        width, height, 8, rows_up(packed[8]), palette=palette_bytes((colours[8] * 2)[:300]), colours=300)
    yield "palette-8-65537-colours", bmp(width, height, 8, rows_up(packed[8]), palette=b"", colours=65537)

    rgb = scene(width, height, 3, 255, 31).astype("u1")
    bgr_rows = [row[:, ::-1].tobytes().ljust(bmp_stride(width, 24), b"\0") for row in rgb]
    for header in (12, 40, 52, 56, 64, 108, 124):
        yield f"rgb-24-header-{header}", bmp(width, height, 24, rows_up(bgr_rows), header=header)
    yield "rgb-24-top-down", bmp(width, height, 24, rows_up(bgr_rows, True), top_down=True)
    yield "rgb-24-with-palette", bmp(width, height, 24, rows_up(bgr_rows), palette=palette_bytes(GREYS[4]), colours=16)
    yield "rgb-24-no-last-padding", bmp(width, height, 24, rows_up(bgr_rows)[:-1])
    for name, depths, shifts in (("555", (5, 5, 5), (10, 5, 0)), ("565", (5, 6, 5), (11, 5, 0))):
        words = packed16(rgb, *depths, shifts)
        rows = [row.tobytes().ljust(bmp_stride(width, 16), b"\0") for row in words]
        masks = struct.pack("<III", *(((1 << n) - 1) << s for n, s in zip(depths, shifts)))
        yield f"rgb-16-{name}-masks", bmp(width, height, 16, rows_up(rows), compression=3, masks=masks)
        for header in (52, 56, 108, 124):
            yield f"rgb-16-{name}-header-{header}", bmp(
                width, height, 16, rows_up(rows), compression=3, masks=masks, header=header)
        if name == "555":
            yield "rgb-16", bmp(width, height, 16, rows_up(rows))
    words = packed16(rgb, 4, 4, 4, (8, 4, 0))
    rows = [row.tobytes().ljust(bmp_stride(width, 16), b"\0") for row in words]
    yield "rgb-16-444-masks", bmp(
        width, height, 16, rows_up(rows), compression=3, masks=struct.pack("<III", 0xF00, 0xF0, 0xF))
    yield "rgb-24-masks", bmp(
        width, height, 24, rows_up(bgr_rows), compression=3, masks=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF))

    rgba = scene(width, height, 4, 255, 32).astype("u1")
    bgra = rgba[..., [2, 1, 0, 3]]
    yield "rgb-32", bmp(width, height, 32, rows_up([r.tobytes() for r in bgra]))
    yield "rgb-32-header-124", bmp(width, height, 32, rows_up([r.tobytes() for r in bgra]), header=124)
    for red, green, blue, alpha in (
            (0xFF0000, 0xFF00, 0xFF, 0), (0xFF000000, 0xFF0000, 0xFF00, 0), (0xFF000000, 0xFF00, 0xFF, 0),
            (0xFF000000, 0xFF0000, 0xFF00, 0xFF), (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
            (0xFF0000, 0xFF00, 0xFF, 0xFF000000), (0xFF000000, 0xFF00, 0xFF, 0xFF0000), (0, 0, 0, 0),
            (0xFF, 0xFF00, 0xFF0000, 0), (0x3FF, 0xFFC00, 0x3FF00000, 0)):
        masks = struct.pack("<IIII", red, green, blue, alpha)
        rows = rows_up([r.tobytes() for r in bgra])
        name = f"rgb-32-masks-{red:x}-{green:x}-{blue:x}-{alpha:x}"
        yield name, bmp(width, height, 32, rows, compression=3, masks=masks, header=108)
        if not alpha:
            yield name + "-header-40", bmp(width, height, 32, rows, compression=3, masks=masks[:12])

    flat = np.repeat(indices[8][:, ::3], 3, 1)[:, :width] // 16 * 16
    for name, style in (("runs", "runs"), ("absolute", "absolute")):
        yield f"rle-8-{name}", bmp(
            width, height, 8, rle8(flat[::-1], style), compression=1, palette=palette_bytes(colours[8]))
        yield f"rle-4-{name}", bmp(
            width, height, 4, rle4(indices[4][::-1], style), compression=2, palette=palette_bytes(colours[4]))
    yield "rle-8-grey", bmp(width, height, 8, rle8(flat[::-1], "runs"), compression=1, palette=palette_bytes(GREYS[8]))
    yield "rle-8-top-down", bmp(
        width, height, 8, rle8(flat, "runs"), compression=1, palette=palette_bytes(colours[8]), top_down=True)
    yield "rle-8-black-white", bmp(
        width, height, 8, rle8(indices[1], "runs"), compression=1, colours=2,
        palette=palette_bytes([(0, 0, 0), (255, 255, 255)]))
    pal8 = palette_bytes(colours[8])
    streams = {
        "delta": b"\x03\x11" + b"\0\x02\x02\x01" + b"\x05\x22" + b"\0\x02\x00\x05" + b"\x0d\x33\0\0\x0d\x44\0\1",
        "short-lines": b"\x03\x11\0\0\x04\x22\0\0" * 3 + b"\x0d\x05\0\1",
        "empty-line": b"\x03\x11\0\0\0\0\x04\x22\0\0" * 3 + b"\x0d\x05\0\0\x0d\x05\0\0\0\1",
        "long-run": b"\xff\x11\0\0" * 7 + b"\0\1",
        "long-absolute": b"\0\x0f" + bytes(range(15)) + b"\0" + b"\0\0" + b"\x0d\x01\0\0" * 7 + b"\0\1",
        "ends-early": b"\x0d\x11\0\0" * 3 + b"\0\1",
        "no-end": b"\x0d\x11\0\0" * 6 + b"\x0d\x12",
        "one-run-missing": b"\x0d\x11\0\0" * 6 + b"\x0c\x12",
        "cut-absolute": b"\x0d\x11\0\0" * 6 + b"\0\x0d123",
        "delta-beyond": b"\0\x02\xff\xff",
        "delta-cut": b"\x0d\x11\0\0" * 3 + b"\0\x02\x01",
    }
    for name, stream in streams.items():
        yield f"rle-8-{name}", bmp(width, height, 8, stream, compression=1, palette=pal8)
    stream4 = b"\x05\x12\0\x05\x12\x34\x50\0\x03\x67\0\0" + b"\x0d\x89\0\0" * 5 + b"\0\x02\x03\x00\x0a\xbc\0\1"
    yield "rle-4-mixed", bmp(width, height, 4, stream4, compression=2, palette=palette_bytes(colours[4]))
    yield "rle-8-4-bits", bmp(width, height, 4, streams["no-end"], compression=1, palette=palette_bytes(colours[4]))

    data = rows_up(bgr_rows)
    yield "bad-compression-jpeg", bmp(width, height, 24, data, compression=4)
    yield "bad-compression-png", bmp(width, height, 24, data, compression=5)
    yield "bad-bits-2", bmp(width, height, 2, data, palette=palette_bytes(GREYS[4]))
    yield "bad-bits-64", bmp(width, height, 64, data * 3)
    yield "bad-bits-0", bmp(width, height, 0, data)
    yield "bad-header-20", bmp(width, height, 24, data, header=12).replace(b"\x0c\0\0\0", b"\x14\0\0\0", 1)
    yield "bad-width-0", bmp(0, height, 24, data)
    yield "bad-height-0", bmp(width, 0, 24, data)
    yield "bad-cut-data", bmp(width, height, 24, data)[:-5]
    yield "bad-cut-header", bmp(width, height, 24, data)[:40]
    yield "bad-cut-palette", bmp(width, height, 8, b"", palette=palette_bytes(GREYS[8]))[:200]
    yield "bad-bitfields-8", bmp(width, height, 8, rows_up(packed[8]), compression=3, palette=pal8)
    # The same without its file header.
    yield "no-file-header", dib(width, height, 24, data)
    yield "no-file-header-palette", dib(width, height, 8, rows_up(packed[8]), palette=pal8)
    yield "no-file-header-core", dib(width, height, 24, data, header=12)


# ---------------------------------------------------------------- PNM


def pnm_files():
    width, height = 13, 7
    size = b"%d %d\n" % (width, height)
    bit = dots(width, height, 41)
    grey = scene(width, height, 1, 255, 42)[..., 0]
    rgb = scene(width, height, 3, 255, 43)

    def plain(values, per_line=9):
        words = [str(int(v)) for v in values.reshape(-1)]
        lines = [" ".join(words[i:i + per_line]) for i in range(0, len(words), per_line)]
        return "\n".join(lines).encode() + b"\n"

    packed = b"".join(bits_of(bit, 1, (width + 7) // 8))
    yield "plain.pbm", b"P1\n" + size + plain(bit)
    yield "plain-tight.pbm", b"P1\n" + size + "".join(str(v) for v in bit.reshape(-1)).encode()
    yield "plain-comments.pbm", b"P1\n# one\n" + size + plain(bit).replace(b"\n", b" # two 0 1\n", 2)
    yield "plain-bad-digit.pbm", b"P1\n" + size + plain(bit).replace(b"1", b"2", 1)
    yield "plain-cut.pbm", b"P1\n" + size + plain(bit)[:-20]
    yield "plain-surplus.pbm", b"P1\n" + size + plain(bit) + b"1 0 1 0\n"
    yield "raw.pbm", b"P4\n" + size + packed
    yield "raw-cut.pbm", b"P4\n" + size + packed[:-1]
    yield "raw-surplus.pbm", b"P4\n" + size + packed + b"more"
    for maximum in (1, 7, 254, 255, 256, 1000, 4095, 65534, 65535):
        values = (grey * maximum + 127) // 255
        head = size + b"%d\n" % maximum
        kind = "u1" if maximum < 256 else ">u2"
        yield f"plain-{maximum}.pgm", b"P2\n" + head + plain(values)
        yield f"raw-{maximum}.pgm", b"P5\n" + head + values.astype(kind).tobytes()
        colour = (rgb * maximum + 127) // 255
        yield f"plain-{maximum}.ppm", b"P3\n" + head + plain(colour)
        yield f"raw-{maximum}.ppm", b"P6\n" + head + colour.astype(kind).tobytes()
    raw = grey.astype("u1").tobytes()
    yield "raw-above-maximum.pgm", b"P5\n" + size + b"100\n" + raw
    yield "raw-above-maximum-16.pgm", b"P5\n" + size + b"1000\n" + (grey * 200).astype(">u2").tobytes()
    yield "plain-above-maximum.pgm", b"P2\n" + size + b"100\n" + plain(grey)
    yield "plain-negative.pgm", b"P2\n" + size + b"255\n" + b"-1 " + plain(grey)
    yield "plain-no-number.pgm", b"P2\n" + size + b"255\n" + b"x " + plain(grey)
    yield "plain-long-number.pgm", b"P2\n" + size + b"255\n" + b"00000000012 " + plain(grey)
    yield "plain-ten-digits.pgm", b"P2\n" + size + b"255\n" + b"0000000012 " + plain(grey)
    yield "plain-comments.ppm", b"P3#\n" + size + b"255\n" + plain(rgb)
    yield "plain-comment-joins.pgm", b"P2\n" + size + b"255\n" + plain(grey).replace(b" ", b"#x\n", 1)
    yield "comments.pgm", b"P5\n# a comment\n# another\r13# here too\n# 99\n  7\n\t255\n" + raw
    yield "comment-in-number.pgm", b"P5 1#\n3 7 255\n" + raw
    yield "comment-unfinished.pgm", b"P5 13 7 # no end"
    yield "whitespace.pgm", b"P5\x0b\x0c13\t\r\n7 \x0b255\r" + raw
    yield "one-line.ppm", b"P6 13 7 255 " + rgb.astype("u1").tobytes()
    yield "no-whitespace.ppm", b"P613 7 255 " + rgb.astype("u1").tobytes()
    yield "maximum-0.pgm", b"P5\n" + size + b"0\n" + raw
    yield "maximum-65536.pgm", b"P5\n" + size + b"65536\n" + raw * 2
    yield "long-number.pgm", b"P5\n00000000013 7 255\n" + raw
    yield "plus-sign.pgm", b"P5\n+13 +7 255\n" + raw
    yield "width-0.pgm", b"P5\n0 7 255\n" + raw
    yield "negative.pgm", b"P5\n-13 7 255\n" + raw
    yield "no-size.pgm", b"P5\n"
    yield "cut-header.pgm", b"P5\n13 7\n"
    yield "raw-cut.pgm", b"P5\n" + size + b"255\n" + raw[:-1]
    yield "raw-cut-100.pgm", b"P5\n" + size + b"100\n" + raw[:-1]
    yield "raw-cut.ppm", b"P6\n" + size + b"255\n" + rgb.astype("u1").tobytes()[:-1]
    yield "raw-cut-1000.ppm", b"P6\n" + size + b"1000\n" + rgb.astype(">u2").tobytes()[:-1]
    yield "plain-cut.ppm", b"P3\n" + size + b"255\n" + plain(rgb)[:-5]
    yield "plain-unfinished.pgm", b"P2\n" + size + b"255\n" + plain(grey).rstrip()
    yield "raw-surplus.ppm", b"P6\n" + size + b"255\n" + rgb.astype("u1").tobytes() + b"P6\nand another picture"
    values = (grey / 0.7 - 60).astype("f4")
    values[2, 3:6] = [np.inf, -np.inf, np.nan]
    for name, scale, kind in (("little", b"-1.0", "<f4"), ("big", b"1.0", ">f4"), ("scaled", b"-2.5e-1", "<f4")):
        yield f"{name}.pfm", b"Pf\n" + size + scale + b"\n" + values.astype(kind).tobytes()
    for name, scale in (("zero", b"0"), ("infinite", b"inf"), ("no", b"x"), ("long", b"-1.00000000")):
        yield f"{name}-scale.pfm", b"Pf\n" + size + scale + b"\n" + values.tobytes()
    yield "cut.pfm", b"Pf\n" + size + b"-1\n" + values.tobytes()[:-1]
    yield "colour.pfm", b"PF\n" + size + b"-1.0\n" + np.repeat(values[..., None], 3, -1).astype("<f4").tobytes()
    yield "grey.pam", b"P7\nWIDTH 13\nHEIGHT 7\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n" + raw
    ink = scene(width, height, 4, 255, 44).astype("u1").tobytes()
    for magic in (b"P0CMYK", b"PyCMYK", b"PyRGBA"):
        yield magic.decode() + ".pnm", magic + b"\n" + size + b"255\n" + ink
        yield magic.decode() + "-100.pnm", magic + b"\n" + size + b"100\n" + ink
    yield "PyP.pnm", b"PyP\n" + size + b"255\n" + raw


# ---------------------------------------------------------------- ICO and CUR


def icon(entries, kind=1):
    """entries: (width, height, colours, bits, data). 0 stands for 256."""
    head = struct.pack("<HHH", 0, kind, len(entries))
    at = 6 + 16 * len(entries)
    body = b""
    for width, height, colours, bits, data in entries:
        head += struct.pack("<BBBBHHII", width % 256, height % 256, colours, 0, 1, bits, len(data), at + len(body))
        body += data
    return head + body


def and_mask(mask):
    width = mask.shape[1]
    return rows_up(bits_of(mask, 1, (width + 31) // 32 * 4))


def icon_dib(bits, seed, width=13, height=7, grey=False, mask=True, top_down=False):
    generator = np.random.default_rng(seed)
    see = dots(width, height, seed)
    tail = and_mask(see) if mask else b""
    if bits <= 8:
        colours = GREYS[bits] if grey else [tuple(int(v) for v in c) for c in generator.integers(0, 256, (2**bits, 3))]
        indices = dots(width, height, seed + 1) if bits == 1 else scene(width, height, 1, 2**bits - 1, seed)[..., 0]
        data = rows_up(bits_of(indices, bits, bmp_stride(width, bits)))
        return dib(width, height * 2, bits, data + tail, palette=palette_bytes(colours))
    if bits == 16:
        words = packed16(scene(width, height, 3, 255, seed).astype("u1"), 5, 5, 5, (10, 5, 0))
        return dib(width, height * 2, 16, rows_up([r.tobytes().ljust(bmp_stride(width, 16), b"\0") for r in words]) + tail)
    samples = scene(width, height, bits // 8, 255, seed).astype("u1")
    order = [2, 1, 0, 3][:bits // 8]
    rows = [r[:, order].tobytes().ljust(bmp_stride(width, bits), b"\0") for r in samples]
    return dib(width, height * 2, bits, rows_up(rows, top_down) + tail, top_down=top_down)


def icon_files():
    for bits in (1, 4, 8, 16, 24, 32):
        yield f"{bits}.ico", icon([(13, 7, 2**bits % 256 if bits <= 8 else 0, bits, icon_dib(bits, 50 + bits))])
        yield f"{bits}-undeclared.ico", icon([(13, 7, 0, 0, icon_dib(bits, 50 + bits))])
    yield "32-no-mask.ico", icon([(13, 7, 0, 32, icon_dib(32, 60, mask=False))])
    yield "32-top-down.ico", icon([(13, 7, 0, 32, icon_dib(32, 60, top_down=True))])
    yield "24-top-down.ico", icon([(13, 7, 0, 24, icon_dib(24, 60, top_down=True))])
    yield "1-grey.ico", icon([(13, 7, 2, 1, icon_dib(1, 61, grey=True))])
    yield "8-grey.ico", icon([(13, 7, 0, 8, icon_dib(8, 61, grey=True))])
    yield "24-called-32.ico", icon([(13, 7, 0, 32, icon_dib(24, 62, width=16))])
    yield "32-wide.ico", icon([(33, 9, 0, 32, icon_dib(32, 63, 33, 9))])
    yield "odd-height.ico", icon([(13, 7, 0, 24, icon_dib(24, 64)[:8] + struct.pack("<i", 15) + icon_dib(24, 64)[12:])])
    yield "other-size.ico", icon([(40, 40, 0, 24, icon_dib(24, 65))])
    yield "largest.ico", icon([(8, 8, 0, 32, icon_dib(32, 66, 8, 8)), (13, 7, 0, 24, icon_dib(24, 67)),
                               (6, 6, 0, 32, icon_dib(32, 68, 6, 6))])
    yield "same-size.ico", icon([(13, 7, 0, 32, icon_dib(32, 66)), (13, 7, 0, 8, icon_dib(8, 67)),
                                 (13, 7, 0, 24, icon_dib(24, 68)), (13, 7, 0, 8, icon_dib(8, 69))])
    yield "same-size-colours.ico", icon([(13, 7, 0, 0, icon_dib(8, 66)), (13, 7, 16, 0, icon_dib(4, 67)),
                                         (13, 7, 1, 0, icon_dib(1, 68))])
    see = and_mask(dots(13, 7, 74))
    colours = [tuple(int(v) for v in c) for c in np.random.default_rng(75).integers(0, 256, (256, 3))]
    rows = scene(13, 7, 1, 255, 75)[..., 0] // 32 * 32
    for style in ("runs", "absolute"):
        data = dib(13, 14, 8, rle8(rows, style) + see, compression=1, palette=palette_bytes(colours))
        yield f"8-rle-{style}.ico", icon([(13, 7, 0, 8, data)])
    bgra = rows_up([r.tobytes() for r in scene(13, 7, 4, 255, 76).astype("u1")])
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    for bits in (0, 32):
        data = dib(13, 14, 32, bgra + see, compression=3, masks=masks, header=108)
        yield f"32-masks-called-{bits}.ico", icon([(13, 7, 0, bits, data)])
    bgr = rows_up([r.tobytes().ljust(bmp_stride(13, 24), b"\0") for r in scene(13, 7, 3, 255, 77).astype("u1")])
    yield "24-core.ico", icon([(13, 7, 0, 24, dib(13, 14, 24, bgr + see, header=12))])
    pngs = {"rgba": (4, 8, 6), "rgb": (3, 8, 2), "grey": (1, 8, 0), "bit": (1, 1, 0)}
    for name, (bands, depth, colour) in pngs.items():
        data = png_bytes(scene(13, 7, bands, 2**depth - 1, 70), depth, colour)
        yield f"png-{name}.ico", icon([(13, 7, 0, 32, data)])
    palette = np.random.default_rng(71).integers(0, 256, (256, 3))
    yield "png-palette.ico", icon([(13, 7, 0, 32, png_bytes(scene(13, 7, 1, 255, 71), 8, 3, palette=palette))])
    yield "png-256.ico", icon([(0, 0, 0, 32, png_bytes(scene(256, 256, 1, 1, 72), 1, 0))])
    yield "no-entries.ico", icon([])
    yield "cut-directory.ico", icon([(13, 7, 0, 24, icon_dib(24, 73))])[:15]
    yield "cut-header.ico", icon([(13, 7, 0, 24, icon_dib(24, 73))])[:50]
    yield "cut-pixels.ico", icon([(13, 7, 0, 24, icon_dib(24, 73))])[:200]
    yield "cut-mask.ico", icon([(13, 7, 0, 24, icon_dib(24, 73))])[:-3]
    yield "cut-alpha.ico", icon([(13, 7, 0, 32, icon_dib(32, 73, mask=False))])[:-3]
    far = bytearray(icon([(13, 7, 0, 24, icon_dib(24, 73))]))
    far[18:22] = struct.pack("<I", 100_000)
    yield "far-offset.ico", bytes(far)
    long = bytearray(icon([(13, 7, 0, 24, icon_dib(24, 73))]))
    long[14:18] = struct.pack("<I", 0)
    yield "no-length.ico", bytes(long)
    for bits in (1, 4, 8, 24, 32):
        yield f"{bits}.cur", icon([(13, 7, 0, 0, icon_dib(bits, 80 + bits))], 2)
    yield "1-grey.cur", icon([(13, 7, 0, 0, icon_dib(1, 86, grey=True))], 2)
    grey = icon_dib(8, 87, grey=True)
    yield "8-grey.cur", icon([(13, 7, 0, 0, grey)], 2)
    mask8 = rows_up(bits_of(scene(13, 7, 1, 255, 88)[..., 0], 8, bmp_stride(13, 8)))
    yield "8-grey-wide-mask.cur", icon([(13, 7, 0, 0, grey[:-28] + mask8)], 2)
    yield "largest.cur", icon([(8, 8, 0, 0, icon_dib(32, 81, 8, 8)), (13, 9, 0, 0, icon_dib(24, 82, 13, 9)),
                               (20, 5, 0, 0, icon_dib(24, 83, 20, 5))], 2)
    yield "no-entries.cur", icon([], 2)


# ---------------------------------------------------------------- TGA


def tga(width, height, kind, depth, data, *, descriptor=0, identity=b"", palette=b"", palette_bits=0, start=0,
        count=None, extension=None):
    mapped = 1 if palette_bits else 0
    entries = (len(palette) * 8 // palette_bits if count is None else count) if mapped else 0
    head = struct.pack("<BBBHHBHHHHBB", len(identity), mapped, kind, start, entries, palette_bits, 0, 0, width, height,
                       depth, descriptor)
    out = head + identity + palette + data
    if extension is None:
        return out
    at = 0
    if extension != "none":
        at = len(out)
        out += struct.pack("<H", 495) + b"\0" * 492 + bytes([extension])
    return out + struct.pack("<II", at, 0) + b"TRUEVISION-XFILE.\0"


def tga_rle(pixels, width, crossing=False):
    """pixels: a list of byte strings. Packets stop at the end of a line, unless `crossing`."""
    out = b""
    lines = [pixels] if crossing else [pixels[i:i + width] for i in range(0, len(pixels), width)]
    for line in lines:
        at = 0
        while at < len(line):
            run = 1
            while at + run < len(line) and run < 128 and line[at + run] == line[at]:
                run += 1
            if run > 1:
                out += bytes([0x7F + run]) + line[at]
                at += run
                continue
            count = 1
            while at + count < len(line) and count < 128 and line[at + count] != line[at + count - 1]:
                count += 1
            out += bytes([count - 1]) + b"".join(line[at:at + count])
            at += count
    return out


def tga_files():
    width, height = 13, 7
    generator = np.random.default_rng(90)
    indices = scene(width, height, 1, 200, 91)[..., 0] // 40 * 40
    colours = generator.integers(0, 256, (256, 4)).astype("u1")
    maps = {24: colours[:, [2, 1, 0]].tobytes(), 32: colours[:, [2, 1, 0, 3]].tobytes(),
            16: generator.integers(0, 65536, 256).astype("<u2").tobytes()}
    grey = scene(width, height, 1, 255, 92).astype("u1")
    smooth = grey // 64 * 64
    la = scene(width, height, 2, 255, 93).astype("u1")
    rgb = scene(width, height, 3, 255, 94).astype("u1")
    rgba = scene(width, height, 4, 255, 95).astype("u1")
    words = generator.integers(0, 65536, (height, width)).astype("<u2")
    kinds = {
        "palette-24": (1, 8, indices.astype("u1")[..., None], dict(palette=maps[24], palette_bits=24)),
        "palette-32": (1, 8, indices.astype("u1")[..., None], dict(palette=maps[32], palette_bits=32)),
        "palette-16": (1, 8, indices.astype("u1")[..., None], dict(palette=maps[16], palette_bits=16)),
        "grey": (3, 8, smooth, {}), "grey-alpha": (3, 16, la, {}),
        "rgb-16": (2, 16, words.view("u1").reshape(height, width, 2), {}),
        "rgb-24": (2, 24, rgb[..., ::-1], {}), "rgba-32": (2, 32, rgba[..., [2, 1, 0, 3]], dict(descriptor=8)),
    }
    for name, (kind, depth, samples, settings) in kinds.items():
        rows = [r.tobytes() for r in samples]
        pixels = [p.tobytes() for p in samples.reshape(-1, samples.shape[-1])]
        alpha = settings.pop("descriptor", 0)
        for origin in (0, 0x10, 0x20, 0x30):
            yield f"{name}-origin-{origin:x}", tga(
                width, height, kind, depth, b"".join(rows), descriptor=origin | alpha, **settings)
        yield f"{name}-rle", tga(width, height, kind + 8, depth, tga_rle(pixels, width), descriptor=alpha, **settings)
        yield f"{name}-rle-top", tga(
            width, height, kind + 8, depth, tga_rle(pixels, width), descriptor=0x20 | alpha, **settings)
        yield f"{name}-rle-crossing", tga(
            width, height, kind + 8, depth, tga_rle(pixels, width, True), descriptor=alpha, **settings)
        yield f"{name}-identity", tga(
            width, height, kind, depth, b"".join(rows), identity=b"made by a script", descriptor=alpha, **settings)
        yield f"{name}-cut", tga(width, height, kind, depth, b"".join(rows)[:-1], descriptor=alpha, **settings)
        yield f"{name}-rle-cut", tga(
            width, height, kind + 8, depth, tga_rle(pixels, width)[:-1], descriptor=alpha, **settings)
    data = rgba[..., [2, 1, 0, 3]].tobytes()
    for extension in ("none", 0, 1, 3, 4):
        yield f"rgba-32-attributes-{extension}", tga(width, height, 2, 32, data, descriptor=8, extension=extension)
    yield "rgb-16-attributes-0", tga(width, height, 2, 16, words.tobytes(), extension=0)
    yield "rgba-32-no-alpha-bits", tga(width, height, 2, 32, data)
    yield "rgba-32-tiny", tga(1, 1, 2, 32, data[:4], descriptor=8)
    yield "rgb-24-tiny", tga(1, 1, 2, 24, data[:3])
    flat = b"\x10\x20\x30"
    yield "rgb-24-run-crossing", tga(width, height, 10, 24, b"\xff" + flat)
    yield "rgb-24-literal-crossing", tga(
        width, height, 10, 24, bytes([width * height - 1]) + rgb[..., ::-1].tobytes(), descriptor=0x20)
    yield "palette-24-start", tga(
        width, height, 1, 8, indices.astype("u1").tobytes(), palette=maps[24][:600], palette_bits=24, start=5)
    yield "palette-24-short", tga(
        width, height, 1, 8, indices.astype("u1").tobytes(), palette=maps[24][:390], palette_bits=24)
    yield "palette-24-too-long", tga(
        width, height, 1, 8, indices.astype("u1").tobytes(), palette=maps[24] + maps[24][:60], palette_bits=24)
    yield "palette-15", tga(
        width, height, 1, 8, indices.astype("u1").tobytes(), palette=maps[16], palette_bits=15, count=256)
    yield "palette-16-bit-indices", tga(
        width, height, 1, 16, indices.astype("<u2").tobytes(), palette=maps[24], palette_bits=24)
    yield "palette-without-map", tga(width, height, 1, 8, indices.astype("u1").tobytes())
    yield "rgb-24-with-map", tga(width, height, 2, 24, rgb[..., ::-1].tobytes(), palette=maps[24], palette_bits=24)
    yield "rgb-15", tga(width, height, 2, 15, words.tobytes())
    yield "grey-1", tga(width, height, 3, 1, b"".join(bits_of(indices // 100 % 2, 1, 2)))
    yield "grey-1-rle", tga(width, height, 11, 1, b"\x86\xaa" * 20)
    yield "grey-24", tga(width, height, 3, 24, rgb.tobytes())
    yield "rgb-8", tga(width, height, 2, 8, smooth.tobytes())
    yield "huffman", tga(width, height, 32, 8, smooth.tobytes(), palette=maps[24], palette_bits=24)
    yield "no-picture", tga(width, height, 0, 0, b"")
    yield "width-0", tga(0, height, 2, 24, rgb.tobytes())
    yield "interleaved", tga(width, height, 2, 24, rgb[..., ::-1].tobytes(), descriptor=0x40)
