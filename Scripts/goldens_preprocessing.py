#!/usr/bin/env python3
"""Makes Tests/Goldens/preprocessing/goldens.json: what OpenCLIP and transformers make of pictures, for every
kind of preprocessing configuration.

    python Scripts/goldens_preprocessing.py

Each case is the text of a `preprocess_cfg` or of a `preprocessor_config.json` and the network's image size.
It is loaded as the reference loads it from a model's folder: merged into `PreprocessCfg`, the size overruled
by the network's, or by `CLIPImageProcessorPil.from_dict`. For each picture: SHA-256 of the 8-bit crop
`[H, W, 3]` and of the normalised f32 tensor `[H, W, 3]`. A case that the reference cannot use says why.
"""

import hashlib
import json
import pathlib
import sys
import warnings

import numpy as np
import PIL
from PIL import Image

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Goldens"
PICTURES = GOLDENS / "images" / "made"

USUAL = ["size-231x100.png", "size-227x448.png", "size-7x5.png", "jpeg-420.jpg", "size-64x64.png"]
MODES = ["rgba-8.png", "palette-8.png", "grey-16.png", "grey-8.png", "grey-alpha-8.png", "jpeg-cmyk.jpg",
         "grey-1.png", "tall-rgba.png", "tall-grey-16.png", "tall-grey-alpha.png"]
EXTREME = ["size-1x1.png", "size-3000x1.png", "size-1x3000.png", "size-900x2.png", "size-2x900.png"]

OPEN_CLIP = [
    # configuration, image size, pictures
    ({}, 64, USUAL + MODES + EXTREME),
    ({}, 61, USUAL + MODES),
    ({"size": 224, "mode": "RGB", "mean": None, "std": None, "interpolation": None}, 64, USUAL),
    ({"size": [336, 224], "fill_color": 7}, 64, USUAL),
    ({"interpolation": "bilinear"}, 64, USUAL + MODES + EXTREME),
    ({"interpolation": "random"}, 62, USUAL),
    ({"interpolation": "bicubic", "resize_mode": "shortest"}, 57, USUAL),
    ({"resize_mode": "squash"}, 64, USUAL + MODES + EXTREME),
    ({"resize_mode": "squash", "interpolation": "bilinear"}, 63, USUAL + MODES),
    ({"resize_mode": "longest"}, 64, USUAL + MODES),
    ({"resize_mode": "longest", "fill_color": 9}, 63, USUAL + MODES),
    ({"resize_mode": "longest", "fill_color": 255, "interpolation": "bilinear"}, 57, USUAL + MODES),
    ({"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}, 64, USUAL),
    ({"mean": 0.5, "std": [0.25]}, 64, USUAL),
    ({"mean": 0, "std": 0}, 64, USUAL),
    ({"mean": [], "std": []}, 64, USUAL),
    ({"mean": [0, 0, 0], "std": [1, 1, 1]}, 64, USUAL),
    ({"mean": [0.1, 0.2, 0.3], "std": [0.3, 0.7, 1.9]}, 64, USUAL),
    ({"interpolation": "nearest"}, 64, USUAL),
    ({"interpolation": "lanczos"}, 64, USUAL),
    ({"interpolation": "box"}, 64, USUAL),
    ({"mode": "L"}, 64, USUAL),
    ({"resize_mode": "crop"}, 64, USUAL),
    ({"std": [0.5, 0, 0.5]}, 64, USUAL),
    ({"mean": [0.5, 0.5]}, 64, USUAL),
]

HUGGING_FACE = [
    ({}, 224, USUAL),
    ({"size": 64, "crop_size": 64}, 64, USUAL + MODES + EXTREME),
    ({"size": {"shortest_edge": 61}, "crop_size": {"height": 61, "width": 61}}, 61, USUAL + MODES),
    ({"size": {"shortest_edge": 72}, "crop_size": 64}, 64, USUAL + MODES + EXTREME),
    ({"size": {"shortest_edge": 73}, "crop_size": [62, 62], "resample": 2}, 62, USUAL + MODES),
    ({"size": 40, "crop_size": 64}, 64, USUAL + MODES + EXTREME),
    ({"size": 31, "crop_size": 62}, 62, USUAL),
    ({"size": 64, "default_to_square": True, "crop_size": 64}, 64, USUAL),
    ({"size": [64, 64], "crop_size": 64}, 64, USUAL),
    ({"size": {"height": 64, "width": 64}, "do_center_crop": False}, 64, USUAL + MODES + EXTREME),
    ({"size": {"height": 75, "width": 75}, "crop_size": 64}, 64, USUAL),
    ({"use_square_size": True, "size": 100}, 224, USUAL),
    ({"do_resize": False, "crop_size": 64}, 64, USUAL + MODES + EXTREME),
    ({"do_resize": False, "crop_size": 61}, 61, USUAL + MODES),
    *[({"size": 64, "crop_size": 64, "resample": code}, 64, USUAL + MODES + EXTREME[:1]) for code in range(6)],
    ({"size": 64, "crop_size": 64, "do_rescale": False}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "rescale_factor": 0.00392156862745098}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "rescale_factor": 0.0078125}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "rescale_factor": 0.003921569}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_normalize": False}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_normalize": False, "do_rescale": False}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "image_mean": 0.5, "image_std": 0.5}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "image_mean": 0, "image_std": 1}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "image_mean": [0.1, 0.2, 0.3], "image_std": [0.3, 0.7, 1.9]}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_convert_rgb": False}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_pad": True, "pad_size": {"height": 64, "width": 64}}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_pad": True, "pad_size": 64}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_pad": False, "pad_size": 80}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "image_mean": [0.5, 0.5]}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "image_mean": []}, 64, USUAL),
    ({"size": 64, "crop_size": {"shortest_edge": 64}}, 64, USUAL),
    ({"size": [64], "crop_size": 64}, 64, USUAL),
    # Not squares of the network's size.
    ({"size": 64, "do_center_crop": False}, 64, USUAL),
    ({"do_resize": False, "do_center_crop": False}, 64, USUAL),
    ({"size": 64, "crop_size": {"height": 64, "width": 48}}, 64, USUAL),
    ({"size": 64, "crop_size": 60}, 64, USUAL),
    ({"size": 64, "crop_size": 64, "do_pad": True, "pad_size": 80}, 64, USUAL),
]


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def open_clip(configuration, size):
    """Crop and tensor as functions of a picture, the way `create_model_and_transforms` gets to them."""
    from open_clip.transform import PreprocessCfg, image_transform_v2, merge_preprocess_dict
    merged = merge_preprocess_dict(PreprocessCfg(), configuration)
    merged["size"] = (size, size)
    whole = image_transform_v2(PreprocessCfg(**merged), is_train=False)
    steps = whole.transforms

    def crop(image):
        for step in steps[:-2]:
            image = step(image)
        return np.asarray(image)
    return crop, lambda image: whole(image).permute(1, 2, 0).numpy()


def hugging_face(configuration, size):
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    processor = CLIPImageProcessorPil.from_dict(configuration)

    def run(image, **options):
        values = processor(image, return_tensors="np", **options)["pixel_values"][0]
        if values.shape != (3, size, size):
            raise ValueError(f"a picture of {list(values.shape)} does not fit the network's {size}")
        return values.transpose(1, 2, 0)
    return lambda image: run(image, do_rescale=False, do_normalize=False), lambda image: run(image).astype("f4")


def case(layout, load, configuration, size, files):
    entry = {"layout": layout, "configuration": json.dumps(configuration), "size": size, "pictures": []}
    try:
        crop, tensor = load(configuration, size)
        for file in files:
            image = Image.open(PICTURES / file)
            image.load()
            pixels = crop(image)
            if pixels.dtype != np.uint8 or pixels.shape != (size, size, 3):
                sys.exit(f"{configuration}, {file}: a crop of {pixels.dtype} {pixels.shape}")
            entry["pictures"].append({"file": file, "crop": digest(pixels), "tensor": digest(tensor(image))})
    except Exception as error:
        first = (str(error).splitlines() or [""])[0]
        entry.update(pictures=[], refused=f"{type(error).__name__}: {first}".removesuffix(": "))
    return entry


def main():
    import open_clip as library
    import torch
    import torchvision
    import transformers
    warnings.simplefilter("ignore")
    versions = {"pillow": PIL.__version__, "open_clip_torch": library.__version__,
                "transformers": transformers.__version__, "torch": torch.__version__.split("+")[0],
                "torchvision": torchvision.__version__.split("+")[0]}
    assert versions["pillow"] == "13.0.0" and versions["open_clip_torch"] == "3.3.0", versions
    cases = [case("openCLIP", open_clip, *c) for c in OPEN_CLIP]
    cases += [case("huggingFace", hugging_face, *c) for c in HUGGING_FACE]
    folder = GOLDENS / "preprocessing"
    folder.mkdir(exist_ok=True)
    (folder / "goldens.json").write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(len(cases), "configurations,", sum("refused" in c for c in cases), "refused,",
          sum(len(c["pictures"]) for c in cases), "pictures")


if __name__ == "__main__":
    main()
