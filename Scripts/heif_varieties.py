"""AVIF and HEIC pictures for Scripts/goldens_codecs.py.

Pillow writes AVIFs of 8 bits; those of other depths and turned by their container are made by `avifenc`
(Debian's libavif-bin 0.11.1). HEICs are written and read by pillow_heif.
"""

import io
import pathlib
import subprocess
import tempfile

from PIL import Image

from goldens_images import scene


def turned(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block


def avif_pictures(picture, encoded):
    rgb, rgba = picture(31, 23), picture(31, 23, "RGBA", 2)
    for chroma in ("4:2:0", "4:2:2", "4:4:4", "4:0:0"):
        for span in ("full", "limited"):
            name = f"{chroma.replace(':', '')}-{span}"
            yield f"rgb-{name}", encoded(rgb, format="avif", subsampling=chroma, range=span, quality=60)
        yield f"rgba-{chroma.replace(':', '')}", encoded(rgba, format="avif", subsampling=chroma, quality=60)
    yield "lossless", encoded(rgb, format="avif", quality=100, subsampling="4:4:4")
    yield "premultiplied", encoded(rgba, format="avif", quality=80, alpha_premultiplied=True)
    yield "animated", encoded(
        rgb, format="avif", save_all=True, append_images=[picture(31, 23, seed=9)], quality=50)
    for orientation in range(2, 9):
        yield f"orientation-{orientation}", encoded(
            rgb, format="avif", quality=50, exif=turned(orientation).tobytes())
    yield "xmp-6", encoded(rgb, format="avif", quality=50, xmp=b'<x tiff:Orientation="6"/>')
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rgb.save(folder / "rgb.png")
        rgba.save(folder / "rgba.png")
        exif = folder / "exif"
        exif.write_bytes(turned(6).tobytes()[6:])

        def made(source, *options):
            subprocess.run(
                ["avifenc", "-s", "8", "--min", "10", "--max", "30", *options, folder / source, folder / "made.avif"],
                check=True, capture_output=True)
            return (folder / "made.avif").read_bytes()

        for depth in ("10", "12"):
            for chroma in ("420", "422", "444", "400"):
                yield f"rgb-{depth}-{chroma}", made("rgb.png", "-d", depth, "-y", chroma, "-r", "limited")
                yield f"rgba-{depth}-{chroma}", made("rgba.png", "-d", depth, "-y", chroma)
        yield "premultiplied-10", made("rgba.png", "-d", "10", "--premultiply")
        yield "gbr-10", made("rgb.png", "-d", "10", "-y", "444", "--cicp", "1/13/0")
        yield "bt2020-10", made("rgb.png", "-d", "10", "--cicp", "9/16/9")
        yield "bt709", made("rgb.png", "--cicp", "1/13/1")
        yield "turned-then-mirrored", made("rgb.png", "--irot", "1", "--imir", "1")
        # An EXIF block alone does not turn an AVIF.
        yield "exif-6-alone", made("rgb.png", "--exif", exif, "--irot", "0")


def heic_pictures(picture, encoded):
    """Name, bytes, and how far libheif 1.15's pixels may be from those of the libheif in pillow_heif."""
    import pillow_heif
    pillow_heif.register_heif_opener()
    rgb, rgba = picture(31, 23), picture(31, 23, "RGBA", 2)
    for chroma in (420, 422, 444):
        bound = 1 if chroma == 420 else 0
        yield f"rgb-{chroma}", encoded(rgb, format="heif", chroma=chroma, quality=60), bound
        yield f"rgba-{chroma}", encoded(rgba, format="heif", chroma=chroma, quality=60), bound
    yield "lossless", encoded(rgb, format="heif", chroma=444, quality=-1), 0
    yield "grey", encoded(rgb.convert("L"), format="heif", quality=60), 0
    # As bytes, the orientation becomes the container's; as an object, it stays in the EXIF block alone, which
    # does not turn a HEIC.
    for orientation in range(2, 9):
        yield f"orientation-{orientation}", encoded(
            rgb, format="heif", chroma=444, quality=60, exif=turned(orientation).tobytes()), 0
    yield "exif-6-alone", encoded(rgb, format="heif", chroma=444, quality=60, exif=turned(6)), 0
    wide = scene(31, 23, 3, 65535, 3).astype("<u2").tobytes()
    for chroma, bound in ((420, 2), (444, 0)):
        file = io.BytesIO()
        pillow_heif.from_bytes("RGB;16", (31, 23), wide).save(file, chroma=chroma, quality=60)
        yield f"rgb-10-{chroma}", file.getvalue(), bound
