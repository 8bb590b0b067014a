"""Makes Tests/Goldens/networks: small random models, their inputs, and every intermediate result.

    python Scripts/goldens_networks.py [--output FOLDER]

Results are computed in double precision from the stored weights and rounded to f32, so that a test
measures our own error alone; the same run in f32 shows how far the reference's own arithmetic strays.
"""

import argparse
import json
import pathlib
import shutil

import safetensors.torch
import torch
import transformers

import huggingface_layout
import mutations
import open_clip
from goldens_readme import readme
from intermediates import trace
from network_cases import (CASES, CONTEXT, END, Case, candidate_tokens, normalise, pictures, training_tokens,
                           vocabulary)
from random_weights import assert_spread, choose_apart, randomise

RESULTS = ("visual", "text", "image_features", "text_features", "logits_per_image")


def build(case: Case) -> tuple[torch.nn.Module, dict]:
    """The case's model with its weights as stored, in f32, and its inputs."""
    generator = torch.Generator().manual_seed(case.seed)
    size = case.model["vision_cfg"]["image_size"]
    model = open_clip.CLIP(**case.model)
    photos = normalise(pictures(generator, 64, size), case.mean, case.std)
    randomise(model, photos, training_tokens(generator, 72), case.seed)
    stored = {name: tensor.to(case.element_type).float() for name, tensor in model.state_dict().items()
              if tensor.is_floating_point()}
    model.load_state_dict(stored, strict=not any("num_batches" in name for name in model.state_dict()))

    pixels = pictures(generator, 32, size)
    groups, lengths = candidate_tokens(generator, 32)
    with torch.no_grad():
        images = model.encode_image(normalise(pixels, case.mean, case.std))
        texts = [model.encode_text(group) for group in groups]
    pixels = pixels[choose_apart([images] * 4)]
    tokens = torch.stack([group[index] for group, index in zip(groups, choose_apart(texts))])
    if case.layout == "huggingface" and case.eos_token_id == END:
        # Where the end is found by its id, the padding may be any token; the tokenizer there pads with the end.
        for row, length in zip(tokens, lengths.tolist()):
            row[length:] = END
    return model, {"pixels": pixels, "images": normalise(pixels, case.mean, case.std),
                   "tokens": tokens, "token_lengths": lengths}


def reference(case: Case, model: torch.nn.Module) -> torch.nn.Module:
    """The model as the case's own library computes it."""
    if case.layout == "openclip":
        return model
    configuration = huggingface_layout.configuration(case.model, case.eos_token_id)
    result = transformers.CLIPModel(configuration).eval()
    result.load_state_dict(huggingface_layout.state_dict(model.state_dict()))
    return result


def write_model(case: Case, model: torch.nn.Module, folder: pathlib.Path) -> None:
    """A complete model folder in the case's layout."""
    size = case.model["vision_cfg"]["image_size"]
    if case.layout == "openclip":
        preprocess = dict(mean=case.mean, std=case.std, interpolation="bicubic", resize_mode="shortest")
        files = {"open_clip_config.json": {"model_cfg": case.model, "preprocess_cfg": preprocess}}
        weights = "open_clip_model.safetensors"
        # Counters of batch norms stay, in i64, as OpenCLIP writes them.
        tensors = {name: tensor.to(case.element_type) if tensor.is_floating_point() else tensor
                   for name, tensor in model.state_dict().items()}
    else:
        configuration = huggingface_layout.configuration(case.model, case.eos_token_id)
        configuration.architectures = ["CLIPModel"]
        files = {"config.json": configuration.to_diff_dict(),
                 "preprocessor_config.json": huggingface_layout.preprocessor(size, case.mean, case.std)}
        weights = "model.safetensors"
        tensors = huggingface_layout.state_dict(model.state_dict())
        if case.eos_token_id == 2:  # older files carry these; they are no weights
            patches = (size // case.model["vision_cfg"]["patch_size"]) ** 2
            tensors["text_model.embeddings.position_ids"] = torch.arange(CONTEXT)[None]
            tensors["vision_model.embeddings.position_ids"] = torch.arange(patches + 1)[None]
    words, merges = vocabulary()
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, indent=1) + "\n")
    (folder / "vocab.json").write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")) + "\n")
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    safetensors.torch.save_file(tensors, folder / weights, metadata={"format": "pt"})


def alone(case: Case, model: torch.nn.Module) -> torch.nn.Module:
    """One tower with its projection, as transformers' class for it has it."""
    whole = reference(case, model)
    vision = case.alone == "vision"
    configuration = whole.config.vision_config if vision else whole.config.text_config
    kind = transformers.CLIPVisionModelWithProjection if vision else transformers.CLIPTextModelWithProjection
    result = kind(configuration).eval()
    names = result.state_dict().keys()
    result.load_state_dict({name: tensor for name, tensor in whole.state_dict().items() if name in names})
    return result


def write_alone(case: Case, tower: torch.nn.Module, inputs: dict, right: dict, folder: pathlib.Path) -> None:
    """Makes of a whole model's folder one of a tower alone, and of its golden what that computes."""
    (folder / "model.safetensors").unlink()
    tower.save_pretrained(folder)
    unused = {"vision": ("vocab.json", "merges.txt"), "text": ("preprocessor_config.json",)}[case.alone]
    for name in unused:
        (folder / name).unlink()
    with torch.no_grad():
        if case.alone == "vision":
            result, name = tower.double()(pixel_values=inputs["images"].double()).image_embeds, "visual"
            golden = dict(pixels=inputs["pixels"], images=inputs["images"])
        else:
            result, name = tower.double()(input_ids=inputs["tokens"]).text_embeds, "text"
            golden = dict(tokens=inputs["tokens"].int(), token_lengths=inputs["token_lengths"].int())
    assert (result - right[name]).abs().max() < 1e-10, f"{case.name} differs from the whole model"
    golden[name] = result.float().contiguous()
    safetensors.torch.save_file(golden, folder / "golden.safetensors")


def write_resized(case: Case, model: torch.nn.Module, inputs: dict, size: int, file: pathlib.Path) -> None:
    """What the case's library computes with pictures of another size, its positions interpolated."""
    generator = torch.Generator().manual_seed(case.seed + size)
    pixels = pictures(generator, 4, size)
    images = normalise(pixels, case.mean, case.std)
    if case.layout == "huggingface":
        network = reference(case, model).double()
        with torch.no_grad():
            result = network.get_image_features(images.double(), interpolate_pos_encoding=True).pooler_output
    else:
        vision = {**case.model["vision_cfg"], "image_size": size}
        network = open_clip.CLIP(**{**case.model, "vision_cfg": vision}).double().eval()
        state = {name: tensor.double() for name, tensor in model.state_dict().items()}
        open_clip.model.resize_pos_embed(state, network)
        network.load_state_dict(state)
        with torch.no_grad():
            result = network.encode_image(images.double())
    golden = dict(pixels=pixels, images=images, visual=result.float().contiguous(), tokens=inputs["tokens"].int(),
                  token_lengths=inputs["token_lengths"].int())
    file.parent.mkdir(exist_ok=True)
    safetensors.torch.save_file(golden, file)


def assert_hidden_states(case: Case, model: torch.nn.Module, inputs: dict, right: dict) -> None:
    """Fails unless transformers' `hidden_states` are the intermediates that a golden has under our names."""
    network = reference(case, model).double()
    with torch.no_grad():
        vision = network.vision_model(inputs["images"].double(), output_hidden_states=True).hidden_states
        text = network.text_model(inputs["tokens"], output_hidden_states=True).hidden_states
    for states, first, stack in ((vision, "visual.ln_pre", "visual.transformer"), (text, "embeddings", "transformer")):
        names = [first] + [f"{stack}.resblocks.{index}" for index in range(len(states) - 1)]
        for name, state in zip(names, states, strict=True):
            assert (state - right[name]).abs().max() < 1e-10, f"{case.name}: {name} is not that hidden state"


def make(case: Case, folder: pathlib.Path) -> dict:
    """Writes one case; what the README says about it."""
    model, inputs = build(case)
    folder.mkdir(parents=True)
    write_model(case, model, folder)
    single = trace(reference(case, model), inputs["images"], inputs["tokens"])
    double = trace(reference(case, model).double(), inputs["images"].double(), inputs["tokens"])
    if case.layout == "huggingface":
        padded = inputs["tokens"].clone()
        for row, length in zip(padded, inputs["token_lengths"].tolist()):
            row[length:] = 0
        twin = trace(model.double(), inputs["images"].double(), padded)
        for name in RESULTS:
            assert (twin[name] - double[name]).abs().max() < 1e-10, f"{case.name}: layouts differ in {name}"

    if case.layout == "huggingface":
        assert_hidden_states(case, model, inputs, double)

    facts = {
        "case": case,
        "image_cosine": assert_spread(double["image_features"], f"{case.name} images"),
        "text_cosine": assert_spread(double["text_features"], f"{case.name} texts"),
        "single": {name: (single[name].double() - double[name]).abs().max().item() for name in double},
        "relative": max(((single[name].double() - double[name]).norm() / double[name].norm()).item()
                        for name in double),
        "names": [(name, list(double[name].shape)) for name in double],
        "mutations": mutations.effects(model.double(), inputs, double) if case.layout == "openclip" else {},
    }
    kept = double if case.every_intermediate else {name: double[name] for name in RESULTS}
    golden = {name: tensor.float().contiguous() for name, tensor in kept.items()}
    golden.update(pixels=inputs["pixels"], images=inputs["images"], tokens=inputs["tokens"].int(),
                  token_lengths=inputs["token_lengths"].int())
    safetensors.torch.save_file(golden, folder / "golden.safetensors")
    for size in case.resized:
        write_resized(case, model, inputs, size, folder.parent / "image-size" / f"{case.name}-{size}.safetensors")
    if case.alone:
        write_alone(case, alone(case, model), inputs, double, folder)
    return facts


def main() -> None:
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=root / "Tests/Goldens/networks")
    output = parser.parse_args().output
    torch.set_num_threads(1)
    shutil.rmtree(output, ignore_errors=True)
    facts = [make(case, output / case.name) for case in CASES]
    (output / "README.md").write_text(readme(facts))
    print(readme(facts))


if __name__ == "__main__":
    main()
