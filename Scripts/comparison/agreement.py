"""Whether contenders compute the same: cosines of their vectors to PyTorch's in f32.

Bounds by precision, for a network of random weights, where errors do not average out as in trained ones:
- f32: sums in another order move a unit row by some 1e-6, a cosine by its square: 0.99999 leaves room for that alone,
  and a wrong activation, position or norm is far below.
- bf16: eight bits of mantissa; 0.999 is what this project promises. Another's rounding may be rougher, within 0.99.
- int8: 0.99 is this project's promise. Peers quantise as their tools do by default, and how far that carries on random
  weights is theirs: 0.9 tells it from another network, whose cosine is below 0.5.
- Residual networks of random weights magnify what is rounded in each of their fifty layers: PyTorch's own bf16 comes down
  to 0.70 of a random RN50 (a trained one of ours stays above 0.9998). So below f32 they are only told from others.
"""

import pathlib
import struct
import sys
from typing import Any

from comparison.contender import Contender, Recipe, Unavailable

CHECKED = 8
OURS = {"f32": 0.99999, "bf16": 0.999, "int8": 0.99}
PEERS = {"f32": 0.99999, "bf16": 0.99, "int8": 0.9}


class Disagreement(Exception):
    """A contender computes something else."""


RESIDUAL = {"ours": 0.95, "peers": 0.5}


def bound(recipe: Recipe, is_residual: bool) -> float:
    if is_residual and recipe.precision != "f32":
        return RESIDUAL["ours" if recipe.ours else "peers"]
    return (OURS if recipe.ours else PEERS)[recipe.precision]


def checked(contenders: list[Contender], materials: pathlib.Path, tower: str) -> dict[str, Any]:
    """The least cosine of each contender, by name. A peer that disagrees is shown and counts as no best one; ours must agree."""
    kind = "image" if tower == "image" else "text"
    reference_path = materials / f"{kind}-reference.npy"
    count = CHECKED if tower == "image" else 80
    result: dict[str, Any] = {}
    for contender in sorted(contenders, key=lambda contender: contender.recipe.name != "torch-f32"):
        recipe = contender.recipe
        if recipe.partial:
            continue
        path = materials / "vectors.npy"
        try:
            contender.ask(do="vectors", count=count, to=str(path))
        except Unavailable as reason:
            print(f"    {recipe.name} gives no vectors: {reason}", file=sys.stderr, flush=True)
            continue
        vectors = read(path)
        if recipe.name == "torch-f32" or not reference_path.exists():
            if recipe.name != "torch-f32":
                print("    no reference yet: run the f32 rows first", file=sys.stderr, flush=True)
                continue
            path.replace(reference_path)
        least = min(map(cosine, vectors, read(reference_path)))
        limit = bound(recipe, is_residual=tower == "image" and materials.name.startswith("RN"))
        result[recipe.name] = {"cosine": least, "agrees": least >= limit}
        if least < limit:
            message = f"{recipe.name} in {recipe.precision}: cosine {least:.6f} is below {limit}"
            if recipe.ours:
                raise Disagreement(message)
            print(f"    {message}", file=sys.stderr, flush=True)
    return result


def cosine(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other))
    return product / (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5


def read(path: pathlib.Path) -> list[list[float]]:
    """The rows of a small .npy file of f32, C order."""
    data = path.read_bytes()
    length = struct.unpack("<H", data[8:10])[0]
    header = data[10:10 + length].decode("latin-1")
    assert data[:6] == b"\x93NUMPY" and "'<f4'" in header and "False" in header, header
    rows, columns = (int(part) for part in header.split("(")[1].split(")")[0].split(","))
    values = struct.unpack(f"<{rows * columns}f", data[10 + length:])
    return [list(values[row * columns:(row + 1) * columns]) for row in range(rows)]
