#!/usr/bin/env python3
"""How long a step of context optimisation takes, beside PyTorch doing the same on the same model.

    venv/bin/python Scripts/compare_context_learning.py COMMAND DATASET [--model FOLDER] [--context 16] [--shots 4]

COMMAND is a built swift-clip, DATASET a folder with a folder of pictures for each class, FOLDER an OpenCLIP model. PyTorch
takes the steps that CoOp's repository takes, in float32: all classes' prompts, padded to the whole context, through the
frozen text tower and back to the context vectors, then SGD. Prints medians and their ratio as a table row.
Needs torch and open_clip_torch, see Scripts/requirements.txt.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import time

import open_clip
import safetensors.torch
import torch
import torch.nn.functional as F


def ours(arguments: argparse.Namespace) -> dict:
    command = [arguments.command, "prompts", "learn", arguments.dataset, "--model", arguments.model, "--context",
               str(arguments.context), "--shots", str(arguments.shots), "--epochs", str(arguments.epochs), "--format", "json",
               "--quiet"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def load(folder: pathlib.Path) -> open_clip.CLIP:
    configuration = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]
    model = open_clip.CLIP(**configuration)
    model.load_state_dict(safetensors.torch.load_file(folder / "open_clip_model.safetensors"))
    return model.eval().requires_grad_(False)


def theirs(arguments: argparse.Namespace, classes: list[str], batch: int) -> list[float]:
    model = load(pathlib.Path(arguments.model))
    prefix = " ".join(["X"] * arguments.context)
    tokens = open_clip.SimpleTokenizer()([f"{prefix} {name}." for name in classes])
    context = (0.02 * torch.randn(arguments.context, model.token_embedding.embedding_dim)).requires_grad_()
    images = F.normalize(torch.randn(batch, model.text_projection.shape[1]), dim=-1)
    targets = torch.randint(0, len(classes), (batch,))
    optimiser = torch.optim.SGD([context], lr=0.002, momentum=0.9, weight_decay=5e-4)
    embedded = model.token_embedding(tokens)
    times = []
    for _ in range(arguments.steps):
        start = time.perf_counter()
        rows = torch.cat(
            [embedded[:, :1], context.expand(len(classes), -1, -1), embedded[:, 1 + arguments.context :]], dim=1)
        rows = model.transformer(rows + model.positional_embedding, attn_mask=model.attn_mask)
        pooled = model.ln_final(rows)[torch.arange(len(classes)), tokens.argmax(dim=-1)]
        logits = model.logit_scale.exp() * images @ F.normalize(pooled @ model.text_projection, dim=-1).T
        loss = F.cross_entropy(logits, targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        times.append(time.perf_counter() - start)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command")
    parser.add_argument("dataset")
    parser.add_argument("--model", default="model")
    parser.add_argument("--context", type=int, default=16)
    parser.add_argument("--shots", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--steps", type=int, default=8)
    arguments = parser.parse_args()
    document = ours(arguments)
    count = len(document["classes"])
    batch = min(document["settings"]["batch"], arguments.shots * count)
    other = statistics.median(theirs(arguments, document["classes"], batch))
    own = document["seconds_per_step"]
    print("| classes | context | ours, s per step | PyTorch, s per step | ratio |\n| --- | --- | --- | --- | --- |")
    print(f"| {count} | {arguments.context} | {own:.3f} | {other:.3f} | {other / own:.1f} |")


if __name__ == "__main__":
    main()
