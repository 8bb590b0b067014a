#!/usr/bin/env python3
"""Makes Tests/Goldens/images/orientation.json: metadata of JPEG and PNG files, and how Pillow turns by them.

    python Scripts/goldens_orientation.py

Each case is a run of JPEG segments or PNG chunks in hexadecimal, put behind the start of a small picture, and
the orientation by which Pillow's `exif_transpose` turned that: 1 where it did not. `raises` are metadata, often
other tags, at which the reference gives the whole picture up; here they are no reason to.
"""

import io
import json
import pathlib
import random
import struct
import warnings
import zlib

import PIL
from PIL import Image, ImageOps

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Goldens" / "images" / "orientation.json"

# Each orientation gives this picture another look.
BASE = Image.new("L", (24, 16))
BASE.paste(90, (0, 0, 8, 8))
BASE.paste(255, (8, 0, 16, 8))
UNIT = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}
CODE = {1: "B", 2: "s", 3: "H", 4: "L", 6: "b", 7: "B", 8: "h", 9: "l", 11: "f", 12: "d", 13: "L", 16: "Q"}


def packed(order, kind, value):
    if kind in (5, 10):
        return struct.pack(order + ("LL" if kind == 5 else "ll"), *(value if isinstance(value, tuple) else (value, 1)))
    if kind == 2:
        return str(value).encode()[:1]
    return struct.pack(order + CODE.get(kind, "L"), value)


def block(order="<", entries=((0x0112, 3, 1, 6),), magic=42, at=8, count=None):
    """An EXIF block; an entry is tag, type, count and value, or the value's four bytes and what lies outside."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(order + "HL", magic, at) + bytes(max(0, at - 8))
    directory = struct.pack(order + "H", len(entries) if count is None else count)
    outside_at = at + 2 + 12 * len(entries) + 4
    outside = b""
    for tag, kind, number, value in entries:
        data = value if isinstance(value, bytes) else packed(order, kind, value) * max(number, 1)
        if len(data) > 4:
            field = struct.pack(order + "L", outside_at + len(outside))
            outside += data
        else:
            field = data.ljust(4, b"\0")
        directory += struct.pack(order + "HHL", tag, kind, number) + field
    return head + directory + b"\0\0\0\0" + outside


def xmp(text):
    return f"<x:xmpmeta>{text}</x:xmpmeta>".encode()


def app1(payload):
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload


def exif_segment(data):
    return app1(b"Exif\0\0" + data)


def xmp_segment(data):
    return app1(b"http://ns.adobe.com/xap/1.0/\0" + data)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def itxt(text, compressed=False, keyword=b"XML:com.adobe.xmp"):
    body = zlib.compress(text) if compressed else text
    return chunk(b"iTXt", keyword + b"\0" + bytes([compressed, 0]) + b"\0\0" + body)


def profile(data):
    digits = data.hex()
    lines = "\n".join(digits[i:i + 72] for i in range(0, len(digits), 72))
    return f"\nexif\n{len(data):8}\n{lines}\n".encode()


def cases():
    attribute = lambda n: xmp(f'<rdf:Description tiff:Orientation="{n}"/>')
    element = lambda n: xmp(f"<tiff:Orientation>{n}</tiff:Orientation>")
    for order in "<>":
        for value in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 65535):
            yield "jpeg", exif_segment(block(order, [(0x0112, 3, 1, value)]))
        for kind in (*UNIT, 0, 14, 15, 17, 99):
            for number in (0, 1, 2, 3):
                yield "jpeg", exif_segment(block(order, [(0x0112, kind, number, 6)]))
        for value in ((6, 1), (12, 2), (13, 2), (6, 0), (0, 0)):
            yield "jpeg", exif_segment(block(order, [(0x0112, 5, 1, value)]))
        for value in ((-6, -1), (-6, 1), (12, 2), (3, 0)):
            yield "jpeg", exif_segment(block(order, [(0x0112, 10, 1, value)]))
        for kind, value in ((11, 6.0), (11, 6.5), (12, 8.0), (12, float("nan")), (12, 1e300), (9, -6), (8, -1), (16, 2**63)):
            yield "jpeg", exif_segment(block(order, [(0x0112, kind, 1, value)]))
        for magic in (42, 0x2A00, 43, 0x2B00, 41):
            yield "jpeg", exif_segment(block(order, magic=magic))
        other = (0x010F, 2, 20, b"a name of some length")
        far = (0x010E, 2, 100_000, b"\xff\xff\xff\x00")
        long = (0x010E, 4, 20, b"\x10\x00\x00\x00")
        for entries in ([other, (0x0112, 3, 1, 8)], [(0x0112, 3, 1, 8), other], [far, (0x0112, 3, 1, 8)],
                        [long, (0x0112, 3, 1, 5)], [far, (0x0112, 5, 1, 5)],
                        [(0x0112, 3, 1, 3), (0x0112, 3, 1, 8)], [(0x0112, 99, 1, 3), (0x0112, 3, 1, 8)],
                        [(0x0112, 3, 0, 3), (0x0112, 3, 1, 8)], [(0x0112, 1, 1, 3), (0x0112, 3, 1, 8)]):
            yield "jpeg", exif_segment(block(order, entries))
        whole = block(order, [other, (0x0112, 3, 1, 8)])
        for length in range(0, len(whole), 3):
            yield "jpeg", exif_segment(whole[:length])
            yield "jpeg", exif_segment(whole[:length]) + xmp_segment(attribute(6))
        for at in (0, 4, 7, 9, 100, 2**31):
            yield "jpeg", exif_segment(block(order, at=at) if at <= 100 else block(order)[:4] + b"\xff" * 4)
        yield "jpeg", exif_segment(block(order, count=40))
        yield "jpeg", exif_segment(whole[:20]) + exif_segment(whole[20:])
        yield "jpeg", exif_segment(block(order)) + exif_segment(block(order, [(0x0112, 3, 1, 3)]))
        yield "jpeg", exif_segment(b"Exif\0\0" + whole)
        yield "jpeg", exif_segment(b"Exif\0\0" * 2 + whole)
        yield "png", chunk(b"eXIf", whole)
        yield "png", chunk(b"eXIf", b"Exif\0\0" + whole)
        yield "png", chunk(b"eXIf", whole) + chunk(b"eXIf", block(order, [(0x0112, 3, 1, 3)]))
        yield "png", chunk(b"tEXt", b"Raw profile type exif\0" + profile(whole))
        yield "png", chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(profile(b"Exif\0\0" + whole)))
        yield "png", chunk(b"tEXt", b"Raw profile type exif\0" + profile(whole)) + chunk(b"eXIf", block(order))
        yield "png", chunk(b"tEXt", b"Raw profile type exif\0" + profile(whole)[:-4] + b"xyz")
    for packet in (attribute(6), element(3), attribute(0), attribute(9), attribute("x6"), element(""), xmp(""),
                   attribute("x6") + element(5), attribute(12), b"", b"tiff:Orientation tiff:Orientation=\"7\"",
                   element(6).replace(b">6", b" >6"), attribute(6).replace(b'"', b"'")):
        yield "jpeg", xmp_segment(packet)
        yield "jpeg", exif_segment(block(entries=[(0x010F, 2, 2, b"a\0")])) + xmp_segment(packet)
        yield "jpeg", exif_segment(block(entries=[(0x0112, 3, 1, 9)])) + xmp_segment(packet)
        yield "jpeg", xmp_segment(packet) + exif_segment(block(entries=[(0x0112, 3, 1, 4)]))
        yield "jpeg", xmp_segment(packet) + xmp_segment(attribute(8))
        yield "jpeg", exif_segment(b"") + xmp_segment(packet)
        for compressed in (False, True):
            yield "png", itxt(packet, compressed)
        yield "png", chunk(b"tEXt", b"XML:com.adobe.xmp\0" + packet)
        yield "png", chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + zlib.compress(packet))
        yield "png", chunk(b"eXIf", block(entries=[(0x010F, 2, 2, b"a\0")])) + itxt(packet)
        yield "png", itxt(packet) + itxt(attribute(7))
    yield "png", itxt(attribute(6), keyword=b"XML:com.adobe.xmp2")
    yield "png", chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(attribute(6))[:-30] + b"\0" * 20)
    yield "png", chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(attribute(6))[:-6])
    generator = random.Random(4)
    for order in "<>":
        whole = bytearray(block(order, [(0x010F, 2, 20, b"a name of some length"), (0x0112, 3, 1, 8), (0x011A, 5, 1, (72, 1))]))
        for _ in range(120):
            changed = bytearray(whole)
            for _ in range(generator.choice((1, 1, 2, 4))):
                changed[generator.randrange(len(changed))] = generator.choice((0, 1, 2, 3, 4, 6, 8, 0x12, 255, generator.randrange(256)))
            yield "jpeg", exif_segment(bytes(changed)) + xmp_segment(attribute(5))


def picture(container, extra):
    file = io.BytesIO()
    BASE.save(file, "JPEG" if container == "jpeg" else "PNG", quality=90)
    data = file.getvalue()
    at = 2 if container == "jpeg" else 33
    return data[:at] + extra + data[at:]


def main():
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    warnings.simplefilter("ignore")
    golden = []
    for container, extra in cases():
        entry = {"container": container, "metadata": extra.hex()}
        try:
            image = Image.open(io.BytesIO(picture(container, extra)))
            image.load()
            turned = ImageOps.exif_transpose(image)
            looks = {n: image if m is None else image.transpose(m) for n, m in zip(range(1, 9), (
                None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
                Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE,
                Image.Transpose.ROTATE_90))}
            entry["orientation"] = next(
                n for n, look in looks.items() if look.size == turned.size and look.tobytes() == turned.tobytes())
        except Exception as error:
            entry["raises"] = type(error).__name__
        golden.append(entry)
    OUTPUT.write_text(json.dumps({"pillow": PIL.__version__, "cases": golden}, indent=0) + "\n")
    print(len(golden), "cases,", sum(e.get("orientation", 1) > 1 for e in golden), "turned,",
          sum("raises" in e for e in golden), "at which the reference raises")


if __name__ == "__main__":
    main()
