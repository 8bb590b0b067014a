#!/usr/bin/env python3
"""Writes Tests/Goldens/evaluation/photos.json: what scikit-learn, SciPy and NumPy make of the repository's own photos.

    goldens_photos.py --command .build/release/swift-clip

The command exports the vectors of the pictures (`embed`), classes (`classify --save-classifier`) and captions (`embed
--texts-file`); everything else is computed from them in double precision by the functions of compare_evaluation.py and
goldens_evaluation.py. `PhotoGoldenTests` runs `evaluate` on the same manifests and holds every number against these.

Other processors round vectors otherwise, by some 1e-6: the script fails where an answer hangs on less than MARGIN.
"""
import argparse
import csv
import json
import pathlib
import tempfile
import warnings

import numpy as np
import scipy
import sklearn
from sklearn import metrics

from compare_evaluation import (
    BINS, average_precision, classification, confident_learning, ece, fitted_temperature, interval, leave_one_out, order,
    ranks_of_first, resample, retrieval, run, safetensors, softmax)
from goldens_evaluation import halves

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests/Goldens/evaluation"
RESAMPLES, SEED, TEMPLATE, HELD_OUT = 100, 0, "a photo of a {}.", ["kiwi", "hat"]
MARGIN = 1e-4


def rows(name):
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def embedded(command, folder, *arguments):
    run(command, "embed", *arguments, "--precision", "f32", "--output", folder / "rows.npy", "--quiet")
    return np.load(folder / "rows.npy").astype(np.float64)


def pictures(command, folder, paths):
    (folder / "paths.txt").write_text("".join(f"{FOLDER / path}\n" for path in paths))
    return embedded(command, folder, "--paths-from", folder / "paths.txt")


def classes(command, folder, names):
    """The classes' unit vectors, by the template."""
    (folder / "labels.txt").write_text("".join(f"{name}\n" for name in names))
    run(command, "classify", "--labels-file", folder / "labels.txt", "--template", TEMPLATE, "--save-classifier",
        folder / "classes.safetensors", "--precision", "f32", "--quiet")
    stored = safetensors(folder / "classes.safetensors")
    return next(value for value in stored.values() if value.ndim == 2).astype(np.float64)


def check_margins(what, scores):
    """No two scores of a row that are ranked may be nearer than what processors differ by."""
    ranked = np.sort(scores, axis=1)
    gap = np.diff(ranked, axis=1).min()
    assert gap > 2e-6, f"{what}: two scores differ by {gap:.1e}: choose other pictures or words"


def check_bins(probabilities):
    """No confidence may lie on the edge of two bins of the calibration error."""
    places = probabilities.max(axis=1) * BINS
    assert np.abs(places - places.round()).min() > MARGIN * BINS, "a confidence lies on the edge of a bin"


def single_labels(command, folder, scale):
    table = rows("photos.csv")
    names = sorted({row["label"] for row in table})
    given = np.array([names.index(row["label"]) for row in table])
    images = pictures(command, folder, [row["path"] for row in table])
    vectors = classes(command, folder, names)
    cosines = images @ vectors.T
    check_margins("classes", cosines)
    probabilities = softmax(cosines * scale)
    check_bins(probabilities)
    predicted = order(cosines)[:, 0]
    values = classification(given, cosines, probabilities)
    draws = []
    for r in range(RESAMPLES):
        d = resample(SEED + r, len(given))
        draws.append(classification(given[d], cosines[d], probabilities[d]))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        given, predicted, labels=np.arange(len(names)), zero_division=0)
    thresholds, _, issues, estimate = confident_learning(given, probabilities)
    edges = np.abs(probabilities - thresholds[None, :])
    assert edges[edges > 1e-12].min() > MARGIN / 100, "a probability lies on a class's threshold"
    out = {
        "classes": names, "metrics": values,
        "intervals": {name: interval([draw[name] for draw in draws]) for name in values},
        "predicted": predicted.tolist(), "score": probabilities.max(axis=1).tolist(),
        "confusion": metrics.confusion_matrix(given, predicted, labels=np.arange(len(names))).tolist(),
        "per_class": {"precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
                      "support": support.tolist()},
        "thresholds": thresholds.tolist(), "estimated_issues": estimate,
        "issues": [{"image": table[row]["path"], "suggested": names[label], "margin": margin}
                   for margin, row, label in issues],
        "model_right": float((predicted == given).mean()), "chance_right": float(np.bincount(given).max() / len(given)),
    }
    fit, judge = halves(given, SEED)
    temperature = fitted_temperature(given[fit], cosines[fit] * scale)
    scaled = softmax(cosines[judge] * scale / temperature)
    check_bins(scaled)
    out["temperature"] = {"temperature": temperature, "fitted_on": len(fit), "judged_on": len(judge)}
    for name, numbers in [("before", probabilities[judge]), ("after", scaled)]:
        out["temperature"][f"ece_{name}"] = ece(numbers.max(axis=1), predicted[judge] == given[judge])
        out["temperature"][f"log_loss_{name}"] = float(
            metrics.log_loss(given[judge], numbers, labels=np.arange(len(names))))

    known = ~np.isin(given, [names.index(name) for name in HELD_OUT])
    kept = ~np.isin(np.arange(len(names)), [names.index(name) for name in HELD_OUT])
    best = np.sort(softmax(cosines[:, kept] * scale), axis=1)[:, ::-1]
    out["unknown"] = {
        "classes": HELD_OUT, "auroc_probability": metrics.roc_auc_score(known, best[:, 0]),
        "auroc_cosine": metrics.roc_auc_score(known, cosines[:, kept].max(axis=1)),
        "auroc_margin": metrics.roc_auc_score(known, best[:, 0] - best[:, 1])}
    first, precision = leave_one_out(images, given)
    out["image_retrieval"] = {"mean_average_precision": precision, **retrieval(first)}
    return out


def several_labels(command, folder):
    table = rows("photos.csv")
    tags = [row["tags"].split("|") for row in table]
    names = sorted({tag for row in tags for tag in row})
    cosines = pictures(command, folder, [row["path"] for row in table]) @ classes(command, folder, names).T
    check_margins("tags", cosines.T)
    relevant = np.array([[name in row for name in names] for row in tags])
    # scikit-learn's average precision is the same where no two scores are equal.
    precisions = [average_precision(cosines[:, c], relevant[:, c]) for c in range(len(names))]
    theirs = [metrics.average_precision_score(relevant[:, c], cosines[:, c]) for c in range(len(names))]
    assert np.allclose(precisions, theirs, atol=1e-12)
    return {"classes": names, "average_precision": theirs, "mean_average_precision": float(np.mean(theirs)),
            "cosines": np.round(cosines, 7).tolist()}


def captions(command, folder):
    table = rows("captions.csv")
    paths = list(dict.fromkeys(row["path"] for row in table))
    images = pictures(command, folder, paths)
    (folder / "texts.txt").write_text("".join(f"{row['caption']}\n" for row in table))
    texts = embedded(command, folder, "--texts-file", folder / "texts.txt")
    owners = np.array([paths.index(row["path"]) for row in table])
    pairs = owners[:, None] == np.arange(len(paths))[None]
    similarity = texts @ images.T
    check_margins("captions", similarity)
    check_margins("pictures", similarity.T)
    return {"image_retrieval": retrieval(ranks_of_first(similarity, pairs)),
            "text_retrieval": retrieval(ranks_of_first(similarity.T, pairs.T)),
            "first": [table[place]["caption"] for place in order(similarity.T)[:, 0]]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", default=".build/release/swift-clip")
    parser.add_argument("--output", type=pathlib.Path, default=FOLDER / "photos.json")
    arguments = parser.parse_args()
    # scikit-learn warns of classes that a resample does not hold: they are left out here as there.
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    scale = json.loads(run(arguments.command, "models", "info", "pocket", "--format", "json").stdout)["logit_scale"]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        golden = {
            "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
            "resamples": RESAMPLES, "seed": SEED, "template": TEMPLATE,
            "single": single_labels(arguments.command, folder, scale),
            "several": several_labels(arguments.command, folder), "captions": captions(arguments.command, folder),
        }
    arguments.output.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
