"""The README that stands beside the network goldens."""

import numpy
import open_clip
import torch
import transformers

_HEAD = """# Goldens of the networks

Small models with random weights, one folder each, and what the reference computes with them. Each folder
is a complete model folder; `golden.safetensors` beside the weights holds inputs and results.

Made by `python Scripts/goldens_networks.py` with
{versions},
on one thread; seeds in
`Scripts/network_cases.py`. Nothing here stems from a trained checkpoint or a photo.

| tensor | type and shape |
| --- | --- |
| `pixels` | u8 `[4, R, R, 3]`, pictures already at the model's size |
| `images` | f32 `[4, 3, R, R]`, the same, scaled to 0…1 and normalised by the model's mean and deviation |
| `tokens` | i32 `[6, 12]`, with start and end tokens, padded |
| `token_lengths` | i32 `[6]`: 1, 2, 3, 6, 9, 12 |
| all others | f32, results of `images` and `tokens` under OpenCLIP's module names |

Rows are tokens, `[B, T, D]`; feature maps of the ResNet are `[B, H, W, C]`. `X.attn` and `X.mlp` are what the
two branches return, before they are added. `visual.conv1` is the patches before class token and positions,
`visual.embeddings` after both, `visual.ln_post` the class token's row only; `embeddings` are tokens plus
positions; `visual` and `text` are the embeddings before normalisation, `image_features` and `text_features`
after. In the text tower the rows past a sequence's length belong to padding and mean nothing.
Where the patches' mean is taken, `visual.ln_post` is what the norm returns, all rows or their mean; where the
branches are scaled, `X.attn` and `X.mlp` are what comes out of that.
`vit-gelu` has a logit bias. The two HF cases say where the text ends in the two ways that files do:
`hf-quickgelu` by `eos_token_id` 2 (the highest id counts; padded with 0), `hf-gelu` by the id itself (padded
with the end token). `hf-quickgelu-as-openclip` holds the same values in the other layout, and
`vit-gelu-f16` and `vit-gelu-bf16` hold `vit-gelu`'s weights rounded to 16 bits, the results computed from them widened.
`hf-vision` and `hf-text` are towers alone, `CLIPVisionModelWithProjection` and `CLIPTextModelWithProjection`, of
`hf-quickgelu` and `hf-gelu`; their goldens are what those classes compute. `vit-patch-mean` has no norm before the
blocks, norms the patches' mean, and takes a text's last position without a causal mask, all with a large epsilon;
`vit-scaled` takes the mean of normed patches, has layer scales, sines and cosines for positions, GELU by way of tanh,
the end token by id and a projection with bias; `vit-first` takes a text's first position and has no projection.
`image-size/NAME-SIZE.safetensors` is what a case's own library makes of pictures of another size: OpenCLIP by
`resize_pos_embed`, transformers by `interpolate_pos_encoding`. The script asserts that transformers' `hidden_states`
are `visual.ln_pre`, `embeddings` and the blocks' results.

## Tolerance
Results are computed in double precision and rounded to f32. The reference's own f32 arithmetic strays from
them by the third and fourth columns, so a bound of 1e-4, both on unit rows (largest element) and on each
intermediate (relative L2), leaves room for another order of summation and for nothing else: the smallest of
the mistakes in `Scripts/mutations.py` (other GELU, swapped channels, no mask, no positions, a dropped branch)
moves a unit row by the last column.

| case | largest cosine of two images, texts | f32 − f64: unit rows, largest element \
| any intermediate, relative L2 | largest element | smallest mistake |
| --- | --- | --- | --- | --- | --- |
"""


def readme(facts: list[dict]) -> str:
    modules = (torch, open_clip, transformers, numpy)
    text = _HEAD.format(versions=", ".join(
        f"{'open_clip_torch' if module is open_clip else module.__name__} {module.__version__}" for module in modules))
    for fact in facts:
        single = fact["single"]
        unit = max(single["image_features"], single["text_features"])
        smallest = min(fact["mutations"], key=fact["mutations"].get, default=None)
        mistake = f"{fact['mutations'][smallest]:.1e} ({smallest})" if smallest else "see its twin"
        text += (f"| {fact['case'].name} | {fact['image_cosine']:.2f}, {fact['text_cosine']:.2f} | {unit:.1e} "
                 f"| {fact['relative']:.1e} | {max(single.values()):.1e} | {mistake} |\n")
    text += "\n## Names\n"
    for fact in facts:
        if fact["case"].every_intermediate:
            names = ", ".join(f"`{name}` {shape}" for name, shape in fact["names"])
            text += f"\n**{fact['case'].name}**: {names}\n"
        else:
            text += f"\n**{fact['case'].name}**: the results only (`visual`, `text`, the features, the logits)\n"
    return text
