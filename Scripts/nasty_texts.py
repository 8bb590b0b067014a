"""Texts that are hard to tokenize as the references do, generated from a seed."""
import unicodedata

BLOCKS = [(0x20, 0x7F), (0x20, 0x7F), (0xA0, 0x180), (0x180, 0x250), (0x2B0, 0x370), (0x370, 0x400), (0x400, 0x530),
          (0x590, 0x700), (0x900, 0xE00), (0x1100, 0x1200), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x2C00),
          (0x3000, 0x3100), (0x4E00, 0x5000), (0xAC00, 0xAD00), (0xF900, 0xFB50), (0xFE00, 0xFFFE), (0x10000, 0x10800),
          (0x1D100, 0x1D800), (0x1F300, 0x1F700), (0, 0x110000)]

# The encodings in which UTF-8 is read by mistake; the last three are rare.
WRONG = ["latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso-8859-2", "mac_roman", "cp437",
         "cp850", "cp866", "koi8_r"]


def scalar(rng):
    while True:
        c = rng.randrange(*rng.choice(BLOCKS))
        if not 0xD800 <= c < 0xE000:
            return chr(c)


def heap(rng, pieces):
    """Pieces of texts, with scalars from everywhere between."""
    parts = []
    for _ in range(rng.randint(1, 8)):
        kind = rng.random()
        if kind < 0.5:
            parts.append(rng.choice(pieces))
        elif kind < 0.8:
            parts.append("".join(scalar(rng) for _ in range(rng.randint(1, 6))))
        else:
            parts.append(rng.choice([" ", "", "'", "&", ";", "\n", "<"]))
    return "".join(parts)


def misread(rng, text):
    """UTF-8 read in a wrong encoding, once or more often, sometimes losing bytes on the way."""
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
        encoding = rng.choice(WRONG[:10] * 4 + WRONG)
        data = text.encode("utf-8")
        if rng.random() < 0.1:
            data = data.replace(b"\xa0", b" ")
        if rng.random() < 0.1:
            data = bytes(rng.choice([b, b, b, b, b, b, b, 0x1A, 0x3F]) if b >= 0x80 else b for b in data)
        how = rng.random()
        if how < 0.5:
            # As browsers read it: a byte without a character becomes the control of its number.
            text = "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in data)
        elif how < 0.8:
            text = data.decode(encoding, "replace")
        else:
            text = data.decode(encoding, "ignore")
    return text


def surrogates(text):
    """Characters beyond the first plane as pairs of three bytes, as old databases write them."""
    data = text.encode("utf-16-le")
    units = [int.from_bytes(data[i:i + 2], "little") for i in range(0, len(data), 2)]
    raw = b"".join(chr(u).encode("utf-8", "surrogatepass") for u in units)
    return raw.replace(b"\0", b"\xc0\x80").decode("latin-1")


def mojibake(rng, pieces):
    """Texts that were read in wrong encodings, in whole or in part."""
    text = " ".join(rng.choice(pieces) for _ in range(rng.randint(1, 5)))
    kind = rng.random()
    if kind < 0.6:
        text = misread(rng, text)
    elif kind < 0.8:
        parts = [rng.choice(pieces) for _ in range(rng.randint(2, 5))]
        text = rng.choice([" ", "", "\n", " - "]).join(misread(rng, p) if rng.random() < 0.5 else p for p in parts)
    elif kind < 0.9:
        text = misread(rng, surrogates(text + rng.choice(["", "\U0001f600", "\U00020000 x", "\0"])))
    else:
        # Any characters that mojibake is made of.
        letters = "".join(bytes(range(0x80, 0x100)).decode(e, "ignore") for e in WRONG) + " \n?aZ°\ufffd\x1a\xa0"
        text = "".join(rng.choice(letters) for _ in range(rng.randint(1, 12)))
    if rng.random() < 0.2:
        text += rng.choice(["\n", " ", "…", "\x85", "&amp;"])
    return text


def mark_heaps(rng):
    """Endless heaps of combining marks, where normalisation has to sort and compose."""
    scalars = [chr(c) for c in range(0x30000) if not 0xD800 <= c < 0xE000]
    combining = [c for c in scalars if unicodedata.combining(c)]
    parts = [c for c in scalars if unicodedata.decomposition(c) and "<" not in unicodedata.decomposition(c)]
    parts += [part for c in parts for part in unicodedata.normalize("NFD", c)]
    jamo = [chr(c) for c in [*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A7, 0x11C3), 0xAC00, 0xAC01,
                             0xD788]]
    while True:
        yield "".join(rng.choice(rng.choice([combining, combining, parts, jamo])) for _ in range(rng.randint(2, 12)))


def cased(rng, pieces):
    """Words in odd cases: final sigma, dotted I, characters newer than the tables."""
    letters = "ΣσςİıIſKKÅΩẞǅᾼᾈΑα'’.·\u00ad\u0301\u0345ⅧⒶⷆꟋꟌ𐵐𖺠Ა\U0001e921\ua7dc\u1c89 "
    word = "".join(rng.choice(letters) for _ in range(rng.randint(1, 8)))
    return rng.choice(["", rng.choice(pieces).upper()]) + word + rng.choice(["", " ", rng.choice(pieces)])


def special(rng, pieces):
    """Names of special tokens among other text, in any case and with odd neighbours."""
    names = ["<|startoftext|>", "<|endoftext|>", "<start_of_text>", "<end_of_text>"]
    parts = []
    for _ in range(rng.randint(1, 5)):
        name = rng.choice(names)
        name = rng.choice([name, name, name.upper(), name.title(), name[1:], name[:-1], name.replace("s", "ſ", 1)])
        parts += [name, rng.choice(["", " ", "!", "|>", "'s", "a", "<", "&lt;", "&#60;", rng.choice(pieces)])]
    return "".join(parts)
