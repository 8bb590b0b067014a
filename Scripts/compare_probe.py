#!/usr/bin/env python3
"""Times the sweep of logistic regression over λ beside scikit-learn as users run it, LogisticRegression for each λ with its
defaults and max_iter=1000, on the same made-up features, and compares the objectives that both end at.

    compare_probe.py .build/release/probe-benchmark [--rows 50000] [--dimension 512] [--classes 100]

Features are as an image tower's: a mean that all share, variances that fall from axis to axis, classes that overlap.
The objective is scikit-learn's, Σ -log softmax + λ/2 |W|², computed here in float64 from
scikit-learn's weights; ours is what the benchmark prints, times the number of rows.
"""
import argparse
import pathlib
import subprocess
import tempfile
import time
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression


def features(rows, dimension, classes):
    random = np.random.RandomState(11)
    scales = 1 / np.sqrt(1 + np.arange(dimension) / 8)
    turn, _ = np.linalg.qr(random.randn(dimension, dimension))
    labels = random.randint(0, classes, rows)
    centres = random.randn(classes, dimension)
    x = (random.randn(rows, dimension) + 0.35 * centres[labels]) * scales
    return (x @ turn + 2 * random.randn(dimension)).astype(np.float32), labels


def objective(fit, x, y, strength):
    logits = x.astype(np.float64) @ fit.coef_.T + fit.intercept_
    most = logits.max(axis=1)
    losses = np.log(np.exp(logits - most[:, None]).sum(axis=1)) + most - logits[np.arange(len(y)), y]
    return losses.sum() + strength / 2 * (fit.coef_ ** 2).sum()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("benchmark")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--classes", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--lambdas", default="1e6,1e4,1e2,1,1e-2,1e-4,1e-6")
    options = parser.parse_args()
    lambdas = [float(text) for text in options.lambdas.split(",")]
    x, y = features(options.rows, options.dimension, options.classes)
    print(f"scikit-learn {sklearn.__version__}, {options.rows} × {options.dimension} × {options.classes}")
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(pathlib.Path(folder) / name) for name in ("x.npy", "y.npy")]
        np.save(paths[0], x)
        np.save(paths[1], y.astype(np.float32))
        command = [options.benchmark, *paths, str(options.classes), str(options.threads)]
        ours = subprocess.Popen(command + [repr(value) for value in lambdas], stdout=subprocess.PIPE, text=True)
        total = [float(ours.stdout.readline().split()[1]), 0.0]
        print(f"prepared in {total[0]:.2f} s\n{'λ':>8} {'ours':>9} {'its':>5} {'sklearn':>9} {'its':>5} {'ratio':>6} difference")
        worst = -np.inf
        lines = [ours.stdout.readline().split() for _ in lambdas]
        ours.wait()
        for strength, line in zip(lambdas, lines):
            start = time.perf_counter()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fit = LogisticRegression(C=1 / strength, max_iter=1000).fit(x, y)
            seconds = time.perf_counter() - start
            theirs = objective(fit, x, y, strength)
            difference = (float(line[1]) * options.rows - theirs) / theirs
            worst = max(worst, difference)
            total[0] += float(line[3])
            total[1] += seconds
            print(f"{strength:8.0e} {float(line[3]):8.2f}s {line[2]:>5} {seconds:8.2f}s {fit.n_iter_[0]:5} "
                  f"{seconds / float(line[3]):6.1f} {difference:+.1e}", flush=True)
    print(f"sweep: {total[0]:.1f} s and {total[1]:.1f} s, ratio {total[1] / total[0]:.1f}; "
          f"our objective is above scikit-learn's by at most {worst:.1e} of it")
    if worst > 1e-6:
        raise SystemExit("the objectives differ by more than 1e-6")


if __name__ == "__main__":
    main()
