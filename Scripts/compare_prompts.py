"""Comparisons and searches of prompts, computed anew in NumPy and SciPy from vectors alone.

    python3 Scripts/compare_prompts.py golden Tests/Goldens/prompts/case.json
        makes vectors by a seed, and what every number of the library must be on them
    python3 Scripts/compare_prompts.py check COMMAND FOLDER [--shots K] [--model MODEL]
        runs `prompts compare` and `prompts search` of the command on class folders, exports the vectors with `embed`,
        and compares every number; ends with status 1 where one differs
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.stats import binom, chi2

RESAMPLES = 200


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def ensemble(vectors, texts):
    """One unit vector per class: the mean of its texts' unit vectors, made unit."""
    return unit(np.stack([np.mean([vectors[text] for text in row], axis=0) for row in texts]))


def answers(images, classes):
    return (images @ classes.T).argmax(1)


def interval(values):
    return np.percentile(values, [2.5, 97.5]).tolist()


def draws(count, resamples, seed=0):
    """What the library draws: words of MT19937 seeded with seed + r, each standing for word · n / 2³²."""
    for number in range(resamples):
        words = np.random.RandomState(seed + number)._bit_generator.random_raw(count).astype(np.uint64)
        yield ((words * np.uint64(count)) >> np.uint64(32)).astype(int)


def mcnemar(gained, lost):
    flips = gained + lost
    if flips == 0:
        return 1.0
    if flips < 25:
        return float(min(1, 2 * binom.cdf(min(gained, lost), flips, 0.5)))
    return float(chi2.sf(max(abs(gained - lost) - 1, 0) ** 2 / flips, 1))


def holm(values):
    order = np.argsort(values, kind="stable")
    result, largest = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1, values[place] * (len(values) - rank)))
        result[place] = largest
    return result


def compare(images, given, vectors, sets, resamples, seed=0):
    """Sets by name; each a list of templates' texts, `[template][class][name]`."""
    count, classes = len(given), given.max() + 1
    predicted, singles = [], []
    for name, templates in sets:
        whole = [[text for names in zip(*(t[label] for t in templates)) for text in names] for label in range(classes)]
        predicted.append(answers(images, ensemble(vectors, whole)))
        singles.append([int((answers(images, ensemble(vectors, t)) == given).sum()) for t in templates])
    right = np.stack([p == given for p in predicted])

    def statistics(rows):
        hits = right[:, rows]
        seen = [label for label in range(classes) if (given[rows] == label).any()]
        recall = np.mean([hits[:, given[rows] == label].mean(1) for label in seen], axis=0)
        accuracy = hits.mean(1)
        return np.stack([accuracy, recall, accuracy - accuracy[0]])

    values = statistics(np.arange(count))
    drawn = np.stack([statistics(rows) for rows in draws(count, resamples, seed)])
    result = []
    for place, (name, templates) in enumerate(sets):
        gained, lost = int((right[place] & ~right[0]).sum()), int((~right[place] & right[0]).sum())
        result.append({
            "name": name, "predicted": predicted[place].tolist(),
            "accuracy": [values[0, place], *interval(drawn[:, 0, place])],
            "recall": [values[1, place], *interval(drawn[:, 1, place])],
            "change": [values[2, place], *interval(drawn[:, 2, place])],
            "gained": gained, "lost": lost, "p": mcnemar(gained, lost),
            "singles": singles[place] if len(templates) > 1 else [],
        })
    for entry, p in zip(result[1:], holm([r["p"] for r in result[1:]])):
        entry["p_holm"] = p
    return result


def score(images, given, classes, scale):
    logits = scale * (images @ classes.T)
    top = logits.max(1)
    likelihood = logits[np.arange(len(given)), given] - top - np.log(np.exp(logits - top[:, None]).sum(1))
    return int((logits.argmax(1) == given).sum()), float(likelihood.sum())


def greedy(images, given, vectors, pool, scale, rows, others, most):
    chosen, path, held, best = [], [], [], None
    while len(chosen) < most:
        tried = []
        for place in range(len(pool)):
            if place in chosen:
                continue
            texts = [sum((pool[t][label] for t in chosen + [place]), []) for label in range(len(pool[0]))]
            tried.append((score(images[rows], given[rows], ensemble(vectors, texts), scale), -place))
        if not tried:
            break
        top, place = max(tried)
        if best is not None and not (top[0] > best[0] or (top[0] == best[0] and top[1] - best[1] > 1e-6 * len(rows))):
            break
        best = top
        chosen.append(-place)
        path.append(top)
        texts = [sum((pool[t][label] for t in chosen), []) for label in range(len(pool[0]))]
        held.append(score(images[others], given[others], ensemble(vectors, texts), scale) if len(others) else (0, 0.0))
    return chosen, path, held


def search(images, given, vectors, pool, scale, most):
    count = len(given)
    folds = min(5, count)
    place = np.arange(count)
    parts = [greedy(images, given, vectors, pool, scale, place[place % folds != f], place[place % folds == f], most)[2]
             for f in range(folds)]
    chosen, path, _ = greedy(images, given, vectors, pool, scale, place, place[:0], most)
    held = [tuple(sum(part[min(size, len(part) - 1)][i] for part in parts) for i in (0, 1)) for size in range(len(chosen))]
    size = max(range(len(held)), key=lambda s: (held[s], -s)) + 1
    return [{"template": chosen[s], "right": path[s][0], "log_likelihood": path[s][1] / count,
             "held_out_right": held[s][0], "held_out_log_likelihood": held[s][1] / count} for s in range(size)]


def unlabelled(images, vectors, pool, scale):
    scores = []
    for template in pool:
        logits = scale * (images @ ensemble(vectors, template).T)
        scores.append(float((logits - logits.mean(0)).max(1).mean()))
    middle = np.median(scores)
    spread = 1.4826 * np.median(np.abs(scores - middle))
    return scores, [float((s - middle) / spread) if spread > 0 else 0.0 for s in scores]


def make_golden(path):
    random = np.random.RandomState(11)
    classes, width, templates, count = 5, 24, 8, 90
    centres = unit(random.normal(size=(classes, width)))
    names = [["ant"], ["bee", "wasp"], ["cat"], ["dog"], ["elk"]]
    texts = ["{}", "a {}", "the {}", "one {}", "many {}", "big {}", "small {}", "no {}"]
    noise = np.linspace(0.25, 0.9, templates)
    vectors = {}
    for text, spread in zip(texts, noise):
        for label, group in enumerate(names):
            for name in group:
                row = unit(centres[label] + spread * random.normal(size=width) / np.sqrt(width) * 3)
                vectors[text.replace("{}", name)] = row.astype(np.float32)
    given = random.randint(0, classes, count)
    images = unit(centres[given] + 0.45 * random.normal(size=(count, width))).astype(np.float32)
    wide = images.astype(np.float64), {k: v.astype(np.float64) for k, v in vectors.items()}
    pool = [[[t.replace("{}", n) for n in group] for group in names] for t in texts]
    sets = [("bad", [pool[6]]), ("all", pool), ("few", pool[:3])]
    shots = np.argsort(given, kind="stable")
    shots = np.concatenate([shots[given[shots] == label][:4] for label in range(classes)])
    document = {
        "names": names, "templates": texts, "scale": 12.5, "resamples": RESAMPLES,
        "images": images.tolist(), "given": given.tolist(), "vectors": {k: v.tolist() for k, v in vectors.items()},
        "sets": [{"name": n, "templates": [texts[pool.index(t)] for t in ts]} for n, ts in sets],
        "comparison": compare(wide[0], given, wide[1], sets, RESAMPLES),
        "shots": shots.tolist(),
        "search": search(wide[0][shots], given[shots], wide[1], pool, 12.5, 16),
        "unlabelled": dict(zip(("scores", "deviations"), unlabelled(wide[0], wide[1], pool, 12.5))),
    }
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(document) + "\n")
    print(f"{path}: {[round(s['accuracy'][0], 3) for s in document['comparison']]}, "
          f"{[texts[s['template']] for s in document['search']]}")


class Command:
    def __init__(self, path, model):
        self.path, self.model = path, ["--model", model, "--precision", "f32", "-q"]

    def json(self, *arguments):
        run = subprocess.run([self.path, *arguments, *self.model, "--format", "json"], stdout=subprocess.PIPE, check=True)
        return json.loads(run.stdout)

    def rows(self, folder, *arguments):
        target = Path(folder) / "rows.npy"
        subprocess.run([self.path, "embed", *arguments, *self.model, "-o", target], check=True)
        return np.load(target).astype(np.float64)


def differences(ours, theirs, tolerance=2e-6):
    """Pairs of numbers that differ, each with its name."""
    for name, value in theirs.items():
        a, b = np.asarray(ours[name], dtype=float), np.asarray(value, dtype=float)
        if a.shape != b.shape or not np.allclose(a, b, rtol=0, atol=tolerance):
            yield name, ours[name], value


def check(options):
    command = Command(options.command, options.model)
    templates = ["a photo of a {}.", "{}", "a drawing of a {}.", "a close-up of {}.", "a blurred photo of a {}."]
    with tempfile.TemporaryDirectory() as folder:
        pool_file = Path(folder) / "pool.txt"
        pool_file.write_text("\n".join(templates) + "\n")
        compared = command.json("prompts", "compare", options.folder, "--set", "one={}", "--set", f"all={pool_file}",
                                "--set", "openai80",
                                "--resamples", str(RESAMPLES))
        found = command.json("prompts", "search", options.folder, "--shots", str(options.shots), "--pool", str(pool_file),
                             "--no-bundled", "--resamples", str(RESAMPLES))
        classes = compared["classes"]
        names = [name.replace("_", " ") for name in classes]
        ids = [picture["id"] for picture in compared["pictures"]]
        given = np.array([picture["given"] for picture in compared["pictures"]])
        paths = Path(folder) / "paths.txt"
        paths.write_text("".join(f"{Path(options.folder) / name}\n" for name in ids))
        images = command.rows(folder, "--paths-from", str(paths))
        pool = [[[t.replace("{}", name)] for name in names] for t in templates]
        eighty = [[[t.replace("{}", name)] for name in names] for t in compared["sets"][2]["templates"]]
        texts = sorted({text for template in pool + eighty for row in template for text in row})
        words = Path(folder) / "texts.txt"
        words.write_text("".join(f"{text}\n" for text in texts))
        vectors = dict(zip(texts, command.rows(folder, "--texts-file", str(words))))
    scale = options.scale
    wrong = 0
    ours = [{"accuracy": list(s["accuracy"].values()), "recall": list(s["mean_per_class_recall"].values()),
             "singles": [t["right"] for t in s["single_templates"]],
             "predicted": [p["predicted"][i] for p in compared["pictures"]],
             **({"change": list(s["difference"]["accuracy"].values()), "gained": s["difference"]["gained"],
                 "lost": s["difference"]["lost"], "p": s["difference"]["p"], "p_holm": s["difference"]["p_holm"]}
                if s["difference"] else {})} for i, s in enumerate(compared["sets"])]
    theirs = compare(images, given, vectors, [("one", [pool[1]]), ("all", pool), ("openai80", eighty)], RESAMPLES)
    for own, other in zip(ours, theirs):
        for name, a, b in differences(own, {k: v for k, v in other.items() if k in own}):
            wrong += 1
            print(f"{other['name']}: {name} is {a}, NumPy has {b}")
    places = [ids.index(name) for name in found["searched_by"]]
    steps = search(images[places], given[places], vectors, pool, scale, 16)
    known = {n: score(images[places], given[places], ensemble(vectors, [sum((t[i] for t in sets), []) for i in range(len(names))]), scale)
             for n, sets in (("photo", [pool[0]]), ("openai80", eighty))}
    best = max(known, key=lambda n: known[n])
    kept = None if steps[-1]["held_out_right"] > known[best][0] else best
    if found["kept"] != kept:
        wrong += 1
        print(f"search: {found['kept']} is kept, NumPy keeps {kept}")
    for own, other in zip(found["search"], steps):
        if own["template"] != templates[other["template"]]:
            wrong += 1
            print(f"search: {own['template']}, NumPy has {templates[other['template']]}")
        else:
            for name, a, b in differences(own, {k: v for k, v in other.items() if k != "template"}, 1e-4):
                wrong += 1
                print(f"search: {name} is {a}, NumPy has {b}")
    if len(found["search"]) != len(steps):
        wrong += 1
        print(f"search: {len(found['search'])} templates, NumPy has {len(steps)}")
    print(f"{options.folder}: {len(ids)} pictures, {len(classes)} classes, "
          f"{len(texts)} texts, {len(steps)} templates found: {wrong} differences")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    golden = tasks.add_parser("golden")
    golden.add_argument("path")
    against = tasks.add_parser("check")
    against.add_argument("command")
    against.add_argument("folder")
    against.add_argument("--shots", type=int, default=4)
    against.add_argument("--model", default="pocket")
    against.add_argument("--scale", type=float, default=0.0, help="exp(logit_scale) of the model; asked of it if left out")
    options = parser.parse_args()
    if options.task == "golden":
        return make_golden(options.path)
    if not options.scale:
        image = next(p for p in sorted(Path(options.folder).rglob("*")) if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
        shown = Command(options.command, options.model).json("similarity", str(image), "--text", "a", "b")
        options.scale = shown["logits_per_image"][0][0] / shown["cosines"][0][0]
    sys.exit(1 if check(options) else 0)


if __name__ == "__main__":
    main()
