"""The tokenizers that goldens and comparisons take ids from, each as a function of a text.

    venv/bin/pip install --no-deps open_clip_torch==3.3.0 ftfy==6.3.1 regex==2026.11.15 wcwidth==0.9.4 \\
        clip-anytorch==2.6.0
    (and transformers and tokenizers as Scripts/requirements.txt says)

clip-anytorch carries openai/CLIP's `clip/simple_tokenizer.py` unchanged. Both `SimpleTokenizer`s are loaded from
their files alone, so that neither package's other requirements are needed; where open_clip's file returns
tensors it is given lists.
"""
import importlib.metadata
import importlib.util
import json
import os
import sys
import tempfile
import types
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

VERSIONS = {"open_clip_torch": "3.3.0", "ftfy": "6.3.1", "regex": "2026.11.15", "clip-anytorch": "2.6.0",
            "transformers": "5.20.0", "tokenizers": "0.23.3"}
REFERENCES = {
    "openai": "openai/CLIP's simple_tokenizer (clip-anytorch 2.6.0), ftfy 6.3.1",
    "open_clip": "open_clip_torch 3.3.0, ftfy 6.3.1",
    "hf": "transformers 5.20.0, tokenizers 0.23.3",
}


def check_versions():
    for name, version in VERSIONS.items():
        found = importlib.metadata.version(name)
        assert found == version, f"the reference is {name} {version}, not {found}"


def load(package, name):
    """One file of a package as a module of its own."""
    folder = Path(importlib.util.find_spec(package).origin).parent
    spec = importlib.util.spec_from_file_location(f"{package}_{name}", folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def open_clip():
    """open_clip/tokenizer.py, on lists instead of tensors."""

    class Rows:
        def __init__(self, count, width):
            self.rows = [[0] * width for _ in range(count)]

        def __setitem__(self, key, value):
            row, columns = key
            self.rows[row][columns] = value

    torch = types.ModuleType("torch")
    torch.zeros = lambda count, width, dtype: Rows(count, width)
    torch.tensor = lambda values: values
    torch.long = int
    torch.Tensor = torch.LongTensor = list
    numpy = types.ModuleType("numpy")
    numpy.ndarray = list
    hidden = {name: sys.modules.get(name) for name in ("torch", "numpy")}
    sys.modules.update(torch=torch, numpy=numpy)
    try:
        return load("open_clip", "tokenizer")
    finally:
        for name, module in hidden.items():
            if module:
                sys.modules[name] = module
            else:
                del sys.modules[name]


def openai():
    return load("clip", "simple_tokenizer")


def write_vocabulary(tokenizer, folder, names=("<|startoftext|>", "<|endoftext|>")):
    """A SimpleTokenizer's vocabulary as vocab.json and merges.txt."""
    special = dict(zip(["<start_of_text>", "<end_of_text>"], names))
    vocabulary = {special.get(symbol, symbol): id for symbol, id in tokenizer.encoder.items()}
    merges = sorted(tokenizer.bpe_ranks, key=tokenizer.bpe_ranks.get)
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (folder / "merges.txt").write_text(
        "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")


def hugging_face(tokenizer):
    """transformers' CLIPTokenizer on a SimpleTokenizer's vocabulary."""
    from transformers import CLIPTokenizer
    with tempfile.TemporaryDirectory() as folder:
        write_vocabulary(tokenizer, Path(folder))
        return CLIPTokenizer.from_pretrained(folder)


def encoders():
    """Rules -> a function from a text to its ids, without start and end."""
    plain = open_clip().SimpleTokenizer()
    fast = hugging_face(plain)
    return {"openai": openai().SimpleTokenizer().encode, "open_clip": plain.encode,
            "hf": lambda text: fast(text, add_special_tokens=False).input_ids}
