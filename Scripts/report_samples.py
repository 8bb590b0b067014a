"""Makes data that are hard to show, and has the command write reports of them: for check_report.py.

Classes whose names try to be markup, are very long, written from right to left or made of emoji; 10, 28 and 200 of
them; some labels wrong, and one picture that cannot be read. Needs the standard library alone.
"""

import csv
import pathlib
import random
import shutil
import struct
import subprocess
import zlib

NASTY = ["</script><b>bold</b>", 'quoted "name" & more', "שלום עולם", "very " * 30 + "long", "猫の写真", "🍏 and 🍎", "a'b"]
PHOTOS = pathlib.Path(__file__).resolve().parents[1] / "Examples" / "photos"


def png(pixels: list[tuple[int, int, int]], side: int) -> bytes:
    rows = b"".join(b"\0" + bytes(value for pixel in pixels[y * side:(y + 1) * side] for value in pixel) for y in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def stripes(hue: int, generator: random.Random, side: int = 24) -> bytes:
    """A pattern that is a little different for each class and each picture."""
    width = 2 + hue % 7
    colours = [((hue * 37) % 256, (hue * 91) % 256, (hue * 53) % 256), (255 - (hue * 29) % 256, 128, (hue * 11) % 256)]
    return png([tuple(min(max(value + generator.randint(-30, 30), 0), 255) for value in colours[(x + y * (hue % 3)) // width % 2])
                for y in range(side) for x in range(side)], side)


def data(folder: pathlib.Path, classes: int, each: int) -> pathlib.Path:
    """A manifest of made pictures, the repository's photos among them."""
    generator = random.Random(classes)
    names = NASTY + [f"class number {index}" for index in range(classes - len(NASTY))]
    folder.mkdir(parents=True)
    rows = []
    for index, name in enumerate(names):
        for copy in range(each):
            path = folder / f"{index}-{copy}.png"
            path.write_bytes(stripes(index, generator))
            label = names[(index + 3) % classes] if copy == 0 and index % 5 == 0 else name
            rows.append((path.name, label))
    for index, photo in enumerate(sorted(PHOTOS.glob("*.jpg"))):
        shutil.copy(photo, folder / photo.name)
        rows.append((photo.name, names[index % classes]))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    rows.append(("broken.jpg", names[0]))
    manifest = folder / "labels.csv"
    with manifest.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("path", "label"), *rows])
    return manifest


def reports(command: str, folder: pathlib.Path) -> list[pathlib.Path]:
    """Writes a report of every kind; each run must end well, but for the one picture that cannot be read."""
    made = []

    def run(name: str, arguments: list[str]) -> None:
        report = folder / name
        done = subprocess.run([command, *arguments, "--report", str(report), "--quiet"], capture_output=True, text=True)
        if done.returncode != 3 or "broken.jpg" not in done.stderr:
            raise SystemExit(f"{name}: status {done.returncode}\n{done.stderr}")
        made.append(report)

    for classes, each in ((10, 12), (28, 8), (200, 3)):
        manifest = str(data(folder / f"data-{classes}", classes, each))
        run(f"evaluate-{classes}", ["evaluate", manifest, "--fit-temperature"])
    manifest = str(folder / "data-28" / "labels.csv")
    run("prompts-28", ["prompts", "compare", manifest, "--set", "photo", "--set", "<b>=a <b>{}</b> of stripes", "--set", "{}"])
    run("probe-10", ["probe", str(folder / "data-10" / "labels.csv"), "--shots", "1,2,4"])
    return made
