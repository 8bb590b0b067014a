"""Makes Tests/Goldens/configurations/open_clip.jsonl: every model configuration that open_clip comes with, and the
sizes that open_clip makes of those whose towers are CLIP's own, or the field for which a configuration is refused.

    python Scripts/goldens_configurations.py [--output FILE]

Models are built without memory for their weights (PyTorch's meta device).
"""

import argparse
import json
import pathlib

import torch

import open_clip

# What asks for something else than CLIP's own towers and tokenizer, in the order in which it is looked at.
FOREIGN = (("multimodal_cfg",), ("vision_cfg", "timm_model_name"), ("text_cfg", "hf_model_name"))
TOKENIZER = ("text_cfg", "hf_tokenizer_name")


def value(configuration: dict, path: tuple[str, ...]):
    for name in path:
        configuration = (configuration or {}).get(name)
    return configuration


def sizes(configuration: dict) -> dict:
    """The shapes of the model that open_clip builds."""
    with torch.device("meta"):
        model = open_clip.CLIP(**configuration)
    visual, block = model.visual, model.transformer.resblocks[0]
    result = dict(
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        vision_parameters=sum(parameter.numel() for parameter in visual.parameters()),
        text=dict(width=model.ln_final.normalized_shape[0], layers=len(model.transformer.resblocks),
                  heads=block.attn.num_heads, mlp=block.mlp.c_fc.out_features, epsilon=model.ln_final.eps,
                  context=model.context_length, vocabulary=model.vocab_size, quick=is_quick(block)))
    if isinstance(visual, open_clip.model.ModifiedResNet):
        stages = [getattr(visual, f"layer{number}") for number in (1, 2, 3, 4)]
        pool = visual.attnpool
        result["resnet"] = dict(
            layers=[len(stage) for stage in stages], width=visual.conv3.out_channels, heads=pool.num_heads,
            grid=round((pool.positional_embedding.shape[0] - 1) ** 0.5), embedding=pool.c_proj.out_features)
    else:
        first = visual.transformer.resblocks[0]
        result["vit"] = dict(
            width=visual.conv1.out_channels, layers=len(visual.transformer.resblocks), heads=first.attn.num_heads,
            mlp=first.mlp.c_fc.out_features, patch=visual.conv1.kernel_size[0], epsilon=visual.ln_post.eps,
            tokens=visual.positional_embedding.shape[0], embedding=visual.proj.shape[1], quick=is_quick(first),
            scaled=not isinstance(first.ls_1, torch.nn.Identity),
            pre_norm=not isinstance(visual.ln_pre, torch.nn.Identity), pool=visual.pool_type)
    return result


def is_quick(block: torch.nn.Module) -> bool:
    return isinstance(block.mlp.gelu, open_clip.transformer.QuickGELU)


def main() -> None:
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=root / "Tests/Goldens/configurations/open_clip.jsonl")
    output = parser.parse_args().output
    lines, built, refused = [], 0, 0
    for name in sorted(open_clip.list_models()):
        configuration = open_clip.get_model_config(name)
        line = dict(name=name, configuration=configuration)
        reason = next((path for path in (*FOREIGN, TOKENIZER) if value(configuration, path)), None)
        if reason:
            line["refused"] = ".".join(reason)
            refused += 1
        if reason in (None, TOKENIZER):
            line["sizes"] = sizes(configuration)
            built += 1
        lines.append(json.dumps(line, separators=(",", ":")) + "\n")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("".join(lines))
    print(f"open_clip {open_clip.__version__}: {len(lines)} configurations, sizes of {built}, {refused} refused")


if __name__ == "__main__":
    main()
