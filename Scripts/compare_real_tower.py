#!/usr/bin/env python3
"""Compares our embeddings by real CLIP weights with OpenCLIP's, and shows that they mean something.

    python Scripts/compare_real_tower.py FOLDER DATA [--command swift-clip] [--every 20]

FOLDER is what Scripts/convert_real_tower.py makes, DATA a folder of class-folder sets. All pictures of the sets go
through `swift-clip embed`. Every 20th goes through OpenCLIP's ViT-B-16-quickgelu on the same weights, too (pixels by
transformers' CLIPImageProcessorPil, because the folder has Hugging Face's layout), and every 200th through the
quantised graph that the weights come from. Printed are the differences, and how often a picture's nearest neighbour
within its set is of its class. Fails if a unit row differs from OpenCLIP's by more than 1e-4, in its largest element or
in L2, if the graph's rows point elsewhere (cosine below 0.95: it rounds activations to 8 bits), or if neighbours are
not at least three times as good as chance.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
import torch
from PIL import Image, ImageOps
from safetensors.torch import load_file
from transformers import CLIPImageProcessorPil

import open_clip
from convert_real_tower import WHEEL, network

BOUND = 1e-4
GRAPH_COSINE = 0.95
LEAST_GAIN = 3


def class_sets(data: pathlib.Path) -> list[pathlib.Path]:
    """Sets whose folders are classes; what has captions instead is named d-…, files for readers e-…"""
    return sorted(path for path in data.iterdir() if path.is_dir() and path.name[:2] in ("a-", "b-", "c-"))


def embed(command: str, folder: pathlib.Path, data: pathlib.Path) -> tuple[list[str], np.ndarray]:
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "x.npy"
        subprocess.run([command, "embed", "--model", str(folder), "--precision", "f32", "-o", str(out), str(data)], check=True)
        lines = out.with_suffix(".jsonl").read_text().splitlines()[1:]
        return [json.loads(line)["image"] for line in lines], np.load(out)


def open_clip_tower(folder: pathlib.Path) -> torch.nn.Module:
    theirs = load_file(folder / "model.safetensors")
    tower = open_clip.create_model("ViT-B-16-quickgelu", pretrained=None).visual.eval()
    names = {"class_embedding": "embeddings.class_embedding", "positional_embedding": "embeddings.position_embedding.weight",
             "conv1.weight": "embeddings.patch_embedding.weight"}
    for kind in ("weight", "bias"):
        names |= {f"ln_pre.{kind}": f"pre_layrnorm.{kind}", f"ln_post.{kind}": f"post_layernorm.{kind}"}
    state = {ours: theirs.pop(f"vision_model.{name}") for ours, name in names.items()}
    state["proj"] = theirs.pop("visual_projection.weight").T
    for block in range(12):
        old, new = f"vision_model.encoder.layers.{block}.", f"transformer.resblocks.{block}."
        for kind in ("weight", "bias"):
            parts = [theirs.pop(f"{old}self_attn.{part}_proj.{kind}") for part in "qkv"]
            state[f"{new}attn.in_proj_{kind}"] = torch.cat(parts)
            for ours, name in (("attn.out_proj", "self_attn.out_proj"), ("ln_1", "layer_norm1"), ("ln_2", "layer_norm2"),
                               ("mlp.c_fc", "mlp.fc1"), ("mlp.c_proj", "mlp.fc2")):
                state[f"{new}{ours}.{kind}"] = theirs.pop(f"{old}{name}.{kind}")
    assert not theirs, f"not taken: {sorted(theirs)}"
    tower.load_state_dict(state)
    return tower


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def pixels(processor, path: str) -> np.ndarray:
    with Image.open(path) as image:
        return processor(ImageOps.exif_transpose(image).convert("RGB"), return_tensors="np")["pixel_values"][0]


def compare(folder: pathlib.Path, paths: list[str], rows: np.ndarray, every: int) -> bool:
    processor = CLIPImageProcessorPil.from_pretrained(folder)
    tower = open_clip_tower(folder)
    chosen = range(0, len(paths), every)
    largest = furthest = 0.0
    with torch.inference_mode():
        for index in chosen:
            reference = unit(tower(torch.from_numpy(pixels(processor, paths[index]))[None]).numpy())[0]
            delta = rows[index] - reference
            largest, furthest = max(largest, np.abs(delta).max()), max(furthest, np.linalg.norm(delta))
    print(f"{len(chosen)} pictures against OpenCLIP {open_clip.__version__}: max |Δ| {largest:.1e}, L2 {furthest:.1e}")
    graph = network(folder.parent / WHEEL).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    fewer = range(0, len(paths), every * 10)
    cosines = [unit(session.run(["image_embeds"], {"pixel_values": pixels(processor, paths[index])[None]})[0])[0] @ rows[index]
               for index in fewer]
    print(f"{len(fewer)} pictures against the quantised graph: cosine at least {min(cosines):.4f}")
    return largest <= BOUND and furthest <= BOUND and min(cosines) >= GRAPH_COSINE


def neighbours(name: str, labels: list[str], rows: np.ndarray) -> bool:
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -2)
    labels = np.array(labels)
    right = float((labels[cosines.argmax(1)] == labels).mean())
    counts = np.unique(labels, return_counts=True)[1]
    chance = float((counts * (counts - 1)).sum() / (len(labels) * (len(labels) - 1)))
    print(f"{name}: {len(labels)} pictures of {len(counts)} classes, nearest neighbour of the same class "
          f"{right:.3f} (chance {chance:.3f})")
    return right >= LEAST_GAIN * chance


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--command", default=".build/release/swift-clip")
    parser.add_argument("--every", type=int, default=20)
    options = parser.parse_args()
    sets = class_sets(options.data)
    if not sets:
        sys.exit(f"{options.data}: no sets of class folders (a-…, b-…, c-…)")
    paths, rows, good = [], [], True
    for place in sets:
        names, vectors = embed(options.command, options.folder, place)
        labels = [str(pathlib.Path(name).relative_to(place).parent) for name in names]
        good &= neighbours(place.name, labels, vectors)
        paths += names
        rows.append(vectors)
    good &= compare(options.folder, paths, np.concatenate(rows), options.every)
    print("all as expected" if good else "NOT as expected")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
