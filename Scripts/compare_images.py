#!/usr/bin/env python3
"""Compares what the command makes of every picture below a folder with what the references make of it.

    Scripts/compare_images.py FOLDER --command .build/release/swift-clip

For each file: mode, size, the whole picture's pixels as stored and upright, the 8-bit crop by OpenCLIP's
transform (`--compat openai`) and by Hugging Face's processor behind `exif_transpose` (`--compat hf`), or the
refusal. `swift-clip doctor --format json` gives ours. All must be equal; `picture_differences.toml` lists the
files that are read otherwise, with the reason. Exit status 1 when another file differs. Needs what
Scripts/goldens_images.py needs.
"""

import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tomllib

import parity_rows
import picture_reference

DIFFERENCES = pathlib.Path(__file__).resolve().parent / "picture_differences.toml"
# What is compared, in this order: the first that differs names the difference.
RULES = {
    "refused": ("a file is refused where the reference refuses it", f"Pillow {picture_reference.PILLOW}"),
    "mode": ("mode", f"Pillow {picture_reference.PILLOW}"),
    "size": ("width and height", f"Pillow {picture_reference.PILLOW}"),
    "pixels": ("pixels as stored, in RGB", f"Pillow {picture_reference.PILLOW}"),
    "orientation": ("pixels upright by EXIF, XMP or TIFF, in RGB", f"Pillow {picture_reference.PILLOW}, exif_transpose"),
    "openai": ("8-bit crop, resized before the conversion to RGB", "open_clip_torch 3.3.0, torchvision 0.28.0"),
    "hf": ("8-bit crop, converted to RGB and upright before the resize", "transformers 5.20.0, CLIPImageProcessorPil"),
}
NO_PICTURES = {".md", ".csv", ".json", ".txt", ".toml"}


def doctor(command, path, compat):
    """The command's findings; None where it refuses the file."""
    words = [command, "doctor", str(path), "--quiet", "--format", "json", "--compat", compat]
    run = subprocess.run(words, capture_output=True)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"{path}: exit status {run.returncode}: {run.stderr.decode()[-500:]}")
    findings = json.loads(run.stdout)
    return None if "refused" in findings else findings


def ours(command, path):
    stored, upright = (doctor(command, path, compat) for compat in ("openai", "hf"))
    if stored is None or upright is None:
        return None
    picture = stored["picture"]
    return {
        "mode": picture["mode"], "size": [picture["width"], picture["height"]], "pixels": picture["rgb_sha256"],
        "orientation": upright["picture"]["rgb_sha256"], "openai": stored["input"]["crop_sha256"],
        "hf": upright["input"]["crop_sha256"], "input": stored["input"]["shape"][1],
    }


def theirs(path, size):
    facts = picture_reference.read(path, size)
    if "refused" in facts:
        return facts
    return {**facts, "size": [facts["width"], facts["height"]], "pixels": facts["stored"], "orientation": facts["upright"]}


def compared(mine, reference):
    """The rules that were compared, and the one that the two differ in first."""
    if mine is None or "refused" in reference:
        decided = "refused" if mine is None else "decoded"
        same = mine is None and "refused" in reference
        return ["refused"], None if same else (decided, "refused")
    rules = ["refused"]
    for rule in list(RULES)[1:]:
        rules.append(rule)
        if mine[rule] != reference[rule]:
            return rules, (f"mode {mine['mode']}" if rule == "mode" else rule, rule)
    return rules, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--command", required=True)
    parser.add_argument("--jobs", type=int, default=4, help="how many files the command looks at together")
    parser.add_argument("--parity", help="write the counts as rows of the parity table")
    arguments = parser.parse_args()
    picture_reference.check_versions()
    known = tomllib.loads(DIFFERENCES.read_text(encoding="utf-8"))["difference"]
    paths = sorted(p for p in arguments.folder.rglob("*") if p.is_file() and p.suffix.lower() not in NO_PICTURES)
    cases, differing, unexplained = dict.fromkeys(RULES, 0), {rule: [] for rule in RULES}, []
    equal = refused = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        # The model's size, from the first picture that the command decodes.
        results = pool.map(lambda path: ours(arguments.command, path), paths)
        size = 64
        for path, mine in zip(paths, results):
            size = mine["input"] if mine else size
            rules, difference = compared(mine, theirs(path, size))
            for rule in rules:
                cases[rule] += 1
            if difference is None:
                equal += mine is not None
                refused += mine is None
                continue
            made, rule = difference
            reason = next((d["reason"] for d in known if path.as_posix().endswith(d["file"]) and d["ours"] == made), None)
            differing[rule].append((path, reason))
            if reason is None:
                unexplained.append(f"{path}: {made}")
    for line in unexplained:
        print(line)
    explained = sum(map(len, differing.values())) - len(unexplained)
    print(f"{len(paths)} files: {equal} equal in everything, {refused} refused by both, {explained} otherwise for a "
          f"reason, {len(unexplained)} different")
    if unexplained:
        sys.exit(1)
    parity_rows.write(arguments.parity, [
        parity_rows.Row(
            "Images", words, reference, cases[rule], len(differing[rule]),
            "; ".join(dict.fromkeys(f"{path.name}: {reason}" for path, reason in differing[rule])))
        for rule, (words, reference) in RULES.items()])


if __name__ == "__main__":
    main()
