"""Contenders in turns, and what is made of their figures."""

import statistics
import sys
import time
from typing import Callable

Turn = Callable[[], dict[str, float]]

# Stopping a process takes the system a moment.
PAUSE = 0.05


def interleaved(turns: dict[str, Turn], rounds: int) -> dict[str, list[dict[str, float]]]:
    """Each contender once in every round, another one first each time, so that whatever else the machine does meets
    all of them. One that fails is left out from then on and named."""
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in turns}
    for number in range(rounds):
        order = [name for name in turns if name in figures]
        first = number % max(len(order), 1)
        for name in order[first:] + order[:first]:
            try:
                figures[name].append(turns[name]())
            except Exception as error:
                print(f"    {name} is left out: {error}", file=sys.stderr, flush=True)
                del figures[name]
            time.sleep(PAUSE)
    return figures


def median(rounds: list[dict[str, float]], figure: str) -> float:
    return statistics.median(turn[figure] for turn in rounds)


def ratio(one: list[dict[str, float]], other: list[dict[str, float]], figure: str) -> float:
    """The median of the ratios within rounds."""
    return statistics.median(mine[figure] / theirs[figure] for mine, theirs in zip(one, other))
