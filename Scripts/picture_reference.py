"""What the references make of a picture file: Pillow's reader, OpenCLIP's transform, Hugging Face's processor."""

import functools
import hashlib
import warnings

import numpy as np
import PIL
from PIL import Image, ImageFile, ImageOps

PILLOW = "13.0.0"
# The limit that the command has: Pillow refuses twice this many pixels.
Image.MAX_IMAGE_PIXELS = 128_000_000


def check_versions():
    assert PIL.__version__ == PILLOW, f"the reference is Pillow {PILLOW}, not {PIL.__version__}"
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    warnings.simplefilter("ignore")


def digest(pixels):
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def rgb(image):
    return digest(np.asarray(image.convert("RGB")))


@functools.cache
def open_clip_steps(size):
    from open_clip.transform import image_transform
    return image_transform(size, is_train=False).transforms[:-2]


@functools.cache
def processor(size):
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    return CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size={"height": size, "width": size})


def read(path, size=None):
    """Mode, size and digests of a file's pixels; with a size also of both crops. Or why it is refused."""
    try:
        image = Image.open(path)
        image.load()
        stored = rgb(image)
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {str(error).split(chr(39))[0].strip()[:80]}"}
    facts = {"mode": image.mode, "width": image.width, "height": image.height, "stored": stored}
    try:
        upright = ImageOps.exif_transpose(image)
    except Exception:
        upright = image  # metadata that cannot be read ask for nothing
    facts["upright"] = rgb(upright)
    if size:
        crop = image
        for step in open_clip_steps(size):
            crop = step(crop)
        facts["openai"] = digest(np.asarray(crop))
        values = processor(size)(upright.convert("RGB"), do_rescale=False, do_normalize=False, return_tensors="np")
        facts["hf"] = digest(values["pixel_values"][0].transpose(1, 2, 0))
    return facts
