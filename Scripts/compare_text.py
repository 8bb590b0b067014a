#!/usr/bin/env python3
"""Compares ids with the references' on captions and on generated nasty texts, for each set of rules.

    swift build -c release --product tokenize-benchmark
    venv/bin/python Scripts/compare_text.py .build/release/tokenize-benchmark [CAPTIONS.csv …] [--nasty 100000]

CAPTIONS are CSV files with a column "caption" or "title". Exit status 1 when a text differs. Needs what
Scripts/text_references.py needs; vocabulary: OpenAI's.
"""
import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile

import goldens_text
import nasty_texts
import parity_rows
import text_references

SEED = 20260108


def captions(paths):
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row.get("caption") or row.get("title") or ""


def nasty(count):
    rng = random.Random(SEED)
    pieces = goldens_text.pieces()
    marks = nasty_texts.mark_heaps(rng)
    kinds = ["mojibake"] * 6 + ["heap"] * 2 + ["marks", "cased", "special"]
    for _ in range(count):
        kind = rng.choice(kinds)
        yield next(marks) if kind == "marks" else getattr(nasty_texts, kind)(rng, pieces)


def ours(command, rules, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts)
        file.flush()
        run = subprocess.run([command, "ids", rules, "openai", file.name], capture_output=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command")
    parser.add_argument("captions", nargs="*")
    parser.add_argument("--nasty", type=int, default=100_000)
    parser.add_argument("--show", type=int, default=5, help="how many differing texts to print")
    parser.add_argument("--parity", help="write the counts as rows of the parity table")
    arguments = parser.parse_args()
    text_references.check_versions()
    sets = {"captions": list(captions(arguments.captions)), "generated nasty texts": list(nasty(arguments.nasty))}
    rows, failed = [], False
    for rules, encode in text_references.encoders().items():
        for name, texts in sets.items():
            if not texts:
                continue
            differing = [(t, a, b) for t, a, b in zip(texts, ours(arguments.command, rules, texts), map(encode, texts))
                         if a != b]
            print(f"{rules}: {len(texts)} {name}, {len(differing)} differ")
            for text, a, b in differing[:arguments.show]:
                print(f"  {ascii(text)}\n    ours {a}\n    ref. {b}")
            failed = failed or bool(differing)
            rows.append(parity_rows.Row("Text", f"ids by {rules} rules, {name}", text_references.REFERENCES[rules],
                                        len(texts), len(differing), "see the texts that the script prints"
                                        if differing else ""))
    parity_rows.write(arguments.parity, rows)
    sys.exit(failed)


if __name__ == "__main__":
    main()
