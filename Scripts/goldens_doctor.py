#!/usr/bin/env python3
"""Makes Tests/Goldens/doctor: inputs of a model as Python makes them, rightly and with the usual mistakes.

    python Scripts/goldens_doctor.py

Each case is a picture of Tests/Goldens, a size, whose rules are right, an array of another tool (`.npy`), and what
`swift-clip doctor --compare` is to say of it: equal within one level, or the causes. Also `bordered.jpg` and
`photo.jpg`, 256 × 256, the first as img2dataset makes them without being told otherwise.
"""

import json
import pathlib
import warnings

import numpy as np
import PIL
import torch
from PIL import Image, ImageOps

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Goldens"
FOLDER = GOLDENS / "doctor"
MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
SIZE = 32
cases = []


def normalised(pixels, mean=MEAN, std=STD):
    values = (np.asarray(pixels, "f4") / np.float32(255) - np.array(mean, "f4")) / np.array(std, "f4")
    return values.transpose(2, 0, 1)


def save(name, array, picture, causes=None, rules="openai", size=SIZE):
    """causes: None where both are equal within one level."""
    np.save(FOLDER / f"{name}.npy", np.ascontiguousarray(array) if not np.isfortran(array) else array)
    cases.append({"array": f"{name}.npy", "picture": picture, "size": size, "rules": rules,
                  "equal": causes is None, "causes": causes or []})


def opened(picture):
    image = Image.open(GOLDENS / picture)
    image.load()
    return image


def open_clip(**options):
    from open_clip.transform import image_transform
    return image_transform(SIZE, is_train=False, **options)


def samples(image, **options):
    """The 8-bit crop of OpenCLIP's transform."""
    for step in open_clip(**options).transforms[:-2]:
        image = step(image)
    return np.asarray(image)


def resized(image, cut=int):
    width, height = image.size
    if width < height:
        return SIZE, cut(SIZE * height / width)
    return cut(SIZE * width / height), SIZE


def window(pixels, down=0, across=0):
    height, width = pixels.shape[:2]
    top, left = int(round((height - SIZE) / 2)) + down, int(round((width - SIZE) / 2)) + across
    return pixels[top:top + SIZE, left:left + SIZE]


def unfiltered(image, mode):
    width, height = resized(image)
    tensor = torch.from_numpy(np.asarray(image.convert("RGB")).transpose(2, 0, 1).copy())[None].float()
    out = torch.nn.functional.interpolate(tensor, size=(height, width), mode=mode, align_corners=False)
    return window(out[0].clamp(0, 255).round().byte().numpy().transpose(1, 2, 0))


def right(photo):
    image = opened(photo)
    tensor = open_clip()(image).numpy()
    save("equal", tensor, photo)
    save("equal-batch", tensor[None], photo)
    save("equal-last", tensor.transpose(1, 2, 0), photo)
    save("equal-fortran", np.asfortranarray(tensor), photo)
    save("equal-double", tensor.astype("f8"), photo)
    save("equal-half", tensor.astype("f2"), photo)
    save("equal-big-endian", tensor.astype(">f4"), photo)
    save("equal-bytes", samples(image), photo)
    import torchvision
    from torchvision.transforms.v2 import functional as F
    whole = torch.from_numpy(np.asarray(image).transpose(2, 0, 1).copy())
    bicubic = torchvision.transforms.InterpolationMode.BICUBIC
    tensors = F.center_crop(F.resize(whole, [SIZE], interpolation=bicubic, antialias=True), [SIZE, SIZE])
    save("one-level", normalised(tensors.numpy().transpose(1, 2, 0)), photo)
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    processor = CLIPImageProcessorPil(size={"shortest_edge": SIZE}, crop_size={"height": SIZE, "width": SIZE})
    hf = processor(image, return_tensors="np")["pixel_values"]
    save("hf", hf, photo, rules="hf")


def wrong(photo):
    image = opened(photo)
    crop = samples(image)
    tensor = open_clip()(image).numpy()
    save("bgr", tensor[::-1], photo, ["channel_order"])
    save("bgr-first", normalised(crop[..., ::-1]), photo, ["channel_order"])
    save("bgr-bytes", crop[..., ::-1], photo, ["channel_order"])
    save("scale-0-1", (crop / 255).astype("f4").transpose(2, 0, 1), photo, ["scale_0_1"])
    save("scale-0-255", crop.astype("f4").transpose(2, 0, 1), photo, ["scale_0_255"])
    save("scale-half", normalised(crop, (0.5,) * 3, (0.5,) * 3), photo, ["scale_minus_1_1"])
    save("imagenet", normalised(crop, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)), photo, ["mean_std_imagenet"])
    save("other-mean", normalised(crop, (0.4, 0.3, 0.2), (0.31, 0.32, 0.33)), photo, ["mean_std"])
    save("not-rescaled", normalised(crop * 255.0), photo, ["not_rescaled"])
    save("rescaled-twice", normalised(crop / 255.0), photo, ["rescaled_twice"])
    save("squash", normalised(samples(image, resize_mode="squash")), photo, ["squash"])
    save("pad", normalised(samples(image, resize_mode="longest")), photo, ["pad"])
    save("bilinear", normalised(samples(image, interpolation="bilinear")), photo, ["filter_bilinear"])
    for name in ("nearest", "lanczos"):
        code = {"nearest": Image.NEAREST, "lanczos": Image.LANCZOS}[name]
        save(name, normalised(window(np.asarray(image.resize(resized(image), code)))), photo, [f"filter_{name}"])
    save("unfiltered-bicubic", normalised(unfiltered(image, "bicubic")), photo, ["no_antialias_bicubic"])
    save("unfiltered-bilinear", normalised(unfiltered(image, "bilinear")), photo, ["no_antialias_bilinear"])
    whole = np.asarray(image.resize(resized(image), Image.BICUBIC))
    save("offset", normalised(window(whole, across=1)), photo, ["crop_offset"])
    save("larger", normalised(window(np.asarray(image.resize(
        [int(side * (SIZE * 8 // 7) / min(image.size)) for side in image.size], Image.BICUBIC)))), photo, ["resized_larger"])
    save("mirrored", normalised(crop[:, ::-1]), photo, ["mirrored"])
    save("transposed", normalised(crop.transpose(1, 0, 2)), photo, ["transposed"])
    save("three", (samples(image, resize_mode="squash").transpose(2, 0, 1)[::-1] / 255).astype("f4"), photo,
         ["squash", "channel_order", "scale_0_1"])
    noise = np.random.default_rng(0)
    save("other-decoder", normalised(np.clip(crop + noise.integers(-3, 4, crop.shape), 0, 255)), photo, ["decoder"])
    save("noise", noise.normal(size=(3, SIZE, SIZE)).astype("f4"), photo, [])
    cases[-1]["equal"] = False
    broken = tensor.copy()
    broken[1, 3, 5] = np.nan
    save("not-finite", broken, photo, ["not_finite"])
    save("larger-input", np.zeros((3, SIZE + 1, SIZE + 1), "f4"), photo, ["size"])


def modes():
    odd = "images/made/size-227x448.png"
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    processor = CLIPImageProcessorPil(size={"shortest_edge": SIZE}, crop_size={"height": SIZE, "width": SIZE})
    save("rounding-hf", processor(opened(odd), return_tensors="np")["pixel_values"], odd, ["crop_rounding"])
    rounded = np.asarray(opened("images/made/jpeg-420.jpg").resize(
        resized(opened("images/made/jpeg-420.jpg"), lambda side: int(round(side))), Image.BICUBIC))
    save("long-side", normalised(window(rounded)), "images/made/jpeg-420.jpg", ["long_side_rounded"])
    turned = "images/made/orientation-6.jpg"
    save("exif", open_clip()(ImageOps.exif_transpose(opened(turned))).numpy(), turned, ["exif"])
    clear = "images/made/rgba-8.png"
    save("converted", open_clip()(opened(clear).convert("RGB")).numpy(), clear, ["colour_order"])
    for name, colour in (("white", (255,) * 3), ("black", (0,) * 3)):
        image = opened(clear)
        ground = Image.new("RGB", image.size, colour)
        ground.paste(image.convert("RGB"), mask=image.getchannel("A"))
        save(f"alpha-{name}", open_clip()(ground).numpy(), clear, [f"alpha_{name}"])
    deep = "images/made/grey-16.png"
    save("grey-16", open_clip()(Image.fromarray((np.asarray(opened(deep)) >> 8).astype("u1"))).numpy(), deep,
         ["grey16_scaled"])


def squares(photo):
    """Squares made before the resize, colours given up, and statistics applied twice."""
    image = opened(photo)
    short, long = min(image.size), max(image.size)
    left, top = (image.width - short) // 2, (image.height - short) // 2
    save("cropped-first", open_clip()(image.crop((left, top, left + short, top + short))).numpy(), photo,
         ["cropped_first"])
    for name, level in (("black", 0), ("white", 255)):
        canvas = Image.new("RGB", (long, long), (level,) * 3)
        canvas.paste(image, ((long - image.width) // 2, (long - image.height) // 2))
        save(f"letterbox-{name}", open_clip()(canvas).numpy(), photo, [f"letterbox_{name}"])
    save("grey", open_clip()(image.convert("L").convert("RGB")).numpy(), photo, ["grey"])
    twice = (open_clip()(image).numpy() - np.array(MEAN, "f4")[:, None, None]) / np.array(STD, "f4")[:, None, None]
    save("normalised-twice", twice, photo, ["normalised_twice"])
    whole = np.asarray(image.resize(resized(image), Image.BICUBIC))
    save("corner", normalised(whole[:SIZE, :SIZE]), photo, ["crop_corner"])


def bordered():
    photo = Image.open(GOLDENS.parent.parent / "Examples" / "photos" / "cat.jpg").convert("RGB")
    height = round(256 * photo.height / photo.width)
    small = photo.resize((256, height), Image.BOX)
    canvas = Image.new("RGB", (256, 256), (255, 255, 255))
    canvas.paste(small, (0, (256 - height) // 2))
    canvas.save(FOLDER / "bordered.jpg", quality=95)
    photo.resize((256, 256), Image.BOX).save(FOLDER / "photo.jpg", quality=95)


def main():
    assert PIL.__version__ == "13.0.0", f"the reference is Pillow 13.0.0, not {PIL.__version__}"
    warnings.simplefilter("ignore")
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.npy"):
        old.unlink()
    right("images/made/jpeg-420.jpg")
    wrong("images/made/jpeg-420.jpg")
    modes()
    squares("images/made/jpeg-420.jpg")
    bordered()
    (FOLDER / "cases.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n")
    print(len(cases), "arrays")


if __name__ == "__main__":
    main()
