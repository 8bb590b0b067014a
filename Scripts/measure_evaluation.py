#!/usr/bin/env python3
"""Times a second `swift-clip evaluate` over 50,000 cached pictures and 1,000 classes.

    measure_evaluation.py --command .build/release/swift-clip [--pictures 50000] [--classes 1000] [--runs 5]

Makes a model of one layer that gives vectors of 512 numbers, and a folder of small pictures, none like another; the
first run computes and keeps all vectors (of pictures and texts), the further ones read no picture. What is printed is
the whole process: start, listing, looking the vectors up, 50,000 x 1,000 x 512 products, metrics, 1,000 resamples.
"""
import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import tempfile
import time

import numpy as np

WIDTH, EMBEDDING, SIZE, PATCH, CONTEXT, VOCABULARY = 64, 512, 32, 16, 77, 49408


def block(draw, prefix):
    shapes = {"attn.in_proj_weight": (3 * WIDTH, WIDTH), "attn.in_proj_bias": (3 * WIDTH,),
              "attn.out_proj.weight": (WIDTH, WIDTH), "attn.out_proj.bias": (WIDTH,),
              "mlp.c_fc.weight": (4 * WIDTH, WIDTH), "mlp.c_fc.bias": (4 * WIDTH,),
              "mlp.c_proj.weight": (WIDTH, 4 * WIDTH), "mlp.c_proj.bias": (WIDTH,)}
    tensors = {f"{prefix}.{name}": draw.normal(size=shape) * 0.2 for name, shape in shapes.items()}
    return tensors | norm(f"{prefix}.ln_1") | norm(f"{prefix}.ln_2")


def norm(prefix):
    return {f"{prefix}.weight": np.ones(WIDTH), f"{prefix}.bias": np.zeros(WIDTH)}


def write_model(folder):
    draw = np.random.RandomState(1)
    tensors = {
        "logit_scale": np.array(np.log(100.0)), "positional_embedding": draw.normal(size=(CONTEXT, WIDTH)),
        "text_projection": draw.normal(size=(WIDTH, EMBEDDING)),
        "token_embedding.weight": draw.normal(size=(VOCABULARY, WIDTH)),
        "visual.class_embedding": draw.normal(size=WIDTH),
        "visual.positional_embedding": draw.normal(size=((SIZE // PATCH) ** 2 + 1, WIDTH)),
        "visual.proj": draw.normal(size=(WIDTH, EMBEDDING)),
        "visual.conv1.weight": draw.normal(size=(WIDTH, 3, PATCH, PATCH)) * 0.1,
        **norm("ln_final"), **norm("visual.ln_pre"), **norm("visual.ln_post"),
        **block(draw, "transformer.resblocks.0"), **block(draw, "visual.transformer.resblocks.0"),
    }
    header, offset = {}, 0
    for name, value in tensors.items():
        size = value.size * 4
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    data = b"".join(value.astype("<f4").tobytes() for value in tensors.values())
    folder.mkdir()
    (folder / "open_clip_model.safetensors").write_bytes(len(text).to_bytes(8, "little") + text + data)
    tower = {"layers": 1, "width": WIDTH}
    configuration = {
        "embed_dim": EMBEDDING, "vision_cfg": tower | {"image_size": SIZE, "patch_size": PATCH, "head_width": WIDTH},
        "text_cfg": tower | {"context_length": CONTEXT, "vocab_size": VOCABULARY, "heads": 1}}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": configuration, "preprocess_cfg": {
        "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bicubic", "resize_mode": "shortest"}}))


def write_pictures(folder, pictures, classes):
    draw = np.random.RandomState(2)
    past = time.time() - 100
    for number in range(pictures):
        place = folder / f"class {number % classes:04d}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{number}.ppm"
        path.write_bytes(b"P6\n32 32\n255\n" + draw.bytes(32 * 32 * 3))
        # Files that were written just now are not remembered: they may change again unnoticed.
        os.utime(path, (past, past))


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", default=".build/release/swift-clip")
    parser.add_argument("--pictures", type=int, default=50_000)
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        write_model(root / "model")
        write_pictures(root / "data", arguments.pictures, arguments.classes)
        times, busy = [], []
        for run in range(arguments.runs + 1):
            start, used = time.monotonic(), processor_time()
            done = subprocess.run(
                [os.path.abspath(arguments.command), "evaluate", root / "data", "--model", root / "model"],
                capture_output=True, text=True, env=os.environ | {"XDG_CACHE_HOME": str(root / "cache")})
            times.append(time.monotonic() - start)
            busy.append(processor_time() - used)
            if done.returncode:
                raise SystemExit(done.stderr)
            if run and not re.search(r"all [\d,]+ pictures known", done.stderr):
                raise SystemExit(f"pictures were read again: {done.stderr}")
        print(f"{arguments.pictures} pictures, {arguments.classes} classes, {EMBEDDING} numbers a vector")
        print(f"first run {times[0]:.1f} s, then {min(times[1:]):.2f} s (best of {arguments.runs}; median "
              f"{float(np.median(times[1:])):.2f} s), {min(busy[1:]):.2f} s of processor time")


if __name__ == "__main__":
    main()
