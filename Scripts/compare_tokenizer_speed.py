#!/usr/bin/env python3
"""Texts per second on one thread: Hugging Face's tokenizers (Rust), OpenCLIP's SimpleTokenizer, and ours.

    swift build -c release --product tokenize-benchmark
    venv/bin/python Scripts/compare_tokenizer_speed.py .build/release/tokenize-benchmark CAPTIONS.csv … [--rounds 5]

CAPTIONS are CSV files with a column "caption" or "title"; a second set are the texts in many scripts of the
goldens. The contenders take turns within each round, and ratios are taken within rounds; medians are printed.
Each has met every text before it is timed, so that words are in the caches that the other two keep. Figures are
per second of processor time, which means something on a busy machine, too; `--wall` takes the clock on the wall.
Needs what Scripts/text_references.py needs.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

import compare_text
import goldens_text
import text_references

FIGURES = {False: "texts_per_cpu_second", True: "texts_per_second"}


def timed(encode, texts, repeats, clock):
    start = clock()
    for _ in range(repeats):
        encode(texts)
    return len(texts) * repeats / (clock() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command")
    parser.add_argument("captions", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--json", help="write every figure to this file")
    arguments = parser.parse_args()
    text_references.check_versions()
    plain = text_references.open_clip().SimpleTokenizer()
    fast = text_references.hugging_face(plain).backend_tokenizer
    clock = time.perf_counter if arguments.wall else time.process_time
    sets = {"captions": list(compare_text.captions(arguments.captions)),
            "texts in many scripts": goldens_text.SCRIPTS + goldens_text.EMOJI}
    everything = {}
    for name, texts in sets.items():
        repeats = max(1, 4000 // len(texts))

        def ours(rules):
            run = subprocess.run([arguments.command, "time", rules, "openai", path, str(repeats * 20)],
                                 capture_output=True, check=True)
            return json.loads(run.stdout)[FIGURES[arguments.wall]]

        def python(texts):
            for text in texts:
                plain.encode(text)

        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            path = file.name
            file.writelines(json.dumps(text) + "\n" for text in texts)
            file.flush()
            python(texts)
            fast.encode_batch(texts)
            rounds = [{"ours, hf": ours("hf"), "tokenizers 0.23.3": timed(fast.encode_batch, texts, repeats, clock),
                       "ours, open_clip": ours("open_clip"),
                       "open_clip_torch 3.3.0": timed(python, texts, repeats, clock)}
                      for _ in range(arguments.rounds)]
        everything[name] = rounds
        print(f"{name}: {len(texts)} texts, {FIGURES[arguments.wall].replace('_', ' ')}, median of {len(rounds)} rounds")
        for contender in rounds[0]:
            print(f"  {contender:22}{statistics.median(r[contender] for r in rounds):>12,.0f}")
        for one, other in [("ours, hf", "tokenizers 0.23.3"), ("ours, open_clip", "open_clip_torch 3.3.0")]:
            ratio = statistics.median(r[one] / r[other] for r in rounds)
            print(f"  {one} / {other}: {ratio:.1f}")
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(everything, file, indent=1)


if __name__ == "__main__":
    main()
