"""Shows that a golden would notice the usual mistakes: each is made on purpose and its effect measured."""

import contextlib
from typing import Iterator

import torch
from torch import nn

import open_clip
from intermediates import Trace

# The bound a test of ours has on a unit row is 1e-4; a mistake must stand out from it by far.
SMALLEST_EFFECT = 2e-3


def effects(model: open_clip.CLIP, inputs: dict[str, torch.Tensor], right: Trace) -> dict[str, float]:
    """How far each mistake moves a unit embedding (largest element); fails where one moves less than 2e-3."""
    is_resnet = isinstance(model.visual, open_clip.model.ModifiedResNet)
    mistakes = {
        "other GELU": _other_gelu(model),
        "blue before red": _channels_swapped(inputs),
        "no text positions": _zeroed(model.positional_embedding),
        "another token pooled": _other_token(model),
    }
    mistakes["the other mask"] = _zeroed(model.attn_mask) if model.attn_mask is not None else _causal(model)
    scales = [parameter for name, parameter in model.named_parameters() if name.endswith("gamma")]
    if scales:
        mistakes["no layer scale"] = _filled(1.0, *scales)
    if is_resnet:
        mistakes["no positions in the pooling"] = _zeroed(model.visual.attnpool.positional_embedding)
        branches = [block for number in range(1, 5) for block in getattr(model.visual, f"layer{number}")]
        for index, block in enumerate(branches):
            mistakes[f"residual branch {index} dropped"] = _zeroed(block.bn3.weight, block.bn3.bias)
    else:
        mistakes["no positions"] = _zeroed(model.visual.positional_embedding)
        mistakes["no class token"] = _zeroed(model.visual.class_embedding)
        if model.visual.pool_type == "avg":
            mistakes["class token instead of the patches' mean"] = _changed(model.visual, "pool_type", "tok")
            mistakes["norm on the other side of the mean"] = _changed(
                model.visual, "final_ln_after_pool", not model.visual.final_ln_after_pool)
        for index, block in enumerate(model.visual.transformer.resblocks):
            mistakes[f"image attention {index} dropped"] = _zeroed(block.attn.out_proj.weight, block.attn.out_proj.bias)
            mistakes[f"image MLP {index} dropped"] = _zeroed(block.mlp.c_proj.weight, block.mlp.c_proj.bias)
    for index, block in enumerate(model.transformer.resblocks):
        mistakes[f"text attention {index} dropped"] = _zeroed(block.attn.out_proj.weight, block.attn.out_proj.bias)
        mistakes[f"text MLP {index} dropped"] = _zeroed(block.mlp.c_proj.weight, block.mlp.c_proj.bias)

    result = {}
    for name, mistake in mistakes.items():
        with mistake, torch.no_grad():
            image = model.encode_image(inputs["images"].double(), normalize=True)
            text = model.encode_text(inputs["tokens"], normalize=True)
        result[name] = max((image - right["image_features"]).abs().max().item(),
                           (text - right["text_features"]).abs().max().item())
        assert result[name] > SMALLEST_EFFECT, f"{name} moves the result by {result[name]:.1e} only"
    return result


def _zeroed(*tensors: torch.Tensor) -> contextlib.AbstractContextManager[None]:
    return _filled(0.0, *tensors)


@contextlib.contextmanager
def _filled(number: float, *tensors: torch.Tensor) -> Iterator[None]:
    kept = [tensor.detach().clone() for tensor in tensors]
    with torch.no_grad():
        for tensor in tensors:
            tensor.fill_(number)
    yield
    with torch.no_grad():
        for tensor, value in zip(tensors, kept):
            tensor.copy_(value)


@contextlib.contextmanager
def _other_gelu(model: open_clip.CLIP) -> Iterator[None]:
    kept = {}
    for name, module in model.named_modules():
        if name.endswith("mlp"):
            kept[name] = module.gelu
            module.gelu = nn.GELU() if isinstance(module.gelu, open_clip.transformer.QuickGELU) \
                else open_clip.transformer.QuickGELU()
    yield
    for name, gelu in kept.items():
        model.get_submodule(name).gelu = gelu


@contextlib.contextmanager
def _channels_swapped(inputs: dict[str, torch.Tensor]) -> Iterator[None]:
    right = inputs["images"]
    inputs["images"] = right.flip(1)
    yield
    inputs["images"] = right


@contextlib.contextmanager
def _changed(module: nn.Module, name: str, value: object) -> Iterator[None]:
    right = getattr(module, name)
    setattr(module, name, value)
    yield
    setattr(module, name, right)


def _other_token(model: open_clip.CLIP) -> contextlib.AbstractContextManager[None]:
    is_end = model.text_pool_type in ("argmax", "eos")
    return _changed(model, "text_pool_type", "last" if is_end else "argmax")


def _causal(model: open_clip.CLIP) -> contextlib.AbstractContextManager[None]:
    positions = model.positional_embedding
    mask = torch.full((len(positions), len(positions)), float("-inf"), dtype=positions.dtype).triu(1)
    return _changed(model, "attn_mask", mask)
