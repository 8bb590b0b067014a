"""Rows of the table in which models stay loaded: pictures by batch, and 800 prompts."""

import dataclasses
import pathlib
import sys
from typing import Any, Iterator

from comparison import agreement, rounds
from comparison.contender import Contender, Recipe, Unavailable

# One precision's peers beside ours. Products alone are a bound, not a peer.
PEERS = {
    "f32": ["torch-f32", "torch.compile-f32", "transformers-f32", "onnxruntime-f32", "openvino-f32"],
    "bf16": ["torch-bf16", "torch.compile-bf16", "openvino-bf16"],
    # Who wants int8 would else take the fastest bf16.
    "int8": ["onnxruntime-int8", "openvino-int8", "openvino-bf16"],
}
PARTIAL = {"f32": ["onednn-f32"], "bf16": ["onednn-bf16"], "int8": []}


@dataclasses.dataclass(frozen=True)
class Setting:
    """What all rows have in common."""

    python: str
    contender: pathlib.Path
    threads: int
    rounds: int
    seconds: float
    precisions: tuple[str, ...]
    # Contenders to leave out, by any part of their names.
    without: tuple[str, ...]
    log: pathlib.Path

    def recipes(self, materials: pathlib.Path, tower: str, precision: str) -> list[Recipe]:
        kind = "image" if tower == "image" else "text"
        file = materials / ("crops.raw" if kind == "image" else "prompts.json")
        ours = Recipe("swift-clip", precision, (
            str(self.contender), "serve", str(materials / "openclip"), precision, str(self.threads), kind, str(file)),
            ours=True)
        names = [(name, False) for name in PEERS[precision]]
        names += [(name, True) for name in PARTIAL[precision] if tower == "image"]
        if not (materials / "huggingface").exists():
            names = [(name, partial) for name, partial in names if not name.startswith("transformers")]
        peers = [Recipe(name, name.rsplit("-", 1)[1], (
            self.python, "-m", "comparison.worker", name, str(materials), tower, str(self.threads)), partial=partial)
            for name, partial in names if not any(part in name for part in self.without)]
        return [ours, *peers]

    def environment(self) -> dict[str, str]:
        cache = self.log.parent / "torchinductor"
        return {"PYTHONPATH": str(pathlib.Path(__file__).resolve().parents[1]), "OMP_NUM_THREADS": str(self.threads),
                "TORCHINDUCTOR_CACHE_DIR": str(cache), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def started(recipes: list[Recipe], setting: Setting) -> Iterator[Contender]:
    for recipe in recipes:
        try:
            yield Contender(recipe, setting.environment(), setting.log)
        except Unavailable as reason:
            print(f"    {recipe.name} ({recipe.precision}) takes no part: {reason}", file=sys.stderr, flush=True)


def measured(name: str, model: str, materials: pathlib.Path, tower: str, batches: list[int], setting: Setting,
             versions: dict[str, str]) -> list[dict[str, Any]]:
    """A row for each precision and batch size."""
    rows = []
    for precision in setting.precisions:
        print(f"{name}, {model}, {precision}", file=sys.stderr, flush=True)
        contenders = list(started(setting.recipes(materials, tower, precision), setting))
        try:
            for contender in contenders:
                versions.update(contender.facts["versions"])
            agreed = agreement.checked(contenders, materials, tower)
            for batch in batches:
                turns = {}
                for contender in contenders:
                    def turn(contender: Contender = contender, batch: int = batch) -> dict[str, float]:
                        return contender.ask(do="time", batch=batch, seconds=setting.seconds)
                    turns[contender.recipe.name] = turn
                figures = rounds.interleaved(turns, setting.rounds)
                rows.append(row(name, model, precision, batch, contenders, figures, agreed))
        finally:
            for contender in contenders:
                contender.end()
    return rows


def row(name: str, model: str, precision: str, batch: int, contenders: list[Contender],
        figures: dict[str, list[dict[str, float]]], agreed: dict[str, Any]) -> dict[str, Any]:
    recipes = {contender.recipe.name: contender.recipe for contender in contenders}
    results = {who: {"median": rounds.median(turns, "per_second"),
                     "rounds": [turn["per_second"] for turn in turns], "precision": recipes[who].precision,
                     **({"partial": True} if recipes[who].partial else {}), **agreed.get(who, {})}
               for who, turns in figures.items() if turns}
    ratios = {}
    if "swift-clip" in results:
        ratios = {who: rounds.ratio(figures["swift-clip"], figures[who], "per_second")
                  for who in results if who != "swift-clip"}
    return {"row": name, "model": model, "precision": precision, "batch": batch, "unit": "per second",
            "better": "more", "contenders": results, "ours_over": ratios}
