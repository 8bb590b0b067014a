"""Large photographs for the folder rows: `python -m comparison.pictures FOLDER PHOTOS COUNT WIDTH HEIGHT QUALITY`.

Each is a mosaic of enlarged photos with a little noise, so that a decoder has as much to do as with a camera's file:
about 3 MB for 12 megapixels at quality 90, 4:2:0. The same ones each time.
"""

import pathlib
import random
import sys

import numpy
from PIL import Image

SCRIPTS = pathlib.Path(__file__).resolve().parents[1]


def picture(paths: list[pathlib.Path], width: int, height: int, random_state: numpy.random.Generator) -> Image.Image:
    canvas = Image.new("RGB", (width, height))
    half = ((width + 1) // 2, (height + 1) // 2)
    for number, path in enumerate(paths):
        with Image.open(path) as image:
            tile = image.convert("RGB").resize(half, Image.Resampling.BICUBIC)
        canvas.paste(tile, (number % 2 * half[0], number // 2 * half[1]))
    noise = random_state.integers(-6, 7, (height, width, 1), numpy.int8)
    pixels = numpy.asarray(canvas).astype(numpy.int16) + noise
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def main() -> None:
    folder, photos = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    count, width, height, quality = map(int, sys.argv[3:])
    sys.path.insert(0, str(SCRIPTS))
    from photos import photo_paths

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jpg"):
        if int(old.stem) >= count:
            old.unlink()
    everything = photo_paths(photos, 64)
    for index in range(count):
        path = folder / f"{index:06}.jpg"
        if path.exists():
            continue
        chosen = random.Random(index).sample(everything, 4)
        picture(chosen, width, height, numpy.random.default_rng(index)).save(path, quality=quality)


if __name__ == "__main__":
    main()
