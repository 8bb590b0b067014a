#!/usr/bin/env python3
"""Writes Documentation/Parity.md: what was compared with which reference, and what differed.

    Scripts/parity.py DATA --command .build/release/swift-clip

DATA is a folder of pictures and caption files. Each comparison script of `SCRIPTS` is run with `--parity FILE`
(`parity_rows.py`); its rows become the first table. The second table is `conventions.toml`: what users
of other implementations stumble over, with the tests that hold our rule, or the reason why there is none.

    Scripts/parity.py --check

compares nothing: it fails if a test that `conventions.toml` names does not exist, or if the document's
second part is not what that file says. Needs the standard library only.
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
# What is run: the words after the interpreter; {data} and {command} are filled in.
SCRIPTS = [
    ["goldens_text.py", "--check"],
    ["compare_images.py", "{data}", "--command", "{command}"],
]
SECOND_PART = "## What users stumble over"


def row(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def compared(arguments):
    """Runs every comparison; their rows, in order. A script that fails ends this one."""
    rows = []
    for words in SCRIPTS:
        words = [word.format(data=arguments.data, command=arguments.command) for word in words]
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


def second_part():
    lines = [
        SECOND_PART, "",
        "Points 1 to 57 are what users of the existing tools report. A point that touches what exists is held by the",
        "tests named beside it (suite/function), or answered with a reason.", "",
        row(["", "rule", "held by"]), row(["---:", "---", "---"])]
    for point in points():
        held = ", ".join(f"`{test}`" for test in point.get("tests", []))
        answer = point.get("answer", "")
        lines.append(row([point["number"], point["rule"], "; ".join(part for part in (held, answer) if part)]))
    return "\n".join(lines) + "\n"


def points():
    return tomllib.loads(POINTS.read_text(encoding="utf-8"))["point"]


def functions():
    """Suite/function of every test in the tree."""
    found = set()
    for path in ROOT.glob("Tests/*/**/*.swift"):
        suite = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"(?:final class|struct|extension|actor) (\w+)", line):
                suite = match[1]
            elif suite and (match := re.match(r"    (?:\w+ )*func (\w+)", line)):
                found.add(f"{suite}/{match[1]}")
    return found


def check():
    breaches = []
    known = functions()
    numbers = [point["number"] for point in points()]
    if numbers != list(range(1, 58)):
        breaches.append("conventions.toml does not have the points 1 to 57 in order")
    for point in points():
        tests = point.get("tests", [])
        breaches += [f"point {point['number']} names {test}, which is no test" for test in tests if test not in known]
        if not tests and not point.get("answer"):
            breaches.append(f"point {point['number']} has neither a test nor an answer")
    if not DOCUMENT.read_text(encoding="utf-8").endswith(second_part()):
        breaches.append("Documentation/Parity.md is older than conventions.toml: run Scripts/parity.py --points")
    for breach in breaches:
        print(f"parity: {breach}", file=sys.stderr)
    return not breaches


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", help="a folder of pictures and captions")
    parser.add_argument("--command", default=str(ROOT / ".build/release/swift-clip"))
    parser.add_argument("--check", action="store_true", help="only check that the document is up to date")
    parser.add_argument("--points", action="store_true", help="renew only the second table")
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
            "`Scripts/README.md`.", "", "## Agreement with the references"]
        head = "\n".join(lines + first_part(compared(arguments))) + "\n\n"
    else:
        parser.error("give the folder of data, --points or --check")
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(head + second_part(), encoding="utf-8")


if __name__ == "__main__":
    main()
