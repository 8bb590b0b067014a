"""Makes Tests/Goldens/data/splits.json: what scikit-learn's train_test_split gives for some seeds.

    python Scripts/goldens_splits.py [--output FILE]

The Cars case is the split of a published notebook: 8,144 pictures, 5 % set apart twice, random_state 3.
"""

import argparse
import json
import pathlib

import numpy
import sklearn
from sklearn.model_selection import train_test_split

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "Tests/Goldens/data"


def plain(count: int, test, train, seed: int) -> dict:
    parts = train_test_split(numpy.arange(count), test_size=test, train_size=train, random_state=seed)
    return {"count": count, "test_size": test, "train_size": train, "seed": seed,
            "train": parts[0].tolist(), "test": parts[1].tolist()}


def stratified(labels: list[int], test, train, seed: int) -> dict:
    parts = train_test_split(numpy.arange(len(labels)), test_size=test, train_size=train, random_state=seed,
                             stratify=labels)
    return {"labels": labels, "test_size": test, "train_size": train, "seed": seed,
            "train": parts[0].tolist(), "test": parts[1].tolist()}


def cars() -> dict:
    rest, first = train_test_split(numpy.arange(8144), test_size=0.05, random_state=3)
    train, test = train_test_split(rest, test_size=0.05, random_state=3)
    return {"sizes": [len(rest), len(first), len(train), len(test)], "test": test.tolist(),
            "train_begins": train[:20].tolist()}


def labels(sizes: list[int], seed: int) -> list[int]:
    values = numpy.repeat(numpy.arange(len(sizes)) * 2 + 1, sizes)
    return numpy.random.RandomState(seed).permutation(values).tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=GOLDENS / "splits.json")
    output = parser.parse_args().output
    document = {
        "sklearn": sklearn.__version__, "numpy": numpy.__version__,
        "plain": [plain(*case) for case in [
            (10, 0.25, None, 0), (37, 0.2, None, 42), (37, 5, None, 42), (50, 0.3, 0.5, 7), (11, 0.1, 3, 1),
            (2, 0.5, None, 3)]],
        "stratified": [stratified(labels(sizes, 5), *case) for sizes, case in [
            ([10, 10, 10], (0.3, None, 0)), ([7, 13, 5, 2, 33], (0.25, None, 42)), ([2, 2, 2, 2], (0.5, None, 3)),
            ([9, 9, 9, 9, 9, 9, 9], (10, 20, 11)), ([40, 3, 17], (0.2, 0.5, 2))]],
        "cars": cars(),
    }
    output.write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
