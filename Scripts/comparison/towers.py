"""One tower of a model folder in OpenCLIP's layout as a PyTorch module, and as files that runtimes take."""

import pathlib

import torch
from torch.nn import functional

import open_clip


class TextTower(torch.nn.Module):
    """OpenCLIP's text tower, taking prompts of any length up to the context's: `[B, T]` ids → `[B, E]`.

    Attention is written out, because `MultiheadAttention` keeps the length that it was exported with.
    """

    def __init__(self, model: open_clip.CLIP) -> None:
        super().__init__()
        self.token_embedding, self.blocks = model.token_embedding, model.transformer.resblocks
        self.positional_embedding, self.ln_final = model.positional_embedding, model.ln_final
        self.text_projection = model.text_projection
        self.register_buffer("mask", model.attn_mask, persistent=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        length = ids.shape[1]
        mask = self.mask[:length, :length]
        x = self.token_embedding(ids) + self.positional_embedding[:length]
        for block in self.blocks:
            x = x + self.attention(block.attn, block.ln_1(x), mask)
            x = x + block.mlp(block.ln_2(x))
        x = self.ln_final(x)
        ends = x[torch.arange(x.shape[0]), ids.argmax(dim=-1)]  # the end-of-text token has the highest id
        return ends @ self.text_projection

    @staticmethod
    def attention(layer: torch.nn.MultiheadAttention, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, width = x.shape
        stacked = functional.linear(x, layer.in_proj_weight, layer.in_proj_bias)
        parts = [part.reshape(batch, length, layer.num_heads, width // layer.num_heads).transpose(1, 2)
                 for part in stacked.chunk(3, dim=-1)]  # [B, H, T, D / H] each
        attended = functional.scaled_dot_product_attention(*parts, attn_mask=mask)
        return layer.out_proj(attended.transpose(1, 2).reshape(batch, length, width))


def load(folder: pathlib.Path, tower: str) -> torch.nn.Module:
    model, _, _ = open_clip.create_model_and_transforms(f"local-dir:{folder}", precision="fp32")
    model = model.eval()
    return model.visual if tower == "image" else TextTower(model).eval()


def example(folder: pathlib.Path, tower: str, module: torch.nn.Module) -> torch.Tensor:
    if tower != "image":
        ids = torch.randint(1, 1000, (2, 20))
        ids[:, -1] = 49407
        return ids
    size = module.image_size if isinstance(module.image_size, int) else module.image_size[0]
    return torch.randn(2, 3, size, size)


def export_onnx(folder: pathlib.Path, tower: str, path: pathlib.Path) -> None:
    """With a free batch dimension, of texts also a free length."""
    module = load(folder, tower)
    torch.backends.mha.set_fastpath_enabled(False)  # its fused operator has no ONNX form
    axes = {"inputs": {0: "batch"}} if tower == "image" else {"inputs": {0: "batch", 1: "length"}}
    with torch.inference_mode():
        torch.onnx.export(module, (example(folder, tower, module),), str(path), dynamo=False, opset_version=17,
                          input_names=["inputs"], output_names=["vectors"], dynamic_axes=axes)
