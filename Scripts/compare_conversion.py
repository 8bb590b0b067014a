"""Converts models with the command, loads what it wrote with open_clip and transformers, and compares.

    python Scripts/compare_conversion.py MODEL… [--command swift-clip] [--photos FOLDER]

Each MODEL is a folder in either layout, of any size; Tests/Goldens/networks has small ones. It is converted to both
layouts in f32, f16 and bf16. open_clip loads its folders as `local-dir:FOLDER`, transformers with `from_pretrained`,
both without a word more. Then

- every tensor that they hold is compared with the one that they hold of MODEL itself, where they load MODEL: in the
  type that MODEL is stored in bit for bit, in another one with torch's own rounding of it,
- pictures and texts are embedded by them and by `swift-clip embed` of the written folder, both in f32: unit rows must
  agree to 1e-4, in the largest element and in L2,
- the model is converted back in its own type, and each tensor must have MODEL's bytes again.

What a layout cannot hold (ResNets and OpenCLIP's rarer towers in transformers', one tower in OpenCLIP's) must be
refused with status 1, and no folder.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy
import safetensors.torch
import torch
from PIL import Image

import open_clip

BOUND = 1e-4
TYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
WEIGHTS = ["open_clip_model.safetensors", "model.safetensors"]
WORDS = ["a photo of a cat", "a dog", "two red flowers on a table", "0 1 2 3", "an aerial photo of a harbour"]


class OpenCLIP:
    """A folder as open_clip loads it."""

    def __init__(self, folder):
        self.model, _, self.transform = open_clip.create_model_and_transforms(f"local-dir:{folder}", precision="fp32")
        self.model.eval()

    def state(self):
        return self.model.state_dict()

    def pixels(self, picture):
        return self.transform(picture)

    def images(self, batch):
        return self.model.encode_image(batch)

    def texts(self, tokens, lengths):
        return self.model.encode_text(tokens)


class Transformers:
    """A folder as transformers loads it: in the type that it is stored in, then widened. Whole, or one tower."""

    def __init__(self, folder):
        import transformers

        transformers.utils.logging.disable_progress_bar()
        configuration = json.loads((folder / "config.json").read_text())
        self.model = getattr(transformers, configuration["architectures"][0]).from_pretrained(folder).eval()
        self.stored = next(self.model.parameters()).dtype
        self.model = self.model.float()
        kind = configuration["model_type"]
        self.processor = self.tokenizer = None
        if kind != "clip_text_model":
            self.processor = transformers.CLIPImageProcessorPil.from_pretrained(folder)
        if kind != "clip_vision_model":
            self.tokenizer = transformers.CLIPTokenizer.from_pretrained(folder)
        self.context = getattr(self.model.config, "text_config", self.model.config)

    def state(self):
        return self.model.state_dict()

    def pixels(self, picture):
        return self.processor(picture.convert("RGB"), return_tensors="pt")["pixel_values"][0]

    def images(self, batch):
        if hasattr(self.model, "get_image_features"):
            return self.model.get_image_features(pixel_values=batch).pooler_output
        return self.model(pixel_values=batch).image_embeds

    def texts(self, tokens, lengths):
        mask = (torch.arange(tokens.shape[1])[None] < lengths[:, None]).long()
        if hasattr(self.model, "get_text_features"):
            return self.model.get_text_features(input_ids=tokens, attention_mask=mask).pooler_output
        return self.model(input_ids=tokens, attention_mask=mask).text_embeds

    def ids(self, text):
        return self.tokenizer(text, truncation=True, max_length=self.context.max_position_embeddings)["input_ids"]


READERS = {"openclip": OpenCLIP, "hf": Transformers}
# What a layout cannot hold, by words of the message.
REFUSALS = {
    "openclip": ["one tower alone"],
    "hf": ["ResNet", "CLIPModel does not have"],
}


def number(name, tensor):
    """A scale of shape [1] (OpenCLIP's nonscalar_logit_scale) is written as the number that it is."""
    return tensor.reshape(()) if name.startswith("logit_") else tensor


class Comparison:
    def __init__(self, options):
        self.options = options
        self.failures = 0

    def check(self, good, what):
        print(f"  {what}{'' if good else '  <- WRONG'}")
        self.failures += not good

    def command(self, *words):
        return subprocess.run([self.options.command, *map(str, words)], capture_output=True, text=True)

    def stored(self, folder):
        name = next(name for name in WEIGHTS if (folder / name).exists())
        return safetensors.torch.load_file(folder / name)

    def run(self, model, workspace):
        print(model)
        own = "openclip" if (model / "open_clip_config.json").exists() else "hf"
        state = self.stored(model)
        floats = {tensor.dtype for tensor in state.values() if tensor.is_floating_point()}
        # A model of several types has none to come back to in one step.
        name = next((name for name, dtype in TYPES.items() if floats == {dtype}), None)
        reference = READERS[own](model)
        for layout, reader in READERS.items():
            for dtype in TYPES:
                folder = workspace / f"{layout}-{dtype}"
                result = self.command("models", "convert", model, folder, "--to", layout, "--dtype", dtype)
                if result.returncode:
                    sentence = result.stderr.strip().splitlines()[-1]
                    expected = any(words in sentence for words in REFUSALS[layout])
                    self.check(expected and not folder.exists() and result.returncode == 1, f"{layout} {dtype}: {sentence}")
                    continue
                self.load(layout, dtype, folder, reader, reference if layout == own else None)
                if name == dtype:
                    self.back(model, state, own, folder, workspace / "back")
                shutil.rmtree(folder)

    def load(self, layout, dtype, folder, reader, reference):
        loaded = reader(folder)
        if isinstance(loaded, Transformers):
            self.check(loaded.stored == TYPES[dtype], f"{layout} {dtype}: transformers loads it as {loaded.stored}")
        if reference is not None:
            expected = reference.state()
            theirs = loaded.state()
            # Counters and numbers of positions are no floats.
            names = [name for name in expected if expected[name].is_floating_point()]
            equal = sum(
                torch.equal(number(name, theirs[name]), number(name, expected[name]).to(TYPES[dtype]).float())
                for name in names)
            self.check(equal == len(names), f"{layout} {dtype}: {equal} of {len(names)} tensors are torch's, rounded by torch")
        self.embed(layout, dtype, folder, loaded)

    def embed(self, layout, dtype, folder, loaded):
        if getattr(loaded, "processor", True) is not None:
            self.embed_pictures(layout, dtype, folder, loaded)
        if getattr(loaded, "tokenizer", True) is not None:
            self.embed_texts(layout, dtype, folder, loaded)

    def embed_pictures(self, layout, dtype, folder, loaded):
        pictures = self.pictures()
        with torch.no_grad():
            pixels = torch.stack([loaded.pixels(Image.open(path)) for path in pictures])
            images = loaded.images(pixels)
        self.command("embed", *pictures, "--exif", "off", "--precision", "f32", "--model", folder,
                     "--output", folder / "rows.npy")
        self.rows(f"{layout} {dtype} pictures", numpy.load(folder / "rows.npy"), images)

    def embed_texts(self, layout, dtype, folder, loaded):
        result = self.command("tokenize", *WORDS, "--model", folder, "--format", "json")
        ids = [entry["ids"] for entry in json.loads(result.stdout)["results"]]
        if isinstance(loaded, Transformers):
            theirs = [loaded.ids(text) for text in WORDS]
            self.check(theirs == ids, f"{layout} {dtype}: transformers' tokenizer of the folder gives the same ids")
        context = loaded.model.context_length if isinstance(loaded, OpenCLIP) else max(map(len, ids))
        tokens = torch.zeros((len(ids), context), dtype=torch.long)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = torch.tensor(sequence)
        with torch.no_grad():
            texts = loaded.texts(tokens, torch.tensor([len(sequence) for sequence in ids]))
        self.command("embed", "--text", *WORDS, "--precision", "f32", "--model", folder, "--output", folder / "texts.npy")
        self.rows(f"{layout} {dtype} texts", numpy.load(folder / "texts.npy"), texts)

    def rows(self, what, ours, theirs):
        theirs = theirs.double().numpy()
        theirs /= numpy.linalg.norm(theirs, axis=1, keepdims=True)
        largest = numpy.abs(ours - theirs).max()
        relative = numpy.linalg.norm(ours - theirs, axis=1).max()
        cosines = theirs @ theirs.T - 2 * numpy.eye(len(theirs))
        self.check(
            largest <= BOUND and relative <= BOUND,
            f"{what}: {len(ours)} unit rows, max |Δ| {largest:.1e}, L2 {relative:.1e}; cosine of two at most {cosines.max():.2f}")

    def back(self, model, state, layout, folder, target):
        self.command("models", "convert", folder, target, "--to", layout)
        again = self.stored(target)
        names = [name for name in state if not name.endswith("position_ids")]
        equal = [name for name in names if name in again and self.bits(number(name, again[name])) == self.bits(number(name, state[name]))]
        result = self.command("models", "diff", model, target)
        self.check(
            len(equal) == len(names) == len(again) and result.returncode == 0,
            f"and back to {layout}: {len(equal)} of {len(names)} tensors have the same bytes; "
            f"models diff: {(result.stdout or result.stderr or 'nothing').strip().splitlines()[-1]}")
        shutil.rmtree(target)

    @staticmethod
    def bits(tensor):
        return str(tensor.dtype), tuple(tensor.shape), tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()

    def pictures(self):
        folder = self.options.photos
        return sorted(path for path in folder.iterdir() if path.suffix == ".jpg")[:6]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("models", nargs="+", type=pathlib.Path)
    parser.add_argument("--command", default="swift-clip")
    parser.add_argument("--photos", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent / "Examples/photos")
    comparison = Comparison(parser.parse_args())
    for model in comparison.options.models:
        with tempfile.TemporaryDirectory() as workspace:
            comparison.run(model, pathlib.Path(workspace))
    if comparison.failures:
        sys.exit(f"{comparison.failures} comparisons failed")
    print("all comparisons passed")


if __name__ == "__main__":
    main()
