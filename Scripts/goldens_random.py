"""Makes Tests/Goldens/data/random.json: NumPy's legacy random numbers, bit by bit.

    python Scripts/goldens_random.py [--output FILE]

Doubles are written by their bits. Every sequence mixes calls, so that a generator that draws a word too many or too
few is found at the next one.
"""

import argparse
import json
import pathlib
import struct

import numpy

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "Tests/Goldens/data"


def bits(values) -> list[str]:
    return [struct.pack(">d", float(value)).hex() for value in values]


def sequence(seed: int) -> dict:
    random = numpy.random.RandomState(seed)
    words = numpy.random.RandomState(seed).randint(0, 1 << 32, 4, dtype=numpy.int64).tolist()
    return {
        "seed": seed,
        "words": words,
        "random_sample": bits(random.random_sample(5)),
        "uniform": bits(random.uniform(-2.5, 7.25, 3)),
        "normal": bits(random.normal(1.5, 0.25, 5)),
        "randint_10": random.randint(0, 10, 8).tolist(),
        "randint_one": random.randint(7, 8, 2).tolist(),
        "randint_large": random.randint(-(1 << 40), 1 << 41, 3).tolist(),
        "permutation": random.permutation(17).tolist(),
        "permutation_1": random.permutation(1).tolist(),
        "choice": random.choice(numpy.array([3, 1, 4, 15, 9, 2, 6, 5]), 5, replace=False).tolist(),
        "choice_again": random.choice(numpy.array([3, 1, 4]), 6).tolist(),
        # The number that waits of the five above comes first.
        "normal_again": bits(random.normal(size=4)),
        # Long enough for the state to be renewed.
        "sum_of_2000": bits([sum(random.random_sample(2000).tolist())]),
        "last": bits(random.random_sample(2)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=GOLDENS / "random.json")
    output = parser.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    seeds = [0, 1, 3, 42, 2**32 - 1]
    document = {"numpy": numpy.__version__, "sequences": [sequence(seed) for seed in seeds]}
    output.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
