"""Runs a model and records what each of its parts returns, under OpenCLIP's module names.

Rows are tokens, [B, T, D], whatever the module's own order; feature maps of a ResNet are [B, H, W, C].
"""

import torch
import transformers
from torch import nn

import open_clip

Trace = dict[str, torch.Tensor]


def trace(model: nn.Module, images: torch.Tensor, tokens: torch.Tensor) -> Trace:
    """Every intermediate and the results of `model`; images [B, 3, R, R], tokens [B, T]."""
    record: Trace = {}
    hooks = _Hooks(record)
    with torch.no_grad():
        if isinstance(model, transformers.CLIPModel):
            _hook_transformers(model, hooks)
            output = model(input_ids=tokens, pixel_values=images)
            image, text, logits = output.image_embeds, output.text_embeds, output.logits_per_image
        else:
            _hook_openclip(model, hooks)
            image = model.encode_image(images, normalize=True)
            text = model.encode_text(tokens, normalize=True)
            record["visual"], record["text"] = model.encode_image(images), model.encode_text(tokens)
            logits = model.get_logits(images, tokens)[0]
    hooks.remove()
    record.update({"image_features": image, "text_features": text, "logits_per_image": logits})
    return record


class _Hooks:
    def __init__(self, record: Trace):
        self.record, self.handles = record, []

    def output(self, module: nn.Module, name: str, change=lambda tensor: tensor) -> None:
        def keep(_module, _inputs, output):
            self.record[name] = change(output[0] if isinstance(output, tuple) else output).detach().clone()

        self.handles.append(module.register_forward_hook(keep))

    def input(self, module: nn.Module, name: str) -> None:
        def keep(_module, inputs):
            self.record[name] = inputs[0].detach().clone()

        self.handles.append(module.register_forward_pre_hook(keep))

    def remove(self) -> None:
        for handle in self.handles:
            handle.remove()


def _tokens_of_grid(planes: torch.Tensor) -> torch.Tensor:
    return planes.flatten(2).transpose(1, 2)  # [B, D, H, W] -> [B, HW, D]


def _channels_last(planes: torch.Tensor) -> torch.Tensor:
    return planes.permute(0, 2, 3, 1)


def _hook_openclip(model: open_clip.CLIP, hooks: _Hooks) -> None:
    visual = model.visual
    if isinstance(visual, open_clip.model.ModifiedResNet):
        hooks.output(visual.avgpool, "visual.stem", _channels_last)
        for number in (1, 2, 3, 4):
            for index, block in enumerate(getattr(visual, f"layer{number}")):
                hooks.output(block, f"visual.layer{number}.{index}", _channels_last)
        hooks.output(visual.attnpool, "visual.attnpool")
    else:
        hooks.output(visual.conv1, "visual.conv1", _tokens_of_grid)
        hooks.input(visual.ln_pre, "visual.embeddings")
        hooks.output(visual.ln_pre, "visual.ln_pre")
        _hook_blocks(visual.transformer.resblocks, "visual.transformer", "attn", hooks)
        takes_class_token = visual.pool_type == "tok"
        hooks.output(visual.ln_post, "visual.ln_post", lambda rows: rows[:, 0] if takes_class_token else rows)
    hooks.input(model.transformer, "embeddings")
    _hook_blocks(model.transformer.resblocks, "transformer", "attn", hooks)
    hooks.output(model.ln_final, "ln_final")


def _hook_transformers(model: transformers.CLIPModel, hooks: _Hooks) -> None:
    vision, text = model.vision_model, model.text_model
    hooks.output(vision.embeddings.patch_embedding, "visual.conv1", _tokens_of_grid)
    hooks.output(vision.embeddings, "visual.embeddings")
    hooks.output(vision.pre_layrnorm, "visual.ln_pre")
    _hook_blocks(vision.encoder.layers, "visual.transformer", "self_attn", hooks)
    hooks.output(vision.post_layernorm, "visual.ln_post")
    hooks.output(model.visual_projection, "visual")
    hooks.output(text.embeddings, "embeddings")
    _hook_blocks(text.encoder.layers, "transformer", "self_attn", hooks)
    hooks.output(text.final_layer_norm, "ln_final")
    hooks.output(model.text_projection, "text")


def _hook_blocks(blocks: nn.ModuleList, prefix: str, attention: str, hooks: _Hooks) -> None:
    for index, block in enumerate(blocks):
        name = f"{prefix}.resblocks.{index}"
        # Where the branches are scaled, behind that; what does nothing returns its input.
        hooks.output(getattr(block, "ls_1", None) or getattr(block, attention), f"{name}.attn")
        hooks.output(getattr(block, "ls_2", None) or block.mlp, f"{name}.mlp")
        hooks.output(block, name)
