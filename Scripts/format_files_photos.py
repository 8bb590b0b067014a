"""Small JPEG and PNG files of rare varieties, for goldens_formats.py; the usual ones are in goldens_images.py."""

import io
import pathlib
import struct
import subprocess
import tempfile
import zlib

import numpy as np
from PIL import Image

from format_files import dots
from goldens_images import png_bytes, scene

BANDS = {"grey": 1, "two": 2, "rgb": 3, "ycc": 3, "cmyk": 4, "ycck": 4, "four": 4}

# ---------------------------------------------------------------- JPEG


def segments(data):
    """Offset, marker and end of each segment up to the first scan."""
    at = 2
    while True:
        marker = data[at + 1]
        end = at + 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
        yield at, marker, end
        if marker == 0xDA:
            return
        at = end


def frame_of(data):
    return next(at for at, marker, _ in segments(data) if marker in (0xC0, 0xC1, 0xC2, 0xC9, 0xCA))


def jpeg_files():
    with tempfile.TemporaryDirectory() as folder:
        tool = f"{folder}/jpeg_varieties"
        source = pathlib.Path(__file__).with_name("jpeg_varieties.c")
        subprocess.run(["cc", str(source), "-ljpeg", "-o", tool], check=True)

        def jpeg(colours, factors, options="-", width=27, height=19, seed=1):
            samples = scene(width, height, BANDS[colours], 255, 300 + seed).astype("u1")
            return subprocess.run([tool, str(width), str(height), colours, factors, options],
                                  input=samples.tobytes(), capture_output=True, check=True).stdout

        for factors in ("1x1,1x1,1x1", "2x1,1x1,1x1", "1x2,1x1,1x1", "2x2,1x1,1x1", "4x1,1x1,1x1", "1x4,1x1,1x1",
                        "4x2,1x1,1x1", "2x4,1x1,1x1", "2x2,2x1,2x1", "2x2,1x2,1x2", "2x2,2x1,1x2",
                        "2x2,1x1,2x2", "1x1,2x2,2x2", "1x1,2x1,1x2", "4x1,2x1,2x1", "3x1,1x1,1x1", "1x3,1x1,1x1",
                        "2x2,2x2,1x1"):
            yield f"ycc-{factors.replace(',', '-')}", jpeg("ycc", factors)
        for factors in ("2x1,1x1,1x1", "2x2,1x1,1x1", "1x2,1x1,1x1"):
            yield f"ycc-{factors.replace(',', '-')}-progressive", jpeg("ycc", factors, "p")
            # Coarse progressive data are smoothed between blocks where a scan is missing.
            yield f"ycc-{factors.replace(',', '-')}-coarse", jpeg("ycc", factors, "q")
        yield "ycc-arithmetic", jpeg("ycc", "2x2,1x1,1x1", "a")
        yield "ycc-arithmetic-progressive", jpeg("ycc", "2x1,1x1,1x1", "ap")
        yield "ycc-arithmetic-restarts", jpeg("ycc", "1x1,1x1,1x1", "ar")
        yield "grey-arithmetic", jpeg("grey", "1x1", "a")
        yield "cmyk-arithmetic", jpeg("cmyk", "1x1,1x1,1x1,1x1", "a")
        yield "grey-2x2", jpeg("grey", "2x2")
        yield "ycc-scans", jpeg("ycc", "2x2,1x1,1x1", "n")
        yield "ycc-restarts", jpeg("ycc", "2x2,1x1,1x1", "r")
        yield "ycc-no-marker", jpeg("ycc", "2x1,1x1,1x1", "j")
        yield "ycc-letters", jpeg("ycc", "2x1,1x1,1x1", "l")
        yield "ycc-letters-no-marker", jpeg("ycc", "2x1,1x1,1x1", "jl")
        yield "rgb", jpeg("rgb", "1x1,1x1,1x1")
        yield "rgb-no-marker", jpeg("rgb", "1x1,1x1,1x1", "jd")
        yield "rgb-subsampled", jpeg("rgb", "2x2,1x1,1x1")
        yield "rgb-letters", jpeg("rgb", "1x1,1x1,1x1", "l")
        for colours in ("cmyk", "ycck"):
            yield colours, jpeg(colours, "1x1,1x1,1x1,1x1")
            yield f"{colours}-no-marker", jpeg(colours, "1x1,1x1,1x1,1x1", "d")
            yield f"{colours}-subsampled", jpeg(colours, "2x2,1x1,1x1,2x2")
            yield f"{colours}-black-subsampled", jpeg(colours, "2x2,1x1,1x1,1x1")
        yield "four", jpeg("four", "1x1,1x1,1x1,1x1")
        yield "four-letters", jpeg("four", "1x1,1x1,1x1,1x1", "l")
        yield "two-components", jpeg("two", "1x1,1x1")
        for width, height in ((1, 1), (1, 17), (17, 1), (2, 2), (3, 8), (8, 8), (9, 9), (16, 16), (17, 33)):
            yield f"size-{width}x{height}", jpeg("ycc", "2x2,1x1,1x1", width=width, height=height)

        plain = jpeg("ycc", "2x1,1x1,1x1", seed=2)
        frame = frame_of(plain)
        yield "trailing-garbage", plain + b"and more\xff\xd8\xff\xe0"
        yield "no-end", plain[:-2]
        yield "zeros-behind", plain + bytes(100)
        yield "filler", plain[:frame] + b"\xff" * 5 + plain[frame:]
        yield "stray-bytes", plain[:frame] + b"\0\1\2" + plain[frame:]
        yield "comment", plain[:frame] + b"\xff\xfe\0\x0ecomment with" + plain[frame:]
        yield "lossless", plain[:frame + 1] + b"\xc3" + plain[frame + 2:]
        yield "hierarchical", plain[:frame + 1] + b"\xc5" + plain[frame + 2:]
        yield "12-bit", plain[:frame + 4] + b"\x0c" + plain[frame + 5:]
        yield "height-0", plain[:frame + 5] + b"\0\0" + plain[frame + 7:]
        yield "width-0", plain[:frame + 7] + b"\0\0" + plain[frame + 9:]
        yield "no-tables", b"".join(
            [plain[:2]] + [plain[a:e] for a, marker, e in segments(plain) if marker != 0xDB] + [plain[
                list(segments(plain))[-1][2]:]])
        restarts = jpeg("ycc", "1x1,1x1,1x1", "r", seed=3)
        first = restarts.index(b"\xff\xd1")
        yield "restart-renumbered", restarts[:first + 1] + b"\xd5" + restarts[first + 2:]
        yield "restart-missing", restarts[:first] + restarts[first + 2:]

        pictures = [Image.fromarray(scene(30, 20, 3, 255, 400 + i).astype("u1")) for i in range(2)]
        out = io.BytesIO()
        pictures[0].save(out, "MPO", save_all=True, append_images=pictures[1:])
        yield "two-pictures", out.getvalue()


# ---------------------------------------------------------------- PNG


def chunk(name, data, damage=0):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data) ^ damage)


def chunks(data):
    """Name and whole bytes of each chunk."""
    at = 8
    while at < len(data):
        end = at + 12 + struct.unpack(">I", data[at:at + 4])[0]
        yield data[at + 4:at + 8], data[at:end]
        at = end


def with_chunks(data, before=b"", after=b"", change=None):
    """Chunks put before the first IDAT and behind the last one; `change` maps whole chunks."""
    out, seen = data[:8], False
    for name, whole in chunks(data):
        if name == b"IDAT" and not seen:
            out += before
            seen = True
        if name == b"IEND":
            out += after
        out += change(name, whole) if change else whole
    return out


def frame_control(sequence, width, height, x=0, y=0, dispose=0, blend=0):
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, width, height, x, y, 1, 10, dispose, blend))


def png_files():
    width, height = 15, 11
    samples = {bands: scene(width, height, bands, 255, 500 + bands) for bands in (1, 2, 3, 4)}
    kinds = {"grey": (1, 0), "grey-alpha": (2, 4), "rgb": (3, 2), "rgba": (4, 6)}
    files = {name: png_bytes(samples[bands], 8, colour) for name, (bands, colour) in kinds.items()}
    palette = np.random.default_rng(6).integers(0, 256, (256, 3))
    files["palette"] = png_bytes(samples[1], 8, 3, palette=palette)

    for depth in (8, 16):
        for colour, bands in ((0, 1), (2, 3)):
            values = scene(width, height, bands, 2**depth - 1, 510)
            clear = struct.pack(f">{bands}H", *(int(v) for v in values[3, 4]))
            yield f"trns-{'grey' if bands == 1 else 'rgb'}-{depth}", png_bytes(
                values, depth, colour, extra=[(b"tRNS", clear)])
    yield "trns-bit", png_bytes(dots(width, height, 511)[..., None], 1, 0, extra=[(b"tRNS", b"\0\1")])
    yield "trns-palette-one", png_bytes(samples[1], 8, 3, palette=palette, extra=[(b"tRNS", b"\xff" * 7 + b"\0")])
    yield "trns-palette-empty", png_bytes(samples[1], 8, 3, palette=palette, extra=[(b"tRNS", b"")])
    yield "trns-rgba", with_chunks(files["rgba"], before=chunk(b"tRNS", b"\0\1\0\1\0\1"))
    yield "trns-short", with_chunks(files["rgb"], before=chunk(b"tRNS", b"\0\1"))
    yield "trns-late", with_chunks(files["grey"], after=chunk(b"tRNS", b"\0\1"))
    yield "palette-in-rgb", with_chunks(files["rgb"], before=chunk(b"PLTE", bytes(30)))
    yield "palette-in-grey", with_chunks(files["grey"], before=chunk(b"PLTE", bytes(30)))
    yield "palette-missing", with_chunks(files["palette"], change=lambda n, w: b"" if n == b"PLTE" else w)
    yield "palette-odd", with_chunks(files["palette"], change=lambda n, w: chunk(n, bytes(31)) if n == b"PLTE" else w)
    yield "palette-257", with_chunks(files["palette"], change=lambda n, w: chunk(n, bytes(771)) if n == b"PLTE" else w)
    for width8, height8 in ((1, 1), (2, 3), (4, 1), (5, 5), (7, 9), (8, 8)):
        yield f"interlaced-{width8}x{height8}", png_bytes(
            scene(width8, height8, 3, 255, width8), 8, 2, interlaced=True)
        yield f"interlaced-bits-{width8}x{height8}", png_bytes(dots(width8, height8, width8)[..., None], 1, 0, True)

    base = files["rgb"]
    raw = b"".join(b"\0" + row.astype("u1").tobytes() for row in samples[3])
    packed = zlib.compress(raw, 9)

    def replaced(parts):
        return with_chunks(base, change=lambda n, w: b"".join(chunk(b"IDAT", p) for p in parts) if n == b"IDAT" else w)

    yield "idat-bytes", replaced([packed[i:i + 1] for i in range(40)] + [packed[40:]])
    yield "idat-empty", replaced([b"", packed[:100], b"", packed[100:], b""])
    yield "idat-surplus", replaced([packed + b"surplus"])
    yield "idat-rows-surplus", replaced([zlib.compress(raw + b"\0more rows", 9)])
    yield "idat-rows-missing", replaced([zlib.compress(raw[:-1], 9)])
    yield "idat-cut", replaced([packed[:-40]])
    yield "idat-no-adler", replaced([packed[:-4]])
    yield "idat-wrong-adler", replaced([packed[:-1] + bytes([packed[-1] ^ 1])])
    yield "idat-stored", replaced([zlib.compress(raw, 0)])
    filtered = b"".join(bytes([i % 5]) + row.astype("u1").tobytes() for i, row in enumerate(samples[3]))
    yield "filters", replaced([zlib.compress(filtered, 9)])
    yield "filter-5", replaced([zlib.compress(b"\5" + raw[1:], 9)])

    text = chunk(b"tEXt", b"Comment\0hello")
    yield "checksum-text-before", with_chunks(base, before=chunk(b"tEXt", b"Comment\0hello", 1))
    yield "checksum-unknown-before", with_chunks(base, before=chunk(b"abCd", b"data", 1))
    yield "checksum-text-behind", with_chunks(base, after=chunk(b"tEXt", b"Comment\0hello", 1))
    yield "checksum-header", with_chunks(base, change=lambda n, w: w[:-1] + bytes([w[-1] ^ 1]) if n == b"IHDR" else w)
    yield "checksum-pixels", with_chunks(base, change=lambda n, w: w[:-1] + bytes([w[-1] ^ 1]) if n == b"IDAT" else w)
    yield "checksum-end", with_chunks(base, change=lambda n, w: w[:-1] + bytes([w[-1] ^ 1]) if n == b"IEND" else w)
    yield "checksum-palette", with_chunks(
        files["palette"], change=lambda n, w: w[:-1] + bytes([w[-1] ^ 1]) if n == b"PLTE" else w)
    yield "text", with_chunks(base, before=text, after=text)
    yield "unknown-critical", with_chunks(base, before=chunk(b"ABCD", b"data"))
    yield "no-end", base[:-12]
    yield "surplus-behind", base + b"surplus"
    bomb = zlib.compress(bytes(3 << 20), 9)
    yield "bomb-ztxt", with_chunks(base, before=chunk(b"zTXt", b"Comment\0\0" + bomb))
    yield "bomb-itxt", with_chunks(base, before=chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb))
    yield "bomb-iccp", with_chunks(base, before=chunk(b"iCCP", b"profile\0\0" + bomb))
    yield "bomb-ztxt-behind", with_chunks(base, after=chunk(b"zTXt", b"Comment\0\0" + bomb))
    yield "iccp-damaged", with_chunks(base, before=chunk(b"iCCP", b"profile\0\0not deflate"))

    other = struct.pack(">I", 1) + zlib.compress(b"\0" * len(raw), 9)
    many = chunk(b"acTL", struct.pack(">II", 2, 0))
    one = chunk(b"acTL", struct.pack(">II", 1, 0))
    for name, data in (("rgb", base), ("rgba", files["rgba"])):
        if name == "rgba":
            size = height * (1 + 4 * width)
            other = struct.pack(">I", 1) + zlib.compress(b"\0" * size, 9)
        for blend, dispose in ((0, 0), (1, 1), (1, 2)):
            yield f"animated-{name}-blend-{blend}-dispose-{dispose}", with_chunks(
                data, before=many + frame_control(0, width, height, 0, 0, dispose, blend),
                after=frame_control(1, width, height) + chunk(b"fdAT", struct.pack(">I", 2) + other[4:]))
        yield f"animated-{name}-default-apart", with_chunks(
            data, before=one, after=frame_control(0, width, height) + chunk(b"fdAT", other))
    yield "animated-part-first", with_chunks(
        base, before=one + frame_control(0, width - 2, height - 3, 1, 1), after=b"")
    yield "animated-no-frames", with_chunks(base, before=chunk(b"acTL", struct.pack(">II", 0, 0)))
    yield "animated-twice", with_chunks(base, before=many + many + frame_control(0, width, height))
    header = struct.pack(">II", width, height)
    for depth, colour in ((16, 3), (4, 2), (1, 4), (2, 6), (3, 0), (8, 1), (8, 5), (8, 7), (0, 0), (32, 0)):
        yield f"bad-depth-{depth}-colour-{colour}", with_chunks(
            base, change=lambda n, w: chunk(n, header + bytes([depth, colour, 0, 0, 0])) if n == b"IHDR" else w)
    for name, tail in (("compression", (1, 0, 0)), ("filter", (0, 1, 0)), ("interlace", (0, 0, 2))):
        yield f"bad-{name}", with_chunks(
            base, change=lambda n, w: chunk(n, header + bytes([8, 2, *tail])) if n == b"IHDR" else w)
