#!/usr/bin/env python3
"""Writes what Tests/CLIPProbesTests hold heads against: PyTorch's steps of the multi-layer head and of Tip-Adapter-F, and
scikit-learn's logistic regression.

    goldens_probes.py torch Tests/Goldens/probes/torch.safetensors
    goldens_probes.py logistic Tests/Goldens/probes/logistic.safetensors

and, from a folder of clothing-dataset-small, the small pictures that compare_probe_embeddings.py takes the vectors of:

    goldens_probes.py clothes Tests/Goldens/probes/clothes CLOTHES
"""
import json
import pathlib
import sys

import numpy as np

from safetensors_writer import save


def perceptron(tensors):
    """Three steps of the write-ups' head, dropout left out: what is drawn there differs from library to library."""
    import torch
    from torch import nn

    torch.manual_seed(5)
    inputs, classes, rows, steps = 12, 4, 9, 3
    width = 5 * classes
    sizes = [(inputs, width, True), (width, width, True), (width, width, True), (width, classes, False)]
    layers = []
    for index, (ins, outs, relu) in enumerate(sizes):
        linear, norm = nn.Linear(ins, outs), nn.BatchNorm1d(outs)
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.uniform_(norm.bias, -0.5, 0.5)
        layers += [linear, norm] + ([nn.ReLU()] if relu else [])
        for name, value in [("weights", linear.weight), ("bias", linear.bias), ("gain", norm.weight),
                            ("offset", norm.bias)]:
            tensors[f"mlp.start.{index}.{name}"] = value.detach().numpy().copy()
    network = nn.Sequential(*layers)
    x = torch.randn(steps, rows, inputs)
    y = torch.randint(0, classes, (steps, rows))
    adam = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for step in range(steps):
        network.train()
        loss = nn.functional.cross_entropy(network(x[step]), y[step])
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    network.eval()
    tensors["mlp.x"], tensors["mlp.y"] = x.numpy(), y.numpy()
    tensors["mlp.losses"] = np.array(losses, np.float32)
    tensors["mlp.logits"] = network(x[0]).detach().numpy()
    pairs = [layer for layer in network if not isinstance(layer, nn.ReLU)]
    for index in range(4):
        linear, norm = pairs[2 * index], pairs[2 * index + 1]
        for name, value in [("weights", linear.weight), ("bias", linear.bias), ("gain", norm.weight),
                            ("offset", norm.bias), ("mean", norm.running_mean), ("variance", norm.running_var)]:
            tensors[f"mlp.end.{index}.{name}"] = value.detach().numpy().copy()


def tip_adapter(tensors):
    """The paper's formulas as its authors write them, and three steps of the trained keys."""
    import torch
    from torch.nn.functional import cross_entropy, normalize, one_hot

    torch.manual_seed(6)
    classes, shots, width, rows, steps, alpha, beta, scale = 3, 2, 8, 5, 3, 1.3, 2.1, 20.0
    text = normalize(torch.randn(classes, width), dim=1)
    keys = normalize(torch.randn(classes * shots, width), dim=1)
    values = torch.arange(classes).repeat_interleave(shots)
    x = normalize(torch.randn(steps, rows, width), dim=2)
    y = torch.randint(0, classes, (steps, rows))

    def logits(images, keys):
        cache = ((-1) * (beta - beta * (images @ keys.T))).exp() @ one_hot(values, classes).float()
        return scale * images @ text.T + alpha * cache

    tensors["tip.text"], tensors["tip.keys"], tensors["tip.labels"] = text.numpy(), keys.numpy(), values.numpy()
    tensors["tip.x"], tensors["tip.y"] = x.numpy(), y.numpy()
    tensors["tip.logits"] = logits(x[0], keys).numpy()
    adapter = keys.clone().requires_grad_(True)
    adam = torch.optim.AdamW([adapter], lr=1e-3, eps=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    losses = []
    for step in range(steps):
        loss = cross_entropy(logits(x[step], adapter), y[step])
        adam.zero_grad()
        loss.backward()
        adam.step()
        schedule.step()
        losses.append(loss.item())
    tensors["tip.trained"] = adapter.detach().numpy().copy()
    tensors["tip.losses"] = np.array(losses, np.float32)
    return {"alpha": str(alpha), "beta": str(beta), "scale": str(scale)}


def logistic(tensors):
    """Weights that scikit-learn ends at when it goes on until nothing changes, in float64."""
    from sklearn.linear_model import LogisticRegression

    random = np.random.RandomState(7)
    lambdas = [1e-2, 1.0, 30.0]
    for name, classes in [("three", 3), ("two", 2)]:
        rows, width = 90, 6
        y = random.randint(0, classes, rows)
        x = (random.randn(rows, width) * [3, 1, 1, 0.3, 0.1, 2] + 0.4 * random.randn(classes, width)[y] + 1)
        x = x.astype(np.float32)
        tensors[f"{name}.x"], tensors[f"{name}.y"] = x, y.astype(np.int64)
        for index, strength in enumerate(lambdas):
            fit = LogisticRegression(C=1 / strength, tol=1e-12, max_iter=100_000).fit(x.astype(np.float64), y)
            tensors[f"{name}.{index}.weights"] = fit.coef_.astype(np.float64)
            tensors[f"{name}.{index}.bias"] = fit.intercept_.astype(np.float64)
            logits = x.astype(np.float64) @ fit.coef_.T + fit.intercept_
            if classes == 2:
                logits = np.concatenate([np.zeros_like(logits), logits], axis=1)
            most = logits.max(axis=1)
            losses = np.log(np.exp(logits - most[:, None]).sum(axis=1)) + most - logits[np.arange(rows), y]
            value = losses.sum() + strength / 2 * (fit.coef_ ** 2).sum()
            tensors[f"{name}.{index}.objective"] = np.array([value / rows])
    return {"lambdas": json.dumps(lambdas)}


def clothes(source, target):
    """Sixteen pictures of five classes, 96 pixels high or wide at most: the first by name to learn from, to choose by and to
    judge by."""
    from PIL import Image

    for label in ["dress", "longsleeve", "pants", "shoes", "t-shirt"]:
        for index, path in enumerate(sorted((source / label).glob("*.jpg"))[:16]):
            folder = target / ("train" if index < 8 else "val" if index < 12 else "test") / label
            folder.mkdir(parents=True, exist_ok=True)
            with Image.open(path) as picture:
                small = picture.convert("RGB")
            small.thumbnail((96, 96), Image.Resampling.LANCZOS)
            small.save(folder / path.name, quality=85)


def main():
    part, path, *rest = sys.argv[1:]
    if part == "clothes":
        return clothes(pathlib.Path(rest[0]), pathlib.Path(path))
    tensors, metadata = {}, {"numpy": np.__version__}
    if part == "torch":
        import torch
        perceptron(tensors)
        metadata |= {"torch": torch.__version__} | tip_adapter(tensors)
    else:
        import sklearn
        metadata |= {"scikit-learn": sklearn.__version__} | logistic(tensors)
    save(tensors, path, metadata)


if __name__ == "__main__":
    main()
