#!/usr/bin/env python3
"""Fits the heads of `swift-clip probe` a second time, with scikit-learn, on vectors that the command exports.

    compare_probe_embeddings.py --command .build/release/swift-clip [--model MODEL] DATASET... [--write FILE]

For each folder of class folders, `probe` fits and judges logistic regression, nearest neighbours and nearest means for
every number of examples and three seeds, and says which pictures it learned from, chose by and judged by. `embed --raw`
writes the pictures' vectors. From these alone, in float64, scikit-learn fits

- LogisticRegression, λ = 1 / C swept as the paper has it (A.3), and once more with the λ that the command chose,
- KNeighborsClassifier by cosine, votes fading as exp(cosine / 0.07), the number of neighbours chosen on the same pictures,
- NearestCentroid on unit vectors, with the centroids made unit vectors.

Accuracies on the pictures to judge by must be equal, those of logistic regression to within 0.2 points, and what was
chosen must be the same. `--write` keeps scikit-learn's numbers for the tests (of one dataset).
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import sklearn
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

POINTS = 0.002
NEIGHBOURS = [1, 3, 5, 10, 20, 50, 100, 200]


def run(command, *arguments):
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


class Logistic:
    """scikit-learn's LogisticRegression, gone on with until nothing changes. Examples are centred, divided by one number, and
    turned into the axes that they vary along, λ divided by that number's square: the same minimum, to which scikit-learn's
    solvers then come. On vectors as long as these they stop far from it when λ is small."""

    def __init__(self, x, y, strength):
        self.middle = x.mean(axis=0)
        size = np.sqrt(((x - self.middle) ** 2).sum(axis=1).mean())
        self.axes = np.linalg.svd((x - self.middle) / size, full_matrices=False)[2].T / size
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.fit = LogisticRegression(C=size ** 2 / strength, solver="newton-cg", tol=1e-12, max_iter=100).fit(
                self.turned(x), y)
        self.classes = self.fit.classes_

    def turned(self, x):
        return (x - self.middle) @ self.axes

    def logits(self, x):
        values = self.fit.decision_function(self.turned(x))
        return np.stack([-values / 2, values / 2], axis=1) if values.ndim == 1 else values

    def predict(self, x):
        return self.fit.predict(self.turned(x))


def sweep(x, y, checked, given):
    """λ = 10⁻⁶ … 10⁶ by hundreds, then the interval around the best halved to an eighth of a power: the most accurate,
    of these the one with the least loss, of these the strongest."""
    found, best = {}, 6.0

    def attempt(power):
        nonlocal best
        if -6 <= power <= 6 and power not in found:
            fit = Logistic(x, y, 10 ** power)
            values = fit.logits(checked)
            places = np.searchsorted(fit.classes, given)
            loss = (logsumexp(values, axis=1) - values[np.arange(len(given)), places]).mean()
            found[power] = ((fit.classes[values.argmax(axis=1)] == given).mean(), -loss)
            if best not in found or found[power] > found[best]:
                best = power

    for power in [6.0, 4, 2, 0, -2, -4, -6]:
        attempt(power)
    step = 1.0
    while step >= 0.125:
        middle = best
        attempt(middle + step)
        attempt(middle - step)
        step /= 2
    return 10 ** best


def neighbours(x, y, count):
    return KNeighborsClassifier(
        n_neighbors=count, metric="cosine", algorithm="brute", weights=lambda distances: np.exp((1 - distances) / 0.07)
    ).fit(x, y)


def choose_neighbours(x, y, checked, given):
    counts = [count for count in NEIGHBOURS if count <= len(y)]
    accuracies = [(neighbours(x, y, count).predict(checked) == given).mean() for count in counts]
    return counts[int(np.argmax(accuracies))]


def means(x, y):
    fit = NearestCentroid().fit(unit(x), y)
    fit.centroids_ = unit(fit.centroids_)
    return fit


class Comparison:
    def __init__(self, command, options, dataset, folder):
        self.result = json.loads(run(
            command, "probe", dataset, "--heads", "logistic,knn,nearest-mean", "--format", "json", "--quiet", *options))
        ids = [name for part in self.result["pictures"].values() for name in part]
        listing = folder / "paths.txt"
        listing.write_text("".join(f"{pathlib.Path(dataset) / name}\n" for name in ids))
        run(command, "embed", "--raw", "--paths-from", listing, "--output", folder / "x.npy", "--precision", "f32",
            "--quiet", *options)
        rows = np.load(folder / "x.npy").astype(np.float64)
        assert len(rows) == len(ids), "a picture has no vector"
        self.rows = dict(zip(ids, rows))
        self.samples = {(s["fewshot_k"], s["seed"]): s for s in self.result["samples"]}
        # A picture's class is its folder.
        self.classes = self.result["classes"]
        self.given = {name: self.classes.index(pathlib.PurePath(name).parent.name) for name in ids}

    def examples(self, names):
        return np.stack([self.rows[name] for name in names]), np.array([self.given[name] for name in names])

    def row(self, ours):
        """One head of ours, fitted anew."""
        pictures, shots = self.result["pictures"], ours["fewshot_k"]
        drawn = pictures if shots < 0 else self.samples[shots, ours["seed"]]
        learned, checked = self.examples(drawn["training"]), self.examples(drawn["validation"])
        # Heads on all examples are fitted once more on those that settings were chosen by, too.
        final = [np.concatenate(pair) for pair in zip(learned, checked)] if shots < 0 else learned
        x, y = self.examples(pictures["test"])
        settings, again = ours["settings"], None
        if ours["head"] == "logistic":
            chosen = sweep(*learned, *checked)
            predicted = Logistic(*final, chosen).predict(x)
            again = (Logistic(*final, settings["lambda"]).predict(x) == y).mean()
        elif ours["head"] == "knn":
            chosen = choose_neighbours(*learned, *checked)
            predicted = neighbours(*final, chosen).predict(x)
        else:
            chosen, predicted = None, means(*final).predict(x)
        return {"head": ours["head"], "fewshot_k": shots, "seed": ours["seed"], "chosen": chosen,
                "acc1": float((predicted == y).mean())}, again

    def compare(self, name):
        failed, rows, shown = 0, [], {}
        for ours in self.result["results"]:
            theirs, again = self.row(ours)
            rows.append(theirs)
            found = ours["metrics"]["lp_acc1"]
            bound = POINTS if ours["head"] == "logistic" else 1e-9
            chosen = next(iter(ours["settings"].values()), None)
            same = chosen is None or abs(chosen - theirs["chosen"]) <= 1e-9 * chosen
            if not same or any(abs(found - value) > bound for value in (theirs["acc1"], again) if value is not None):
                failed += 1
                again = "" if again is None else f", {again:.4f} with ours"
                print(f"  {theirs['head']}, {theirs['fewshot_k']} shots, seed {theirs['seed']}: ours {found:.4f} with "
                      f"{chosen}, scikit-learn {theirs['acc1']:.4f} with {theirs['chosen']}{again}")
            if ours["fewshot_k"] < 0:
                shown[ours["head"]] = f"{ours['head']} {100 * found:.1f} and {100 * theirs['acc1']:.1f} %"
        print(f"{name}: {len(self.classes)} classes, n = {self.result['n']}; with all examples {', '.join(shown.values())}; "
              f"{len(rows) - failed} of {len(rows)} heads equal", flush=True)
        return failed, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+")
    parser.add_argument("--command", default=".build/release/swift-clip")
    parser.add_argument("--model")
    parser.add_argument("--write")
    arguments = parser.parse_args()
    options = ["--model", arguments.model] if arguments.model else []
    failed = 0
    for dataset in arguments.datasets:
        with tempfile.TemporaryDirectory() as folder:
            comparison = Comparison(arguments.command, options, dataset, pathlib.Path(folder))
            wrong, rows = comparison.compare(pathlib.Path(dataset).name)
        failed += wrong
        if arguments.write:
            lines = ",\n".join("  " + json.dumps(row) for row in rows)
            pathlib.Path(arguments.write).write_text(
                f'{{"scikit-learn": "{sklearn.__version__}", "numpy": "{np.__version__}", "results": [\n{lines}\n]}}\n')
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
