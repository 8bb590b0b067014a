"""Compares the command's embeddings and pixels with OpenCLIP's or transformers', on full-size models.

    python Scripts/compare_full_size.py MODEL --photos FOLDER [--texts FILE] [--command swift-clip] [--count 24]

MODEL is a folder in either layout (Scripts/make_random_model.py makes one). Photos and texts go through
`swift-clip preprocess` and `swift-clip embed` and, apart from that, through the reference's own image
transform, tokenizer and network, in f32. Fails if a unit row differs by more than 1e-4, in its largest
element or in L2 relative to the reference's, or if a pixel differs by more than an f32's last digits.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch
from PIL import Image, ImageOps

import open_clip
from make_random_model import sentences
from photos import photo_paths

ROW_BOUND = 1e-4
# A pixel of another 8-bit value is 0.015 away or more; the same value, normalised in f32, a few 1e-7.
PIXEL_BOUND = 1e-5


class OpenCLIPReference:
    def __init__(self, folder: pathlib.Path):
        name = f"local-dir:{folder}"
        self.model, _, self.transform = open_clip.create_model_and_transforms(name, precision="fp32")
        self.tokenizer = open_clip.get_tokenizer(name)
        self.model.eval()

    def pixels(self, path: pathlib.Path) -> torch.Tensor:
        with Image.open(path) as image:
            return self.transform(ImageOps.exif_transpose(image))

    def images(self, batch: torch.Tensor) -> torch.Tensor:
        return self.model.encode_image(batch)

    def texts(self, texts: list[str]) -> torch.Tensor:
        return self.model.encode_text(self.tokenizer(texts))


class HuggingFaceReference:
    def __init__(self, folder: pathlib.Path):
        # The processor on Pillow is the one that the published checkpoints were used with.
        from transformers import CLIPImageProcessorPil, CLIPModel, CLIPTokenizer

        self.model = CLIPModel.from_pretrained(folder).eval()
        self.processor = CLIPImageProcessorPil.from_pretrained(folder)
        self.tokenizer = CLIPTokenizer.from_pretrained(folder)
        self.context = self.model.config.text_config.max_position_embeddings

    def pixels(self, path: pathlib.Path) -> torch.Tensor:
        with Image.open(path) as image:
            turned = ImageOps.exif_transpose(image).convert("RGB")
        return self.processor(turned, return_tensors="pt")["pixel_values"][0]

    def images(self, batch: torch.Tensor) -> torch.Tensor:
        return self.model.get_image_features(pixel_values=batch).pooler_output

    def texts(self, texts: list[str]) -> torch.Tensor:
        inputs = self.tokenizer(texts, padding=True, truncation=True, max_length=self.context, return_tensors="pt")
        return self.model.get_text_features(**inputs).pooler_output


def unit(rows) -> numpy.ndarray:
    rows = numpy.asarray(rows, dtype=numpy.float64)
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def compare_rows(what: str, ours: numpy.ndarray, theirs: torch.Tensor) -> bool:
    theirs = unit(theirs)
    if ours.shape != theirs.shape:
        print(f"{what}: ours are {ours.shape}, the reference's {theirs.shape}")
        return False
    difference = ours.astype(numpy.float64) - theirs
    largest, relative = numpy.abs(difference).max(), (numpy.linalg.norm(difference, axis=1)).max()
    cosines = (unit(ours) * theirs).sum(axis=1)
    others = theirs @ theirs.T - 2 * numpy.eye(len(theirs))
    good = bool(largest <= ROW_BOUND and relative <= ROW_BOUND)
    print(f"{what}: {len(ours)} unit rows, max |Δ| {largest:.2e}, relative L2 {relative:.2e}, "
          f"1 - cosine {1 - cosines.max():.1e}…{1 - cosines.min():.1e}; "
          f"two different ones have cosine {numpy.median(others):.2f} at the median, {others.max():.2f} at most"
          f"{'' if good else '  <- BEYOND THE BOUND'}")
    return good


def run(command: str, *arguments) -> None:
    subprocess.run([command, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def check_order(rows: pathlib.Path, paths: list[pathlib.Path]) -> None:
    """The lines beside the matrix must name the photos in the order they were given."""
    listing = rows.with_suffix(".jsonl")
    if listing.exists():
        lines = [json.loads(line) for line in listing.read_text().splitlines()]
        named = [line["image"] for line in lines if "row" in line]
        if [pathlib.Path(name).resolve() for name in named] != [path.resolve() for path in paths]:
            raise SystemExit(f"{listing} names other photos, or in another order, than were given")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--photos", type=pathlib.Path, required=True)
    parser.add_argument("--texts", type=pathlib.Path, help="one text a line; else some sentences of our own")
    parser.add_argument("--command", default="swift-clip")
    parser.add_argument("--count", type=int, default=24, help="how many photos")
    options = parser.parse_args()

    openclip = (options.model / "open_clip_config.json").exists()
    reference = (OpenCLIPReference if openclip else HuggingFaceReference)(options.model)
    paths = sorted(photo_paths(options.photos, options.count))
    texts = options.texts.read_text().splitlines() if options.texts else sentences()
    texts = [text for text in texts if text.strip()]
    good = True
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        folder = pathlib.Path(folder)
        pixels = torch.stack([reference.pixels(path) for path in paths])
        largest = 0.0
        for path, expected in zip(paths, pixels.numpy()):
            run(options.command, "preprocess", path, "--model", options.model, "--output", folder / "pixels.npy")
            ours = numpy.load(folder / "pixels.npy")
            if ours.shape != expected.shape:
                raise SystemExit(f"{path}: ours are {ours.shape}, the reference's pixels {expected.shape}")
            largest = max(largest, float(numpy.abs(ours - expected).max()))
        good &= largest <= PIXEL_BOUND
        print(f"pixels: {len(paths)} photos, max |Δ| {largest:.2e} after normalisation")

        run(options.command, "embed", *paths, "--precision", "f32", "--model", options.model, "--output", folder / "images.npy")
        check_order(folder / "images.npy", paths)
        theirs = torch.cat([reference.images(batch) for batch in pixels.split(16)])
        good &= compare_rows("images", numpy.load(folder / "images.npy"), theirs)

        (folder / "texts.txt").write_text("\n".join(texts) + "\n")
        run(options.command, "embed", "--texts-file", folder / "texts.txt", "--precision", "f32", "--model", options.model,
            "--output", folder / "texts.npy")
        good &= compare_rows("texts", numpy.load(folder / "texts.npy"), reference.texts(texts))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
