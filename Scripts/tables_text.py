#!/usr/bin/env python3
"""Writes the data files of Sources/CCLIPVocabulary/Data.

    python3.11 -m venv venv
    venv/bin/pip install --no-deps open_clip_torch==3.3.0 ftfy==6.3.1 regex==2026.11.15 wcwidth==0.9.4 \
        tokenizers==0.23.3
    venv/bin/python Scripts/tables_text.py

Every table is asked of the software that OpenCLIP's tokenizer runs on, rather than of Unicode's files,
so that a text is cut as the reference cuts it even where the two disagree: character classes are those
of the `regex` module (Unicode 17), lower case, white space and composition those of CPython 3.11
(Unicode 14), entities those of CPython's `html` and of ftfy. What Hugging Face's tokenizers have in their
place (Oniguruma's classes, Rust's lower case, an older composition) is asked of that package; tables of
their own hold only where it differs. ftfy's classes of characters are asked of its own expressions.
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
import tokenizers
from ftfy import badness, chardata
from tokenizers import normalizers, pre_tokenizers

DATA = Path(__file__).resolve().parent.parent / "Sources/CCLIPVocabulary/Data"
SCALARS = [i for i in range(0x110000) if not 0xD800 <= i < 0xE000]
HEAD = "// Written by Scripts/tables_text.py; not edited by hand.\n"

assert unicodedata.unidata_version == "14.0.0", "needs CPython 3.11"
assert regex.__version__ == "2026.11.15"
assert tokenizers.__version__ == "0.23.3"


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


def onigurumas(pattern):
    """The scalars that Oniguruma, the expressions of Hugging Face's tokenizers, puts in a class of one."""
    split = pre_tokenizers.Split(tokenizers.Regex(pattern), behavior="removed", invert=True)
    return {piece for piece, _ in split.pre_tokenize_str("".join(map(chr, SCALARS)))}


def write_pages(name, value_of):
    """A table in two stages: for each 256 scalars the number of a page, pages being shared."""
    values = [0 if 0xD800 <= s < 0xE000 else value_of(s) for s in range(0x110000)]
    pages, numbers = {}, []
    for start in range(0, 0x110000, 256):
        numbers.append(pages.setdefault(tuple(values[start:start + 256]), len(pages)))
    assert len(pages) <= 256
    write(f"{name}_pages.inc", [",".join(map(str, numbers[i:i + 64])) for i in range(0, len(numbers), 64)])
    write(f"{name}_values.inc", ["{" + ",".join(map(str, page)) + "}" for page in pages])


def composed_already():
    """Whether a scalar is of class 0, is not decomposed, and composes with none before it, by the tables of both:
    a text of such scalars alone is in form C."""
    nfd, nfc = normalizers.NFD().normalize_str, normalizers.NFC().normalize_str
    behind = set(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))
    for scalar in SCALARS:
        parts = unicodedata.normalize("NFD", chr(scalar))
        behind.update(parts[1:])
        fields = unicodedata.decomposition(chr(scalar)).split()
        if len(fields) == 2 and not fields[0].startswith("<"):
            behind.add(chr(int(fields[1], 16)))

    def check(c):
        return (unicodedata.combining(c) == 0 and unicodedata.normalize("NFC", c) == c == nfc(c) and c not in behind
                and nfd("a\u0345" + c) == "a\u0345" + c)

    return check


def traits():
    """Bits as in cclip_vocabulary.h. The tokenizer's pattern ignores case, which in `regex` leaves one
    scalar (U+0345) in no class at all: like white space, it ends a word and vanishes."""
    letter = regex.compile(r"[\p{L}]", regex.IGNORECASE)
    number = regex.compile(r"[\p{N}]", regex.IGNORECASE)
    other = regex.compile(r"[^\s\p{L}\p{N}]", regex.IGNORECASE)
    digit = re.compile(r"\d")
    latin = regex.compile(r"\p{Script=Latin}")
    word = re.compile(r"\w")
    rust = normalizers.Lowercase().normalize_str
    is_composed = composed_already()
    oniguruma = [onigurumas(r"[^\s\p{L}\p{N}]"), onigurumas(r"\p{L}"), onigurumas(r"\p{N}"), onigurumas(r"\s")]

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
        bits |= 64 * bool(latin.fullmatch(c))
        bits |= 128 * bool(word.fullmatch(c))
        bits |= 256 * [c in members for members in oniguruma].index(True)
        bits |= 1024 * is_composed(c)
        bits |= 2048 * (c.lower() != c or rust(c) != c)
        bits |= 4096 * bool(scalar >= 0x80 and mojibake_row(scalar))
        return bits

    write_pages("trait", value)


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


def lowercase_in_rust():
    """Lower case by Rust's `to_lowercase` of one character, where it is another than CPython's."""
    lower = normalizers.Lowercase()
    rows = []
    for scalar in SCALARS:
        low = lower.normalize_str(chr(scalar))
        if low != chr(scalar).lower():
            assert len(low) == 1
            rows.append(f"{{0x{scalar:X}, 0x{ord(low):X}, 0x0}}")
    write("lowercase_in_rust.inc", rows)


def canonical_in_rust():
    """Combining classes of the normalisation in Hugging Face's tokenizers where they differ from
    CPython's, and what it does not decompose: its Unicode is older. A mark's class shows in the order
    that it takes beside marks of known classes."""
    nfd, nfc = normalizers.NFD().normalize_str, normalizers.NFC().normalize_str
    whole = [s for s in SCALARS if unicodedata.normalize("NFD", chr(s)) != nfd(chr(s))]
    assert all(nfd(chr(s)) == chr(s) for s in whole)
    write("whole_in_rust.inc", [f"{{0x{s:X}, 0x{s:X}, 1}}" for s in whole])
    known = {}
    for scalar in SCALARS:
        value = unicodedata.combining(chr(scalar))
        if value and unicodedata.name(chr(scalar), "") and scalar < 0x700:
            known.setdefault(value, chr(scalar))
    known[9] = "\u094d"
    known[7] = "\u093c"
    ladder = sorted(known.items())

    def moves(text):
        return nfd(text) != text

    def value(scalar):
        c = chr(scalar)
        if nfd(c) != c:
            return unicodedata.combining(c)
        # Behind the highest class every mark but one of that class moves to the front.
        if not moves("a" + known[240] + c):
            return 240 if moves("a" + c + known[1]) else 0
        # It moves before the marks above it and stays behind those below it and its own.
        above = [k for k, mark in ladder if moves("a" + mark + c)]
        lower = [k for k, mark in ladder if moves("a" + c + mark)]
        own = [k for k, _ in ladder if k not in above and k not in lower]
        if own:
            return own[0]
        # Between two classes of the ladder: CPython's value must fit.
        guess = unicodedata.combining(c)
        assert guess and max(lower, default=0) < guess < min(above), hex(scalar)
        return guess

    values = {s: value(s) for s in SCALARS if unicodedata.combining(chr(s)) or moves("a" + known[240] + chr(s))}
    differing = {s: v for s, v in values.items() if v != unicodedata.combining(chr(s))}
    write("combining_in_rust.inc", [f"{{0x{s:X}, 0x{s:X}, {v}}}" for s, v in sorted(differing.items())])


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


def mojibake():
    """What ftfy's repair of mojibake knows of a scalar: its classes, and its byte in each encoding that
    the repair tries (0 for none; no scalar beyond ASCII has that byte)."""
    write("mojibake.inc", [row for s in SCALARS if s >= 0x80 and (row := mojibake_row(s))])


def mojibake_classes():
    names = ["c1", "bad", "law", "currency", "start_punctuation", "end_punctuation", "numeric", "kaomoji",
             "upper_accented", "lower_accented", "upper_common", "lower_common", "box", "common"]
    clues = ["utf8_first_of_2", "utf8_first_of_3", "utf8_first_of_4", "utf8_continuation",
             "utf8_continuation_strict"]
    sets = [badness.MOJIBAKE_CATEGORIES[n] for n in names] + [chardata.UTF8_CLUES[n] for n in clues]
    classes = [re.compile(f"[{members}]") for members in sets]
    for scalar in range(0x80):
        # Of ASCII, only a space may be what is left of a byte of UTF-8.
        bits = [i for i, pattern in enumerate(classes) if pattern.fullmatch(chr(scalar))]
        assert bits == ([len(names) + clues.index("utf8_continuation")] if scalar == 0x20 else [])
    return classes


def mojibake_row(scalar, classes=mojibake_classes()):
    """The row of a scalar beyond ASCII; nothing if it has no class and no encoding."""
    c = chr(scalar)
    bits = sum(1 << i for i, pattern in enumerate(classes) if pattern.fullmatch(c))
    codes = []
    for encoding in chardata.CHARMAP_ENCODINGS:
        code = c.encode(encoding)[0] if chardata.possible_encoding(c, encoding) else 0
        assert code == 0 or code >= 0x80 or (code == 0x1A and c == "\ufffd")
        codes.append(code)
    return f"{{0x{scalar:X}, 0x{bits:X}, {{{', '.join(map(str, codes))}}}}}" if bits or any(codes) else None


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
    lowercase_in_rust()
    canonical_in_rust()
    widths()
    entities()
    mojibake()
    merges()
