"""Makes Tests/Goldens/archives: PyTorch's files of weights in every form that is read, as PyTorch writes them.

    python Scripts/goldens_archives.py [--output FOLDER]

The models are those of Tests/Goldens/weights, so that a test can demand the same bits, and two random ones in
OpenAI's form with what the reference computes with them.
"""

import argparse
import json
import pathlib
import shutil

import safetensors.torch
import torch

import open_clip
from goldens_networks import RESULTS, build
from intermediates import trace
from network_cases import Case, VOCABULARY_SIZE, CONTEXT, vocabulary
from random_weights import assert_spread

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "Tests/Goldens"


def _openai(name: str, seed: int, vision: dict) -> Case:
    """Sizes of OpenAI's kind, from which the numbers of heads can be inferred: 64 numbers each."""
    return Case(name, seed, dict(
        embed_dim=40, quick_gelu=True, vision_cfg=vision,
        text_cfg=dict(context_length=CONTEXT, vocab_size=VOCABULARY_SIZE, width=64, heads=1, layers=3)),
        element_type=torch.float16, every_intermediate=False)


OPENAI_CASES = [
    _openai("openai-vit", 121, dict(image_size=32, layers=1, width=64, head_width=64, patch_size=8)),
    _openai("openai-resnet", 122, dict(image_size=64, layers=[1, 2, 1, 1], width=4, head_width=64)),
]


def forms(folder: pathlib.Path) -> None:
    """One model in every form of torch.save; the golden is weights/openclip."""
    state = safetensors.torch.load_file(GOLDENS / "weights/openclip/open_clip_model.safetensors")
    torch.save(state, folder / "zip.pt")
    torch.save(state, folder / "zip-protocol-5.pt", pickle_protocol=5)
    old = dict(_use_new_zipfile_serialization=False)
    torch.save(state, folder / "legacy.pt", **old)
    torch.save(state, folder / "legacy-protocol-4.pt", pickle_protocol=4, **old)
    wrapped = {f"module._orig_mod.{name}": torch.nn.Parameter(tensor) for name, tensor in state.items()}
    torch.save({"model": wrapped, "arguments": argparse.Namespace(lr=1e-3, name="x")}, folder / "wrapped.pt")
    bfloat = {name: tensor.float().bfloat16() for name, tensor in state.items()}
    torch.save(bfloat, folder / "bf16.pt")
    safetensors.torch.save_file(bfloat, folder / "bf16.safetensors")


def checkpoint(folder: pathlib.Path) -> None:
    """What OpenCLIP's training writes after an epoch (open_clip_train/main.py), with AdamW's state."""
    config = json.loads((GOLDENS / "weights/openclip/open_clip_config.json").read_text())["model_cfg"]
    model = open_clip.CLIP(**config)
    model.load_state_dict(safetensors.torch.load_file(GOLDENS / "weights/openclip/open_clip_model.safetensors"))
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
         {"params": [p for p in model.parameters() if p.ndim >= 2], "weight_decay": 0.2}], lr=0.0, betas=(0.9, 0.98))
    size = config["vision_cfg"]["image_size"]
    tokens = torch.arange(config["text_cfg"]["context_length"])[None]
    images, texts, scale = model(torch.zeros(1, 3, size, size), tokens)
    (scale * images * texts).sum().backward()
    optimizer.step()
    scaler = torch.amp.GradScaler("cpu")
    torch.save({"epoch": 1, "name": "tiny", "optimizer": optimizer.state_dict(), "scaler": scaler.state_dict(),
                "state_dict": {f"module.{name}": tensor for name, tensor in model.state_dict().items()}},
               folder / "checkpoint.pt")


def views(folder: pathlib.Path) -> None:
    """Tensors that do not lie as they are shaped, that share storages, and every element type."""
    generator = torch.Generator().manual_seed(5)
    base = torch.randn(6, 7, 4, generator=generator)
    tensors = {
        "transposed": base[:, :, 0].contiguous().t(),
        "permuted": base.permute(2, 0, 1),
        "part": base[2:5, 1:6, 1:3],
        "every-second": base.flatten()[3::2],
        "row": base[4, 3],
        "one": base[5, 6, 3],
        "channels-last": torch.randn(2, 3, 4, 5, generator=generator).to(memory_format=torch.channels_last),
        "half-transposed": base[0].half().t(),
        "bfloat-part": base.bfloat16()[1:, ::3],
        "expanded": torch.arange(5).expand(1, -1),
        "empty": base[:, :0],
        "parameter": torch.nn.Parameter(base[0, 0]),
    }
    for kind in ["float64", "int64", "int32", "int16", "int8", "uint8", "bool"]:
        tensors[kind] = (base[:2, :3, 1] * 3).to(getattr(torch, kind)).t()
    torch.save(tensors, folder / "views-legacy.pt", _use_new_zipfile_serialization=False)
    for kind in ["uint16", "uint32", "uint64"]:
        tensors[kind] = (base[:2, :3, 1].abs() * 9).int().to(getattr(torch, kind)).t()
    for kind in ["float8_e5m2", "float8_e4m3fn"]:
        tensors[kind] = base[0].to(getattr(torch, kind))[1:, 1:3]
    torch.save(tensors, folder / "views.pt")
    safetensors.torch.save_file({name: tensor.detach().contiguous().clone() for name, tensor in tensors.items()},
                                folder / "views.safetensors")


def hugging_face(folder: pathlib.Path) -> None:
    """weights/huggingface as one pytorch_model.bin, and in two parts with an index."""
    source = GOLDENS / "weights/huggingface"
    state = safetensors.torch.load_file(source / "model.safetensors")
    state["text_model.embeddings.position_ids"] = torch.arange(9).expand(1, -1)
    names = sorted(state)
    halves = [names[0::2], names[1::2]]
    for name in ["huggingface-bin", "huggingface-sharded-bin"]:
        (folder / name).mkdir()
        for file in ["config.json", "preprocessor_config.json", "vocab.json", "merges.txt"]:
            shutil.copy(source / file, folder / name / file)
    torch.save(state, folder / "huggingface-bin/pytorch_model.bin")
    target = folder / "huggingface-sharded-bin"
    parts = {f"pytorch_model-0000{index + 1}-of-00002.bin": half for index, half in enumerate(halves)}
    for part, half in parts.items():
        torch.save({name: state[name] for name in half}, target / part)
    index = {"metadata": {"total_size": sum(tensor.nbytes for tensor in state.values())},
             "weight_map": {name: part for part, half in parts.items() for name in half}}
    (target / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=1) + "\n")


def openai(case: Case, folder: pathlib.Path) -> None:
    """A traced model as OpenAI published its own: TorchScript, mostly halves, three sizes as buffers."""
    model, inputs = build(case)
    folder.mkdir()
    double = trace(model.double(), inputs["images"].double(), inputs["tokens"])
    assert_spread(double["image_features"], f"{case.name} images")
    assert_spread(double["text_features"], f"{case.name} texts")
    golden = {name: double[name].float().contiguous() for name in RESULTS}
    golden.update(pixels=inputs["pixels"], images=inputs["images"], tokens=inputs["tokens"].int(),
                  token_lengths=inputs["token_lengths"].int())
    safetensors.torch.save_file(golden, folder / "golden.safetensors")

    model = model.float().eval()
    sizes = dict(input_resolution=case.model["vision_cfg"]["image_size"], context_length=CONTEXT,
                 vocab_size=VOCABULARY_SIZE)
    for name, value in sizes.items():
        if hasattr(model, name):
            delattr(model, name)
        model.register_buffer(name, torch.tensor(value))
    with torch.no_grad():
        script = torch.jit.trace_module(model, dict(
            forward=(inputs["images"], inputs["tokens"]), encode_image=(inputs["images"],),
            encode_text=(inputs["tokens"],)))
        for name, parameter in script.named_parameters():
            # As OpenAI's convert_weights: what products take, but no norms and no embeddings.
            if name.endswith(("proj", "in_proj_weight", "in_proj_bias", "_projection")) or (
                    parameter.ndim >= 2 and "embedding" not in name):
                parameter.data = parameter.data.half()
    torch.jit.save(script, folder / "model.pt")
    state = torch.jit.load(folder / "model.pt").state_dict()
    safetensors.torch.save_file({name: tensor.contiguous() for name, tensor in state.items()},
                                folder / "state.safetensors")
    words, merges = vocabulary()
    (folder / "vocab.json").write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")) + "\n")
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=GOLDENS / "archives")
    output = parser.parse_args().output
    torch.set_num_threads(1)
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    forms(output)
    checkpoint(output)
    views(output)
    hugging_face(output)
    for case in OPENAI_CASES:
        openai(case, output / case.name)
    (output / "README.md").write_text(README.format(torch=torch.__version__, open_clip=open_clip.__version__))


README = """# Goldens of PyTorch's files

Weights in every form that is read, made by `python Scripts/goldens_archives.py` with torch {torch} and
open_clip_torch {open_clip}. All of it is random; nothing stems from a trained checkpoint.

| file | form | golden |
| --- | --- | --- |
| `zip.pt`, `zip-protocol-5.pt` | `torch.save`, protocols 2 and 5 of pickle | `../weights/openclip` |
| `legacy.pt`, `legacy-protocol-4.pt` | `torch.save` as before PyTorch 1.6 | the same |
| `wrapped.pt` | under `model`, every name behind `module._orig_mod.`, parameters, a namespace beside | the same |
| `checkpoint.pt` | OpenCLIP's training checkpoint, f32, with optimizer and scaler | the same |
| `bf16.pt` | `torch.save` | `bf16.safetensors` |
| `views.pt`, `views-legacy.pt` | transposed, cut, shared, scalar, empty; every element type | `views.safetensors` |
| `huggingface-bin`, `huggingface-sharded-bin` | `pytorch_model.bin`, whole and in two parts | `../weights/huggingface` |
| `openai-vit`, `openai-resnet` | `torch.jit.save` with OpenAI's structure | `state.safetensors`, PyTorch's `state_dict()` |

The last two have `golden.safetensors` as the cases of `../networks` have it, results of double precision.
"""


if __name__ == "__main__":
    main()
