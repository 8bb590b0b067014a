#!/usr/bin/env python3
"""Makes the table of checkpoints: Sources/CLIPHub/Cards/Data and Tests/Goldens/cards.

    pip install -r Scripts/requirements.txt
    Scripts/cards.py && swift format format -i -r Sources/CLIPHub/Cards/Data

What a checkpoint is comes from the pinned open_clip's table of pretrained weights; its parameters are those of the
model that open_clip builds for it. Licences are those that the pinned timm's table states for the same hub id.
ImageNet top-1 is published_top1.csv: open_clip's docs/openclip_results.csv, column "ImageNet 1k", of the row
whose activation is the one that the checkpoint was trained with (open_clip has rows with the other one, too).
A value that none of these states stays out.
"""

import csv
import functools
import json
import re
from pathlib import Path

import open_clip
import timm
import timm.models
import torch
from open_clip.pretrained import _PRETRAINED

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "Sources/CLIPHub/Cards/Data"
GOLDENS = ROOT / "Tests/Goldens/cards"
TWIN = "-quickgelu"
DEFAULT_LICENCE = "apache-2.0"

# OpenAI's own names and, for its vision transformers, its repositories on the hub in transformers' layout.
PAPER = {
    "RN50": ("RN50", None, "rn50"),
    "RN101": ("RN101", None, "rn101"),
    "RN50x4": ("RN50x4", None, "rn50x4"),
    "RN50x16": ("RN50x16", None, "rn50x16"),
    "RN50x64": ("RN50x64", None, "rn50x64"),
    "ViT-B-32": ("ViT-B/32", "openai/clip-vit-base-patch32", "vitB32"),
    "ViT-B-16": ("ViT-B/16", "openai/clip-vit-base-patch16", "vitB16"),
    "ViT-L-14": ("ViT-L/14", "openai/clip-vit-large-patch14", "vitL14"),
    "ViT-L-14-336": ("ViT-L/14@336px", "openai/clip-vit-large-patch14-336", "vitL14At336px"),
}
# open_clip 3.3 points this tag at the files of the epoch before; timm's table has the right name.
CORRECTED = {("ViT-B-16-plus-240", "laion400m_e32"): "timm/vit_base_patch16_plus_clip_240.laion400m_e32"}
# timm's names of the same weights, where the hub id is somebody else's.
TIMM = {
    "apple/DFN2B-CLIP-ViT-B-16": "vit_base_patch16_clip_224.dfn2b",
    "apple/DFN2B-CLIP-ViT-L-14": "vit_large_patch14_clip_224.dfn2b",
    "apple/DFN2B-CLIP-ViT-L-14-39B": "vit_large_patch14_clip_224.dfn2b_s39b",
    "apple/DFN5B-CLIP-ViT-H-14": "vit_huge_patch14_clip_224.dfn5b",
    "apple/DFN5B-CLIP-ViT-H-14-378": "vit_huge_patch14_clip_378.dfn5b",
}


def refusal(config: dict) -> str | None:
    """Why a checkpoint of this configuration is not ours; None if it is."""
    vision, text = config["vision_cfg"], config["text_cfg"]
    if "multimodal_cfg" in config:
        return "CoCa: attentional pooling and a decoder of captions"
    if tower := text.get("hf_model_name"):
        return f"its text tower is {tower}, not CLIP's transformer"
    tower = vision.get("timm_model_name")
    tokenizer = text.get("hf_tokenizer_name")
    if tower:
        return f"its image tower is timm's {tower}, not one of CLIP's own"
    if tokenizer:
        return f"its tokenizer is that of {tokenizer}, not CLIP's"
    return None


def hub_place(entry: dict) -> tuple[str, list[str]]:
    """Repository and files, the preferred one first, as open_clip looks for them."""
    repository, _, file = entry["hf_hub"].rpartition("/")
    if file:
        return repository, [file]
    return repository, ["open_clip_model.safetensors", "open_clip_pytorch_model.bin"]


def archive(entry: dict) -> str:
    """The file outside the hub, as Swift; its digest, or the beginning of it, is part of the address."""
    url = entry["url"]
    file = url.rsplit("/", 1)[-1]
    if not url:
        return "nil"
    if "openaipublic" in url:
        place = f".openAI({quoted(file)},\n            sha256: {quoted(url.split('/')[-2])})"
    elif "mlfoundations" in url:
        place = f".openCLIP({quoted(file)})"
    else:
        place = f".metaCLIP({quoted(file)})"
    return place


def licence(hub_id: str, tag: str) -> str | None:
    """What timm's table states; its general default is not a statement. OpenAI's repository is under MIT."""
    if tag == "openai":
        return "mit"
    name = TIMM.get(hub_id) or (hub_id.removeprefix("timm/") if hub_id.startswith("timm/") else None)
    if name is None or name not in known_timm():
        return None
    stated = timm.models.get_pretrained_cfg(name).license
    return None if stated == DEFAULT_LICENCE else stated


@functools.cache
def known_timm() -> set[str]:
    return set(timm.list_pretrained())


def top1() -> dict[tuple[str, str], str]:
    with open(ROOT / "Scripts/published_top1.csv", newline="") as file:
        return {(row["architecture"], row["tag"]): row["top1"] for row in csv.DictReader(file)}


def parameters(architecture: str) -> int:
    with torch.device("meta"):
        model = open_clip.create_model(architecture, load_weights=False, device="meta")
    return sum(parameter.numel() for parameter in model.parameters())


def quoted(text: str | None) -> str:
    return "nil" if text is None else json.dumps(text)


def floats(values) -> str:
    return "[" + ", ".join(repr(float(value)) for value in values) + "]"


def card(architecture, tag, entry, figures, counts) -> tuple[str, str | None]:
    """A card as Swift, and the name of its constant if it has one."""
    base = architecture.removesuffix(TWIN)
    quick = entry.get("quick_gelu", False)
    hub_id, files = hub_place(entry)
    hub_id = CORRECTED.get((base, tag), hub_id)
    # OpenAI's results were computed with its activation under either name: where both rows exist they are equal.
    trained = (base + TWIN if quick else base, tag)
    figure = figures.get(trained) or (figures.get((base, tag)) if tag == "openai" else None)
    paper, alias, constant = PAPER.get(base, (None, None, None)) if tag == "openai" else (None, None, None)
    if architecture != base:
        constant = None
    config = open_clip.get_model_config(architecture)
    lines = [
        f"architecture: {quoted(architecture)}, tag: {quoted(tag)}, paperName: {quoted(paper)},",
        f"hubID: {quoted(hub_id)},",
        f"weightsFiles: [{', '.join(map(quoted, files))}],",
        f"transformersHubID: {quoted(alias)},",
        f"archive: {archive(entry)},",
        f"activation: .{'quickGELU' if quick else 'gelu'}, imageSize: {config['vision_cfg']['image_size']}, "
        f"embedDimension: {config['embed_dim']}, parameterCount: {counts[base]},",
        f"mean: {floats(entry['mean'])}, standardDeviation: {floats(entry['std'])},",
        f"interpolation: .{entry['interpolation']}, resizeMode: .{entry['resize_mode']},",
        f"imageNetTop1: {figure or 'nil'}, licence: {quoted(licence(hub_id, tag))})",
    ]
    return "ModelCard(\n" + "\n".join(f"        {line}" for line in lines), constant


def architecture_swift(config: dict) -> str:
    """A configuration with plain GELU: which GELU it is belongs to the checkpoint."""
    vision, text = config["vision_cfg"], config["text_cfg"]
    width, size = vision["width"], vision["image_size"]
    if isinstance(vision["layers"], list):
        tower = f".resnet(.init(layers: {vision['layers']}, width: {width}, heads: {width * 32 // 64}, imageSize: {size}))"
    else:
        heads = width // vision.get("head_width", 64)
        tower = (
            f".vit(\n                .init(width: {width}, layers: {vision['layers']}, heads: {heads}, "
            f"mlpWidth: {int(width * vision.get('mlp_ratio', 4.0))},\n"
            f"                    patchSize: {vision['patch_size']}, imageSize: {size}, activation: .gelu))"
        )
    return (
        f".init(\n            embedDimension: {config['embed_dim']},\n            vision: {tower},\n"
        f"            text: .init(\n                width: {text['width']}, layers: {text['layers']}, heads: {text['heads']}, "
        f"contextLength: {text['context_length']},\n                vocabularySize: {text['vocab_size']}, "
        f"mlpWidth: {text['width'] * 4}, activation: .gelu))"
    )


def name_of_group(base: str) -> str:
    words = re.split("[-_]", base)
    return words[0].lower() + "".join(word[0].upper() + word[1:] for word in words[1:])


def head(what: str) -> str:
    return (
        f"// {what}.\n// Made by Scripts/cards.py from open_clip {open_clip.__version__} and timm "
        f"{timm.__version__}: change that, not this.\n\n"
    )


def main() -> None:
    figures = top1()
    groups: dict[str, list[str]] = {}
    constants, refused, configs, counts = [], [], {}, {}
    for architecture, tags in _PRETRAINED.items():
        config = open_clip.get_model_config(architecture)
        reason = refusal(config)
        base = architecture.removesuffix(TWIN)
        for tag, entry in tags.items():
            if reason:
                hub_id, _ = hub_place(entry)
                refused.append((architecture, tag, hub_id, reason))
                continue
            if base not in counts:
                counts[base] = parameters(base)
                configs[base] = config
            swift, constant = card(architecture, tag, entry, figures, counts)
            if constant:
                constants.append((constant, entry, swift))
                swift = f".{constant}"
            groups.setdefault(base, []).append(swift)

    DATA.mkdir(parents=True, exist_ok=True)
    text = head("The checkpoints that can be loaded") + "import CLIP\n\n"
    text += "// MARK: OpenAI's, by the paper's names\n\nextension ModelCard {\n"
    for constant, entry, swift in constants:
        name = next(paper for paper, _, other in PAPER.values() if other == constant)
        text += f"    /// OpenAI's {name}.\n    public static let {constant} = {swift}\n"
    text += "}\n\n// MARK: All, by architecture\n\nextension ModelCard {\n    static let table: [[ModelCard]] = [\n"
    text += "".join(f"        {name_of_group(base)}Cards,\n" for base in groups) + "    ]\n"
    for base, cards in groups.items():
        text += f"\n    private static let {name_of_group(base)}Cards: [ModelCard] = [\n"
        text += "".join(f"        {one},\n" for one in cards) + "    ]\n"
    text += "}\n"
    (DATA / "ModelCards.swift").write_text(text)

    text = head("The architectures of the checkpoints that can be loaded, with open_clip's names") + "import CLIP\n\n"
    text += "extension ModelCard {\n    static let architectures: [String: ModelConfiguration] = [\n"
    text += "".join(f"        {quoted(base)}: {architecture_swift(config)},\n" for base, config in configs.items())
    (DATA / "Architectures.swift").write_text(text + "    ]\n}\n")

    text = head("open_clip's other checkpoints")
    text += "extension ModelCard {\n    static let refusedTable: [RefusedCheckpoint] = [\n"
    for architecture, tag, hub_id, reason in refused:
        text += (
            f"        .init(\n            {quoted(architecture)}, {quoted(tag)}, {quoted(hub_id)},\n"
            f"            {quoted(reason)}),\n"
        )
    (DATA / "RefusedCheckpoints.swift").write_text(text + "    ]\n}\n")

    GOLDENS.mkdir(parents=True, exist_ok=True)
    entries = [
        {"architecture": a, "tag": t, "hub": hub_place(e)[0], "quick_gelu": bool(e.get("quick_gelu", False))}
        for a, tags in _PRETRAINED.items() for t, e in tags.items()
    ]
    document = {
        "open_clip": open_clip.__version__,
        "configurations": configs,
        "parameters": counts,
        "pretrained": entries,
    }
    (GOLDENS / "open_clip.json").write_text(json.dumps(document, indent=1) + "\n")
    total = sum(map(len, groups.values()))
    print(f"{total} cards, {len(refused)} refused, {len(configs)} architectures")


if __name__ == "__main__":
    main()
