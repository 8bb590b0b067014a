#!/usr/bin/env python3
"""Computes what `swift-clip evaluate` reports a second time, with scikit-learn, SciPy and NumPy.

The command writes its vectors (`embed`), classifier (`classify --save-classifier`), result (`evaluate --output`) and
doubtful labels; everything in the result is then computed from the vectors alone, in double precision, and compared.

    compare_evaluation.py --command .build/release/swift-clip DATASET...

goldens_evaluation.py writes what these functions say of drawn features for the tests.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from scipy import optimize, special, stats
from sklearn import metrics

BINS = 15
# Vectors are f32 and so are the command's products: a cosine has an error of some 1e-7, a logit a hundred times that.
BOUND = {"probability": 2e-5, "rate": 1e-12, "ece": 2e-5, "temperature": 2e-4}


def softmax(logits):
    return special.softmax(logits.astype(np.float64), axis=1)


def ece(confidence, right):
    """Expected calibration error over equal bins (lower, upper]."""
    bins = np.clip(np.ceil(confidence * BINS) - 1, 0, BINS - 1).astype(int)
    total = 0.0
    for b in range(BINS):
        inside = bins == b
        if inside.any():
            total += inside.sum() * abs(confidence[inside].mean() - right[inside].mean())
    return total / len(right)


def order(scores):
    """Classes, best first; equal ones in their order."""
    return np.argsort(-scores, axis=1, kind="stable")


def words(seed, count):
    """The 32-bit words of MT19937 seeded as NumPy's RandomState."""
    return np.random.RandomState(seed)._bit_generator.random_raw(count).astype(np.uint64)


def resample(seed, n):
    return (words(seed, n) * np.uint64(n) >> np.uint64(32)).astype(int)


def interval(values):
    return [float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))]


def classification(given, scores, probabilities):
    """The summary numbers, by scikit-learn."""
    ranking = order(scores)
    predicted = ranking[:, 0]
    right = predicted == given
    confidence = probabilities[np.arange(len(given)), predicted]
    return {
        "acc1": metrics.accuracy_score(given, predicted),
        "acc5": (ranking[:, :5] == given[:, None]).any(axis=1).mean(),
        "mean_per_class_recall": recall_mean(given, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(given, predicted),
        "macro_f1": metrics.f1_score(given, predicted, average="macro", zero_division=0),
        "weighted_f1": metrics.f1_score(given, predicted, average="weighted", zero_division=0),
        "ece": ece(confidence, right),
    }


def recall_mean(given, predicted):
    return float(np.mean([(predicted[given == c] == c).mean() for c in np.unique(given)]))


def confident_learning(given, probabilities):
    """Thresholds, joint, doubtful rows and the estimate (Northcutt et al. 2021)."""
    n, k = probabilities.shape
    thresholds = np.array([probabilities[given == c, c].mean() if (given == c).any() else np.inf for c in range(k)])
    joint = np.zeros((k, k), int)
    issues = []
    for row in range(n):
        reached = np.where(probabilities[row] >= thresholds)[0]
        if len(reached):
            best = reached[np.argmax(probabilities[row, reached])]
            joint[given[row], best] += 1
            if best != given[row] and probabilities[row, best] > probabilities[row, given[row]]:
                others = np.delete(probabilities[row], given[row])
                issues.append((probabilities[row, given[row]] - others.max(), row, best))
    sizes = np.bincount(given, minlength=k)
    sums = joint.sum(axis=1)
    estimate = sum((sums[c] - joint[c, c]) / sums[c] * sizes[c] for c in range(k) if sums[c])
    return thresholds, joint, sorted(issues), float(estimate)


def fitted_temperature(given, logits):
    logits = logits.astype(np.float64)

    def loss(log_temperature):
        scaled = logits / np.exp(log_temperature)
        return (special.logsumexp(scaled, axis=1) - scaled[np.arange(len(given)), given]).mean()

    return float(np.exp(optimize.minimize_scalar(loss, bounds=(-6, 6), method="bounded", options={"xatol": 1e-10}).x))


def average_precision(scores, relevant):
    """CLIP_benchmark's: precision at each relevant example, averaged."""
    sorted_relevant = relevant[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(sorted_relevant) / np.arange(1, len(scores) + 1)
    return float(precision[sorted_relevant].sum() / max(sorted_relevant.sum(), 1))


def ranks_of_first(scores, relevant):
    """Places before the first relevant column of each row."""
    ranking = order(scores)
    return np.take_along_axis(relevant, ranking, axis=1).argmax(axis=1)


def retrieval(ranks):
    return {
        **{f"recall@{k}": float((ranks < k).mean()) for k in (1, 5, 10)},
        "median_rank": float(np.median(ranks) + 1),
        "mean_rank": float(ranks.mean() + 1),
    }


def leave_one_out(unit, labels):
    """Recall and mAP of pictures that look for their class among all others."""
    scores = unit @ unit.T
    first, precisions = [], []
    for query in range(len(labels)):
        others = np.delete(np.arange(len(labels)), query)
        relevant = labels[others] == labels[query]
        if relevant.any():
            ranked = relevant[np.argsort(-scores[query, others], kind="stable")]
            first.append(int(ranked.argmax()))
            precisions.append(average_precision(scores[query, others], relevant))
    return np.array(first), float(np.mean(precisions))


def mcnemar(b, c):
    if b + c < 25:
        return float(stats.binomtest(b, b + c, 0.5).pvalue) if b + c else 1.0
    return float(stats.chi2.sf(max(abs(b - c) - 1, 0) ** 2 / (b + c), 1))


class Comparison:
    """Collects differences; each must be within its bound."""

    def __init__(self):
        self.failed = 0
        self.count = 0

    def check(self, name, ours, theirs, bound):
        ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
        difference = np.abs(ours - theirs).max() if ours.shape == theirs.shape and ours.size else (
            0.0 if ours.shape == theirs.shape else np.inf)
        self.count += 1
        if not difference <= bound:
            self.failed += 1
            print(f"  {name}: differs by {difference:.3g}, more than {bound:.0e}")
        return difference


def run(command, *arguments):
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(map(str, arguments))}: {done.stderr}")
    return done


def safetensors(path):
    data = pathlib.Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    kinds = {"F32": np.float32, "F64": np.float64, "I64": np.int64, "I32": np.int32, "U8": np.uint8}
    return {
        name: np.frombuffer(data[8 + size:][slice(*entry["data_offsets"])], kinds[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"
    }


def compare(command, dataset, folder, options):
    """One dataset: the command's numbers against the libraries'."""
    dataset = pathlib.Path(dataset)
    result_file, issues_file = folder / "result.json", folder / "issues.csv"
    run(command, "evaluate", dataset, "--output", result_file, "--label-quality", issues_file, "--fit-temperature",
        "--resamples", 200, "--quiet", *options)
    result = json.loads(result_file.read_text())
    names = [row["class"] for row in result["classes"]]
    labels_file = folder / "labels.txt"
    labels_file.write_text("".join(row["names"][0] + "\n" for row in result["classes"]))
    paths = folder / "paths.txt"
    paths.write_text("".join(f"{dataset / image}\n" for image in result["predictions"]["images"]))
    run(command, "embed", "--paths-from", paths, "--output", folder / "images.npy", "--precision", "f32", "--quiet",
        *options)
    classifier_file = folder / "classifier.safetensors"
    run(command, "classify", "--labels-file", labels_file, "--save-classifier", classifier_file, "--precision", "f32",
        "--quiet", *options)
    images = np.load(folder / "images.npy").astype(np.float64)
    stored = safetensors(classifier_file)
    vectors = next(value for value in stored.values() if value.ndim == 2).astype(np.float64)
    scale = json.loads(run(command, "models", "info", "pocket" if "--model" not in options else
                           options[options.index("--model") + 1], "--format", "json").stdout)["logit_scale"]
    given = np.array(result["predictions"]["given"])
    cosines = images @ vectors.T
    probabilities = softmax(cosines * scale)

    check = Comparison()
    expected = classification(given, cosines, probabilities)
    for name, value in expected.items():
        check.check(name, result["metrics"][name], value, BOUND["ece" if name == "ece" else "rate"])
    predicted = order(cosines)[:, 0]
    check.check("predictions", result["predictions"]["predicted"], predicted, 0)
    check.check("confidence", result["predictions"]["score"], probabilities.max(axis=1), BOUND["probability"])
    counts = metrics.confusion_matrix(given, predicted, labels=np.arange(len(names)))
    ours = np.zeros_like(counts)
    for row, column, count in result["confusion"]:
        ours[row, column] = count
    check.check("confusion matrix", ours, counts, 0)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        given, predicted, labels=np.arange(len(names)), zero_division=np.nan)
    for name, values in [("precision", precision), ("recall", recall), ("f1", f1), ("support", support)]:
        rows = [np.nan if row[name] is None else row[name] for row in result["classes"]]
        known = ~np.isnan(values) & ~np.isnan(np.array(rows, float))
        check.check(f"per-class {name}", np.array(rows, float)[known], values[known], BOUND["rate"])
    draws = [resample(r, len(given)) for r in range(200)]
    check.check("acc1 interval", result["intervals"]["acc1"],
                interval([(predicted == given)[d].mean() for d in draws]), BOUND["rate"])
    check.check("mean recall interval", result["intervals"]["mean_per_class_recall"],
                interval([recall_mean(given[d], predicted[d]) for d in draws]), BOUND["rate"])
    thresholds, _, issues, estimate = confident_learning(given, probabilities)
    check.check("thresholds", [np.inf if t is None else t for t in result["label_quality"]["thresholds"]] if np.isfinite(
        thresholds).all() else [0], thresholds if np.isfinite(thresholds).all() else [0], BOUND["probability"])
    rows = list(csv.DictReader(issues_file.open()))
    check.check("doubtful labels", len(rows), len(issues), 0)
    check.check("margins", [float(row["margin"]) for row in rows], [issue[0] for issue in issues],
                2 * BOUND["probability"])
    check.check("estimated wrong labels", result["label_quality"]["estimated_issues"], estimate, 1e-9)
    print(f"{dataset.name}: {len(given)} pictures, {len(names)} classes, top-1 {expected['acc1']:.4f}: "
          f"{check.count - check.failed} of {check.count} numbers equal")
    return check.failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+")
    parser.add_argument("--command", default=".build/release/swift-clip")
    parser.add_argument("--model")
    arguments = parser.parse_args()
    failed = 0
    options = ["--model", arguments.model] if arguments.model else []
    for dataset in arguments.datasets:
        with tempfile.TemporaryDirectory() as folder:
            failed += compare(arguments.command, dataset, pathlib.Path(folder), options)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
