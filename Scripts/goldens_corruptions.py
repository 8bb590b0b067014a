#!/usr/bin/env python3
"""Makes Tests/Goldens/corruptions/goldens.safetensors: pictures corrupted by imagecorruptions, and by Pillow and SciPy
where the corruption is our own.

    python Scripts/goldens_corruptions.py

For each picture, corruption and severity: the pixels `[H, W, 3]` after `numpy.random.seed(seed)`, where the seed is
100 times the corruption's number plus the severity. Frost, whose photographs are not free and not used here, is
represented by numbers alone: mean, deviation and root mean square difference of neighbours over 200 draws. Versions: see Scripts/requirements-corruptions.txt.
"""

import importlib
import pathlib
import sys
import types
import warnings

import numpy as np
import PIL
import scipy.ndimage
import skimage
from PIL import Image
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Tests/Goldens/corruptions/goldens.safetensors"
ANGLES = [15, 30, 45, 90, 180]


def load_reference():
    """The package as it was in 2020, on libraries of today: names that these have moved or dropped."""
    warnings.filterwarnings("ignore")
    np.float_ = np.float64
    gaussian = skimage.filters.gaussian
    skimage.filters.gaussian = lambda image, *args, multichannel=False, **options: gaussian(
        image, **({"sigma": args[0]} if args else {}), **options,
        channel_axis=-1 if multichannel else None)
    noise = skimage.util.random_noise
    # scikit-image drew from numpy.random until 0.20; since then it has a generator of its own.
    skimage.util.random_noise = lambda *args, **options: noise(*args, **options, rng=np.random.mtrand._rand)
    resources = types.ModuleType("pkg_resources")
    resources.resource_filename = lambda name, path: str(
        pathlib.Path(importlib.util.find_spec("imagecorruptions").origin).parent / path)
    sys.modules.setdefault("pkg_resources", resources)
    return importlib.import_module("imagecorruptions")


def pictures():
    """Two crops of photographs, smaller than what models see but not square, and a grey one."""
    def crop(name, box, size):
        with Image.open(ROOT / "Examples/photos" / name) as file:
            return np.array(file.convert("RGB").crop(box).resize(size, Image.BICUBIC))
    return {
        "coffee": (crop("coffee.png", (40, 20, 328, 260), (60, 50)), [1, 2, 3, 4, 5]),
        "rocket": (crop("rocket.jpg", (60, 0, 220, 200), (40, 50)), [5]),
        "photographer": (crop("photographer.png", (60, 20, 260, 220), (40, 40)), [3]),
    }


def shapes(picture):
    """Our own corruptions, from the libraries' functions."""
    image = Image.fromarray(picture)
    luma = np.array(image.convert("L"))
    across, down = (scipy.ndimage.sobel(luma.astype(float), axis=axis, mode="nearest") for axis in (1, 0))
    edges = np.minimum(np.hypot(across, down) / 4, 255).astype(np.uint8)
    result = {"greyscale/1": np.repeat(luma[..., None], 3, 2), "edges/1": np.repeat(edges[..., None], 3, 2)}
    for severity, angle in enumerate(ANGLES, 1):
        result[f"rotation/{severity}"] = np.array(image.rotate(angle, resample=Image.BILINEAR))
    return result


def frost_statistics(reference, picture):
    rows = []
    for severity in range(1, 6):
        means, deviations, details = [], [], []
        for seed in range(200):
            np.random.seed(seed)
            iced = reference.corrupt(picture, severity, "frost").astype(float)
            means.append(iced.mean())
            deviations.append(iced.std())
            details.append(np.sqrt(np.mean(np.diff(iced, axis=1) ** 2)))
        rows.append([np.mean(means), np.mean(deviations), np.mean(details)])
    return np.array(rows, np.float32)


def main():
    reference = load_reference()
    tensors = {}
    for name, (picture, severities) in pictures().items():
        tensors[f"{name}/clean"] = picture
        for number, corruption in enumerate(reference.get_corruption_names("common")):
            for severity in severities:
                if corruption == "frost":
                    continue
                np.random.seed(100 * number + severity)
                tensors[f"{name}/{corruption}/{severity}"] = reference.corrupt(picture, severity, corruption)
        for key, pixels in shapes(picture).items():
            if key.startswith("rotation") and int(key[-1]) not in severities:
                continue
            tensors[f"{name}/{key}"] = pixels
    with Image.open(ROOT / "Examples/photos/coffee.png") as file:
        square = np.array(file.convert("RGB").resize((224, 224), Image.BICUBIC))
    tensors["frost/mean, deviation and detail"] = frost_statistics(reference, square)
    TARGET.parent.mkdir(exist_ok=True)
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, TARGET, metadata={
        "numpy": np.__version__, "scipy": scipy.__version__, "scikit-image": skimage.__version__,
        "Pillow": PIL.__version__, "imagecorruptions": "1.1.2"})


if __name__ == "__main__":
    main()
