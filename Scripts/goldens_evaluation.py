#!/usr/bin/env python3
"""Writes Tests/Goldens/evaluation/numbers.safetensors: drawn features, and what scikit-learn, SciPy and NumPy make of
them; see compare_evaluation.py, whose functions these are.

    goldens_evaluation.py Tests/Goldens/evaluation/numbers.safetensors
"""
import pathlib
import sys

import numpy as np
import scipy
import sklearn
from sklearn import metrics

from compare_evaluation import (
    average_precision, classification, confident_learning, ece, fitted_temperature, interval, leave_one_out, mcnemar,
    order, ranks_of_first, recall_mean, resample, retrieval, softmax)
from safetensors_writer import save

SCALE, RESAMPLES, SEED = 12.0, 200, 3
METRICS = ["acc1", "acc5", "mean_per_class_recall", "balanced_accuracy", "macro_f1", "weighted_f1", "ece"]


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def halves(given, seed):
    """Each class shuffled, its larger half for fitting."""
    state = np.random.RandomState(seed)
    fit = []
    for c in np.unique(given):
        members = np.where(given == c)[0]
        fit += list(members[state.permutation(len(members))][:(len(members) + 1) // 2])
    return np.sort(fit), np.setdiff1d(np.arange(len(given)), fit)


def main(path):
    draw = np.random.RandomState(20)
    n, k, e, texts = 150, 8, 24, 3
    vectors = unit(draw.normal(size=(k, e)))
    # The last class has no picture, and some labels are wrong.
    true = draw.randint(0, k - 1, n)
    given = np.where(draw.random_sample(n) < 0.12, draw.randint(0, k - 1, n), true)
    images = unit(vectors[true] + 0.28 * draw.normal(size=(n, e)))
    cosines = images.astype(np.float64) @ vectors.astype(np.float64).T
    probabilities = softmax(cosines * SCALE)
    predicted = order(cosines)[:, 0]
    out = {"images": images, "vectors": vectors, "given": given.astype(np.int64)}

    values = classification(given, cosines, probabilities)
    out["metrics"] = np.array([values[name] for name in METRICS])
    lists = []
    for r in range(RESAMPLES):
        d = resample(SEED + r, n)
        again = classification(given[d], cosines[d], probabilities[d])
        lists.append([again[name] for name in METRICS])
    out["intervals"] = np.array([interval(column) for column in np.array(lists).T])
    out["predicted"] = order(cosines)[:, :5].astype(np.int64)
    out["probabilities"] = np.take_along_axis(probabilities, order(cosines)[:, :5], axis=1)
    out["given_probability"] = probabilities[np.arange(n), given]
    out["rank"] = np.array([list(order(cosines)[row]).index(given[row]) for row in range(n)], np.int64)
    out["confusion"] = metrics.confusion_matrix(given, predicted, labels=np.arange(k)).astype(np.int64)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        given, predicted, labels=np.arange(k), zero_division=0)
    out["per_class"] = np.stack([precision, recall, f1, support.astype(float)])
    thresholds, joint, issues, estimate = confident_learning(given, probabilities)
    out["thresholds"] = np.where(np.isfinite(thresholds), thresholds, -1)
    out["joint"] = joint.astype(np.int64)
    out["issue_margin"] = np.array([issue[0] for issue in issues])
    out["issue_row"] = np.array([issue[1] for issue in issues], np.int64)
    out["issue_suggested"] = np.array([issue[2] for issue in issues], np.int64)
    out["estimate"] = np.array([estimate])

    fit, judge = halves(given, SEED)
    temperature = fitted_temperature(given[fit], cosines[fit] * SCALE)
    scaled = softmax(cosines[judge] * SCALE / temperature)
    right = predicted[judge] == given[judge]
    before = probabilities[judge]
    out["fit"] = fit.astype(np.int64)
    out["temperature"] = np.array([
        temperature, ece(before.max(axis=1), right), ece(scaled.max(axis=1), right),
        -np.log(before[np.arange(len(judge)), given[judge]]).mean(),
        -np.log(scaled[np.arange(len(judge)), given[judge]]).mean()])

    losses = [-np.log(values[np.arange(len(judge)), given[judge]]) for values in (before, scaled)]
    lists = []
    for r in range(RESAMPLES):
        d = resample(SEED + r, len(judge))
        loss = [values[d].mean() for values in losses]
        error = [ece(values[d].max(axis=1), right[d]) for values in (before, scaled)]
        lists.append([*loss, loss[1] - loss[0], *error, error[1] - error[0]])
    out["temperature_intervals"] = np.array([interval(column) for column in np.array(lists).T])

    # The last two classes with pictures held out.
    known = given < k - 3
    kept = np.arange(k) < k - 3
    asked = softmax(cosines[:, kept] * SCALE)
    best = np.sort(asked, axis=1)[:, ::-1]
    out["auroc"] = np.array([
        metrics.roc_auc_score(known, best[:, 0]), metrics.roc_auc_score(known, cosines[:, kept].max(axis=1)),
        metrics.roc_auc_score(known, best[:, 0] - best[:, 1])])

    labels = draw.random_sample((n, k)) < 0.2
    labels[:, k - 1] = False
    out["labels"] = labels.astype(np.uint8)
    out["average_precision"] = np.array([average_precision(cosines[:, c], labels[:, c]) for c in range(k)])

    # One to three captions a picture.
    counts = draw.randint(1, texts + 1, n)
    owners = np.repeat(np.arange(n), counts)
    captions = unit(images[owners] + 0.5 * draw.normal(size=(len(owners), e)))
    similarity = captions.astype(np.float64) @ images.astype(np.float64).T
    pairs = owners[:, None] == np.arange(n)[None]
    to_image, to_text = ranks_of_first(similarity, pairs), ranks_of_first(similarity.T, pairs.T)
    out["captions"], out["owners"] = captions, owners.astype(np.int64)
    for name, ranks in [("to_image", to_image), ("to_text", to_text)]:
        out[f"{name}_ranks"] = ranks.astype(np.int64)
        out[f"{name}_numbers"] = np.array(list(retrieval(ranks).values()))
    first, precision = leave_one_out(images.astype(np.float64), given)
    out["one_out_ranks"] = first.astype(np.int64)
    out["one_out_map"] = np.array([precision])
    table = [(0, 0), (1, 0), (3, 9), (10, 14), (12, 13), (20, 40), (100, 60), (30, 30)]
    out["mcnemar"] = np.array([[b, c, mcnemar(b, c)] for b, c in table])

    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    save(out, path, {
        "scale": str(SCALE), "resamples": str(RESAMPLES), "seed": str(SEED), "numpy": np.__version__,
        "scipy": scipy.__version__, "scikit-learn": sklearn.__version__})


if __name__ == "__main__":
    main(sys.argv[1])
