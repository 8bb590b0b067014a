"""Zero-shot classification with transformers, as its documentation shows it.

    python transformers_pipeline.py MODEL LABELS IMAGE|FOLDER…
"""

import pathlib
import sys

from transformers import pipeline

model, labels, *names = sys.argv[1:]
paths = [str(path) for name in map(pathlib.Path, names)
         for path in (sorted(name.glob("*.jpg")) if name.is_dir() else [name])]

classifier = pipeline("zero-shot-image-classification", model=model)
for path, answers in zip(paths, classifier(paths, candidate_labels=labels.split(","))):
    print(path, answers[0]["label"], f"{answers[0]['score']:.4f}", sep="\t")
