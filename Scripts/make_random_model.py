"""Writes a full-size model folder with random weights: for checks against OpenCLIP and transformers.

    python Scripts/make_random_model.py ViT-B-32-quickgelu FOLDER --photos FOLDER [--layout huggingface]

NAME is any vision transformer or ResNet of OpenCLIP with its own text tower: ViT-B-32, ViT-B-16, ViT-L-14,
RN50, each also with -quickgelu. Photos (jpg or png, any tree) give batch norms their statistics and show
that different pictures get different embeddings. The same name and seed give the same values in either layout.
"""

import argparse
import json
import pathlib
import random

import safetensors.torch
import torch
from PIL import Image

import huggingface_layout
import open_clip
from open_clip.tokenizer import SimpleTokenizer
from photos import photo_paths
from random_weights import assert_spread, choose_apart, randomise

_TEMPLATES = ("a photo of a {}", "{}", "a blurry picture of the {}, taken at night", "two {}s on a table",
              "an old drawing: {}", "why is there a {} in my kitchen?", "{} and nothing else in sight")
_THINGS = ("cat", "dog", "red car", "mountain", "bowl of rice", "violin", "sailing ship", "newspaper", "child",
           "traffic light", "bridge over a river", "giraffe", "soldier", "wedding cake")


def load_photos(paths: list[pathlib.Path], size: int) -> torch.Tensor:
    transform = open_clip.image_transform(size, is_train=False)
    rows = []
    for path in paths:
        with Image.open(path) as image:
            rows.append(transform(image))
    return torch.stack(rows)


def sentences() -> list[str]:
    """Templates with things in them; the first seven share neither."""
    rest = [template.format(thing) for template in _TEMPLATES for thing in _THINGS]
    different = [template.format(thing) for template, thing in zip(_TEMPLATES, _THINGS)]
    rest = [sentence for sentence in rest if sentence not in different]
    random.Random(0).shuffle(rest)
    return different + rest[:48]


def write_openclip(folder: pathlib.Path, configuration: dict, model: open_clip.CLIP) -> None:
    preprocess = dict(mean=open_clip.OPENAI_DATASET_MEAN, std=open_clip.OPENAI_DATASET_STD,
                      interpolation="bicubic", resize_mode="shortest")
    (folder / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": configuration, "preprocess_cfg": preprocess}, indent=1) + "\n")
    safetensors.torch.save_file(model.state_dict(), folder / "open_clip_model.safetensors", {"format": "pt"})


def write_huggingface(folder: pathlib.Path, configuration: dict, model: open_clip.CLIP) -> None:
    """As OpenAI's own files are: `eos_token_id` says 2, and the vocabulary lies beside the weights."""
    theirs = huggingface_layout.configuration(configuration, eos_token_id=2)
    theirs.architectures = ["CLIPModel"]
    size = configuration["vision_cfg"]["image_size"]
    preprocessor = huggingface_layout.preprocessor(size, open_clip.OPENAI_DATASET_MEAN, open_clip.OPENAI_DATASET_STD)
    tokenizer = SimpleTokenizer()
    merges = sorted(tokenizer.bpe_ranks, key=tokenizer.bpe_ranks.get)
    (folder / "config.json").write_text(json.dumps(theirs.to_diff_dict(), indent=1) + "\n")
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor, indent=1) + "\n")
    words = {word: index for word, index in tokenizer.encoder.items() if index < len(tokenizer.encoder) - 2}
    words |= {"<|startoftext|>": len(words), "<|endoftext|>": len(words) + 1}  # OpenCLIP spells them otherwise
    (folder / "vocab.json").write_text(json.dumps(words, ensure_ascii=False) + "\n")
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *map(" ".join, merges)]) + "\n")
    safetensors.torch.save_file(huggingface_layout.state_dict(model.state_dict()), folder / "model.safetensors",
                                {"format": "pt"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--photos", type=pathlib.Path, required=True)
    parser.add_argument("--layout", choices=("openclip", "huggingface"), default="openclip")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--double", action="store_true", help="also measure the reference's f32 against f64")
    options = parser.parse_args()
    configuration = open_clip.get_model_config(options.name)
    if configuration is None:
        raise SystemExit(f"OpenCLIP has no model {options.name}")

    model = open_clip.CLIP(**configuration).eval()
    size = configuration["vision_cfg"]["image_size"]
    photos = load_photos(photo_paths(options.photos, 64), size)
    tokens = SimpleTokenizer()(sentences())
    randomise(model, photos, tokens, options.seed)

    with torch.no_grad():
        images, texts = model.encode_image(photos), model.encode_text(tokens[: len(_TEMPLATES)])
    # Photos may be alike, of one scene even; among this many there are twelve different ones.
    different = choose_apart([images] * 12)
    images, photos = images[different], photos[different]
    print(f"largest cosine of two images {assert_spread(images, 'images'):.3f},",
          f"of two texts {assert_spread(texts, 'texts'):.3f}")
    options.folder.mkdir(parents=True, exist_ok=True)
    write = write_openclip if options.layout == "openclip" else write_huggingface
    write(options.folder, configuration, model)

    if options.double:
        normalised = torch.nn.functional.normalize
        with torch.no_grad():
            model.double()
            differences = [
                (normalised(single.double(), dim=-1) - normalised(double, dim=-1)).abs().max().item()
                for single, double in ((images[:4], model.encode_image(photos[:4].double())),
                                       (texts[:4], model.encode_text(tokens[:4])))]
        print(f"f32 - f64 on unit rows: images {differences[0]:.1e}, texts {differences[1]:.1e}")


if __name__ == "__main__":
    main()
