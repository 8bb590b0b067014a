#!/usr/bin/env python3
"""Writes Documentation/Parity.md: what was compared with which reference, and what differed.

    Scripts/parity.py DATA --command .build/release/swift-clip

DATA is a folder of pictures and caption files. Each comparison script of `SCRIPTS` is run with `--parity FILE`
(`parity_rows.py`); its rows become the first table. The second is counted from the golden files that
`parity_goldens.toml` lists. The third is `conventions.toml`: what users of other implementations stumble over,
with the tests that hold our rule, or the reason why there is none.

    Scripts/parity.py --check

compares nothing: it fails if a test that those files or Documentation/Checkpoints.md name does not exist, or if the
document's second and third tables are not what they say (`--points` renews them). Needs the standard library only.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "Documentation" / "Parity.md"
POINTS = ROOT / "Scripts" / "conventions.toml"
GOLDENS = ROOT / "Scripts" / "parity_goldens.toml"
CHECKPOINTS = ROOT / "Documentation" / "Checkpoints.md"
# What is run: the words after the interpreter; {data} and {command} are filled in.
SCRIPTS = [
    ["compare_text.py", "{tokenizer}", "{captions}", "--nasty", "150000"],
    ["compare_images.py", "{data}", "--command", "{command}"],
    ["goldens_modes.py", "--check"],
    ["goldens_formats.py", "--check"],
]
SECOND_PART = "## In every run of the tests"
PARTS = ["Text", "Images", "Networks", "Corruptions", "Evaluation", "Heads"]


def row(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def filled(words, arguments):
    """The words of a script's command line, with the arguments in their places."""
    for word in words:
        if word == "{captions}":
            yield from sorted(str(path) for path in pathlib.Path(arguments.data).rglob("captions.csv"))
        else:
            yield word.format(data=arguments.data, command=arguments.command, tokenizer=arguments.tokenizer)


def compared(arguments):
    """Runs every comparison; their rows, in order. A script that fails ends this one."""
    rows = []
    for words in SCRIPTS:
        words = list(filled(words, arguments))
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "rows.json"
            command = [sys.executable, str(ROOT / "Scripts" / words[0]), *words[1:], "--parity", str(output)]
            print("parity:", *command[1:], file=sys.stderr)
            subprocess.run(command, check=True, cwd=ROOT, stdout=sys.stderr)
            rows += json.loads(output.read_text(encoding="utf-8"))
    return rows


def first_part(rows):
    lines = []
    for part in dict.fromkeys(entry["part"] for entry in rows):
        lines += ["", f"### {part}", "", row(["rule", "reference", "cases", "differences"]), row(["---"] * 2 + ["---:"] * 2)]
        entries = [entry for entry in rows if entry["part"] == part]
        lines += [
            row([entry["rule"], entry["reference"], f"{entry['cases']:,}", f"{entry['differences']:,}"])
            for entry in entries]
        reasons = [entry for entry in entries if entry["reason"]]
        if reasons:
            lines += ["", "What differs, and why:", ""]
            lines += [f"- *{entry['rule']}*: {entry['reason']}" for entry in reasons]
    return lines


def alternatives(pattern):
    """The names that a pattern such as `{one,two}.json` stands for."""
    match = re.fullmatch(r"(.*)\{(.*)\}(.*)", pattern)
    return [match[1] + word + match[3] for word in match[2].split(",")] if match else [pattern]


def values(tree, keys):
    """The items of the list at the end of a path of keys; lists on the way are walked."""
    for item in tree[keys[0]]:
        if len(keys) > 1:
            yield from values(item, keys[1:])
        else:
            yield item


def tensors(path):
    """The names in a safetensors file's header, whose length is its first eight bytes."""
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return [name for name in header if name != "__metadata__"]


def paths(golden):
    """The files of a set, in order; a pattern that fits none is an error."""
    for name in (name for pattern in golden["files"] for name in alternatives(pattern)):
        found = sorted((ROOT / "Tests" / "Goldens").glob(name))
        if not found:
            raise FileNotFoundError(f"Tests/Goldens/{name}, for {golden['rule']}")
        yield from found


def counted(golden):
    """Cases of a set of golden files, and how many of them are known to differ."""
    cases, differences = 0, 0
    for path in paths(golden):
        if golden["count"] == "tensors":
            cases += sum(not re.fullmatch(golden["inputs"], name) for name in tensors(path))
            continue
        text = path.read_text(encoding="utf-8")
        if golden["count"] == "lines":
            cases += len(text.splitlines())
            continue
        tree = json.loads(text)
        items = [item for path in golden["count"] if path.split(".")[0] in tree for item in values(tree, path.split("."))]
        cases += len(items)
        known = golden.get("differences")
        differences += len(tree[known]) if known in tree else sum(known in item for item in items) if known else 0
    return cases, differences


def second_part():
    lines = [SECOND_PART, "", "Golden files under `Tests/Goldens`; a difference fails the named tests, unless it stands in the files.", ""]
    lines += [row(["rule", "reference", "cases", "differences", "tests"]), row(["---", "---", "---:", "---:", "---"])]
    numbers, reasons = [], []
    for golden in sorted(goldens(), key=lambda golden: PARTS.index(golden["part"])):
        cases, differences = counted(golden)
        tests = ", ".join(f"`{test}`" for test in golden["tests"])
        cells = [golden["rule"], golden["reference"], f"{cases:,}"]
        if "tolerance" in golden:
            numbers.append(row([*cells, golden["tolerance"], tests]))
        else:
            lines.append(row([*cells, f"{differences:,}", tests]))
        if differences:
            reasons.append(f"- *{golden['rule']}*: {golden['reason']}")
    lines += ["", "What differs, and why:", "", *reasons, ""]
    lines += [
        "Numbers, which another order of summation may move in their last digits; why a tolerance is what it is stands",
        "beside the files:", "",
        row(["what", "reference", "cases", "tolerance", "tests"]), row(["---", "---", "---:", "---", "---"]), *numbers, ""]
    lines += [
        "## What users stumble over", "",
        "Points 1 to 57 are what users of the existing tools report. A point that touches what exists is held by the",
        "tests named beside it (suite/function), or answered with a reason.", "",
        row(["", "rule", "held by"]), row(["---:", "---", "---"])]
    for point in points():
        held = ", ".join(f"`{test}`" for test in point.get("tests", []))
        answer = point.get("answer", "")
        lines.append(row([point["number"], point["rule"], "; ".join(part for part in (held, answer) if part)]))
    return "\n".join(lines) + "\n"


def goldens():
    return tomllib.loads(GOLDENS.read_text(encoding="utf-8"))["golden"]


def points():
    return tomllib.loads(POINTS.read_text(encoding="utf-8"))["point"]


def functions():
    """Suite/function of every test in the tree."""
    found = set()
    for path in ROOT.glob("Tests/*/**/*.swift"):
        suite = None
        for line in path.read_text(encoding="utf-8").splitlines():
            # What stands in a condition is indented; what is nested in a suite is, too, and counts to it.
            if match := re.match(r"(    )?(?:final class|struct|extension|actor) (\w+)", line):
                suite = suite if match[1] and suite else match[2]
            elif suite and (match := re.match(r" {4}(?: {4})?(?:\w+ )*func (\w+)", line)):
                found.add(f"{suite}/{match[1]}")
    return found


def check():
    breaches = []
    known = functions()
    numbers = [point["number"] for point in points()]
    if numbers != list(range(1, 58)):
        breaches.append("conventions.toml does not have the points 1 to 57 in order")
    for golden in goldens():
        breaches += [f"{golden['rule']}: {test} is no test" for test in golden["tests"] if test not in known]
    for point in points():
        tests = point.get("tests", [])
        breaches += [f"point {point['number']} names {test}, which is no test" for test in tests if test not in known]
        if not tests and not point.get("answer"):
            breaches.append(f"point {point['number']} has neither a test nor an answer")
    if not DOCUMENT.read_text(encoding="utf-8").endswith(second_part()):
        breaches.append("Documentation/Parity.md is older than what it is made of: run Scripts/parity.py --points")
    # The table of checkpoints names what proves each of its cells: tests, and targets of the Makefile.
    text = CHECKPOINTS.read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+Tests/\w+)`", text))
    breaches += [f"Checkpoints.md names {test}, which is no test" for test in sorted(named - known)]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", text))
    breaches += [f"Checkpoints.md names make {target}, which is no target" for target in sorted(named - targets)]
    for breach in breaches:
        print(f"parity: {breach}", file=sys.stderr)
    return not breaches


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", help="a folder of pictures and captions")
    parser.add_argument("--command", default=str(ROOT / ".build/release/swift-clip"))
    parser.add_argument("--tokenizer", default=str(ROOT / ".build/release/tokenize-benchmark"))
    parser.add_argument("--check", action="store_true", help="only check that the document is up to date")
    parser.add_argument("--points", action="store_true", help="renew only what follows the first table")
    arguments = parser.parse_args()
    if arguments.check:
        sys.exit(0 if check() else 1)
    if arguments.points:
        head = DOCUMENT.read_text(encoding="utf-8").split(SECOND_PART)[0]
    elif arguments.data:
        lines = [
            "# Parity", "",
            "What this package was compared with, and what differed. A difference of one bit counts.", "",
            "Made by `Scripts/parity.py DATA` in the environment of `Scripts/requirements.txt`; the data are described in",
            "`Scripts/README.md`.", "", "## Comparisons with the references"]
        head = "\n".join(lines + first_part(compared(arguments))) + "\n\n"
    else:
        parser.error("give the folder of data, --points or --check")
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(head + second_part(), encoding="utf-8")


if __name__ == "__main__":
    main()
