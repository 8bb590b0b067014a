#!/usr/bin/env python3
"""Writes the data files of Sources/CCLIPVocabulary/Data.

    python3.11 -m venv venv
    venv/bin/pip install --no-deps open_clip_torch==3.3.0 ftfy==6.3.1 regex==2026.11.15 wcwidth==0.9.4
    venv/bin/python Scripts/tables_text.py

Every table is asked of the software that OpenCLIP's tokenizer runs on, rather than of Unicode's files,
so that a text is cut as the reference cuts it even where the two disagree: character classes are those
of the `regex` module (Unicode 17), lower case, white space and composition those of CPython 3.11
(Unicode 14), entities those of CPython's `html` and of ftfy.
"""
import gzip
import html
import html.entities
import importlib.util
import re
import sys
import unicodedata
from pathlib import Path

import regex
from ftfy import chardata

DATA = Path(__file__).resolve().parent.parent / "Sources/CCLIPVocabulary/Data"
SCALARS = [i for i in range(0x110000) if not 0xD800 <= i < 0xE000]
HEAD = "// Written by Scripts/tables_text.py; not edited by hand.\n"

assert unicodedata.unidata_version == "14.0.0", "needs CPython 3.11"
assert regex.__version__ == "2026.11.15"


def write(name, rows):
    (DATA / name).write_text(HEAD + "".join(row + ",\n" for row in rows), encoding="utf-8")
    print(f"{name}: {len(rows)} rows", file=sys.stderr)


def ranges(value_of):
    """Runs of scalars that share a value other than zero: (first, last, value)."""
    runs = []
    for scalar in SCALARS:
        value = value_of(scalar)
        if not value:
            continue
        if runs and runs[-1][1] == scalar - 1 and runs[-1][2] == value:
            runs[-1][1] = scalar
        else:
            runs.append([scalar, scalar, value])
    return [f"{{0x{a:X}, 0x{b:X}, {v}}}" for a, b, v in runs]


def traits():
    """Bits as in cclip_vocabulary.h. The tokenizer's pattern ignores case, which in `regex` leaves one
    scalar (U+0345) in no class at all: like white space, it ends a word and vanishes."""
    letter = regex.compile(r"[\p{L}]", regex.IGNORECASE)
    number = regex.compile(r"[\p{N}]", regex.IGNORECASE)
    other = regex.compile(r"[^\s\p{L}\p{N}]", regex.IGNORECASE)
    digit = re.compile(r"\d")

    def value(scalar):
        c = chr(scalar)
        kinds = [bool(p.fullmatch(c)) for p in (other, letter, number)]
        assert sum(kinds) <= 1
        bits = kinds.index(True) if any(kinds) else 3
        bits |= 4 * c.isspace()
        # Casing of neighbours decides how a capital sigma is lowered; CPython does not tell the two
        # properties, but the sigma does.
        ends = ("AΣ" + c).lower()[1] == "ς"
        skipped = ends and ("AΣ" + c + "A").lower()[1] == "σ"
        bits |= 8 * (not ends) | 16 * skipped
        bits |= 32 * bool(digit.fullmatch(c))
        return bits

    write("traits.inc", ranges(value))


def lowercase():
    rows = []
    for scalar in SCALARS:
        if scalar < 0x80:
            continue
        low = chr(scalar).lower()
        if low != chr(scalar):
            assert len(low) <= 2
            to = [ord(c) for c in low] + [0]
            rows.append(f"{{0x{scalar:X}, 0x{to[0]:X}, 0x{to[1]:X}}}")
    write("lowercase.inc", rows)


def canonical():
    """One step of canonical decomposition, the pairs that compose again, and combining classes."""
    decompositions, compositions = [], []
    for scalar in SCALARS:
        fields = unicodedata.decomposition(chr(scalar)).split()
        if not fields or fields[0].startswith("<"):
            continue
        parts = [int(f, 16) for f in fields] + [0]
        decompositions.append(f"{{0x{scalar:X}, 0x{parts[0]:X}, 0x{parts[1]:X}}}")
        if len(fields) == 2:
            pair = chr(parts[0]) + chr(parts[1])
            if unicodedata.normalize("NFC", chr(scalar)) == chr(scalar):
                assert unicodedata.normalize("NFC", pair) == chr(scalar)
                compositions.append((parts[0], parts[1], scalar))
    write("decompositions.inc", decompositions)
    write("compositions.inc", [f"{{0x{a:X}, 0x{b:X}, 0x{c:X}}}" for a, b, c in sorted(compositions)])
    write("combining_classes.inc", ranges(lambda s: unicodedata.combining(chr(s))))


def widths():
    rows = []
    for scalar, text in sorted(chardata.WIDTH_MAP.items()):
        to = [ord(c) for c in text] + [0]
        assert len(text) <= 2
        rows.append(f"{{0x{scalar:X}, 0x{to[0]:X}, 0x{to[1]:X}}}")
    write("widths.inc", rows)


def entities():
    """Names sorted by bytes. The flag says who knows them: 1 the browsers' rules, 2 ftfy's, 3 both."""
    table = {}
    for name, text in html.entities.html5.items():
        table[name] = [text, 1]
    for name, text in chardata.HTML_ENTITIES.items():
        name = name[1:]
        entry = table.setdefault(name, [text, 0])
        assert entry[0] == text
        # ftfy looks for at most 24 letters and digits, so longer names are never asked for.
        entry[1] |= 2
    rows = []
    for name, (text, flag) in sorted(table.items(), key=lambda item: item[0].encode()):
        assert len(text) <= 3 and len(name) < 36 and name.isascii()
        to = [ord(c) for c in text] + [0, 0]
        rows.append(f'{{"{name}", {{0x{to[0]:X}, 0x{to[1]:X}, 0x{to[2]:X}}}, {flag}}}')
    write("entities.inc", rows)


def merges():
    package = Path(importlib.util.find_spec("open_clip").origin).parent
    lines = gzip.open(package / "bpe_simple_vocab_16e6.txt.gz").read().decode().split("\n")
    lines = lines[1 : 49152 - 256 - 2 + 1]
    assert len(lines) == 48894 and all(len(line.split()) == 2 for line in lines)
    (DATA / "merges.txt").write_text("#version: 0.2\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"merges.txt: {len(lines)} merges", file=sys.stderr)


if __name__ == "__main__":
    traits()
    lowercase()
    canonical()
    widths()
    entities()
    merges()
