"""Fills an OpenCLIP model with random weights under which different inputs get different embeddings.

A freshly constructed model is a poor proof: biases are zero, norm gains one, the last gain of each
residual branch of a ResNet zero, and all embeddings nearly parallel, so that a wrong activation or a
dropped branch still agrees to four digits. Here every tensor is random and scaled so that each part
of the network moves the result.
"""

import math

import torch
from torch import nn

import open_clip


def randomise(model: open_clip.CLIP, images: torch.Tensor, tokens: torch.Tensor, seed: int) -> None:
    """Overwrites every tensor of `model`.

    images: [B, 3, R, R] normalised, as real photos are distributed; batch-norm statistics and the means
        that are taken off the embeddings come from a pass over them.
    tokens: [B, T] ids with their special tokens, padded with 0.
    """
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        if isinstance(model.visual, open_clip.model.ModifiedResNet):
            _randomise_resnet(model.visual, images, generator)
        else:
            _randomise_vision_transformer(model.visual, images, generator)
        _randomise_text(model, tokens, generator)
        # exp() of it is between about 7 and 55; a trained one ends at 100.
        model.logit_scale.fill_(2.0 + 2.0 * torch.rand((), generator=generator).item())
        if model.logit_bias is not None:
            model.logit_bias.fill_(-1.0 - 2.0 * torch.rand((), generator=generator).item())
    model.eval()


def assert_spread(features: torch.Tensor, what: str, limit: float = 0.5) -> float:
    """Fails unless every two rows of `features` [B, E] have a cosine below `limit`; the largest cosine."""
    unit = nn.functional.normalize(features.double(), dim=-1)
    cosines = unit @ unit.T - 2 * torch.eye(len(unit), dtype=unit.dtype)
    largest = cosines.max().item()
    assert largest < limit, f"{what}: two inputs have cosine {largest:.3f}, not below {limit}"
    return largest


def choose_apart(groups: list[torch.Tensor]) -> list[int]:
    """From each group of embeddings [N, E] the index of the one that is least like those chosen before."""
    chosen, indices = [], []
    for group in groups:
        unit = nn.functional.normalize(group, dim=-1)
        worst = (unit @ torch.stack(chosen).T).max(dim=1).values if chosen else torch.zeros(len(unit))
        indices.append(int(worst.argmin()))
        chosen.append(unit[indices[-1]])
    return indices


def _normal(tensor: torch.Tensor, deviation: float, generator: torch.Generator, mean: float = 0.0) -> None:
    tensor.copy_(mean + deviation * torch.randn(tensor.shape, generator=generator))


def _uniform(tensor: torch.Tensor, low: float, high: float, generator: torch.Generator) -> None:
    tensor.copy_(low + (high - low) * torch.rand(tensor.shape, generator=generator))


def _layer_norm(norm: nn.LayerNorm, generator: torch.Generator) -> None:
    _uniform(norm.weight, 0.6, 1.4, generator)
    _normal(norm.bias, 0.15, generator)


def _linear(linear: nn.Linear, gain: float, generator: torch.Generator) -> None:
    _normal(linear.weight, gain / math.sqrt(linear.in_features), generator)
    _normal(linear.bias, 0.1, generator)


def _blocks(transformer: nn.Module, generator: torch.Generator) -> None:
    """Attention with clear favourites (logits of deviation about 2), both branches as large as the stream."""
    for block in transformer.resblocks:
        width = block.attn.embed_dim
        for norm in (block.ln_1, block.ln_2):
            _layer_norm(norm, generator)
        query_and_key, value = 1.3 / math.sqrt(width), 1.2 / math.sqrt(width)
        _normal(block.attn.in_proj_weight[: 2 * width], query_and_key, generator)
        _normal(block.attn.in_proj_weight[2 * width :], value, generator)
        _normal(block.attn.in_proj_bias, 0.1, generator)
        _linear(block.attn.out_proj, 1.4, generator)
        _linear(block.mlp.c_fc, 1.3, generator)
        _linear(block.mlp.c_proj, 1.4, generator)
        for scale in (block.ls_1, block.ls_2):
            if not isinstance(scale, nn.Identity):
                _uniform(scale.gamma, 0.5, 1.5, generator)


def _centre(norm: nn.LayerNorm, rows: torch.Tensor, generator: torch.Generator) -> None:
    """Sets the offset of the norm before a projection so that what all inputs have in common goes away.

    rows: [B, D] what the norm returns with its present offset, for different inputs.
    """
    norm.bias.sub_(rows.mean(dim=0))
    norm.bias.add_(0.05 * torch.randn(norm.bias.shape, generator=generator))


def _patch_embedding(conv: nn.Conv2d, images: torch.Tensor, generator: torch.Generator) -> None:
    """Filters of deviation 1 over the patches of `images`, that see more of texture than of mean colour.

    Plain noise answers to little else than the mean, and photos of one brightness would look alike.
    """
    _normal(conv.weight, 1.0, generator)
    conv.weight.sub_(0.9 * conv.weight.mean(dim=(2, 3), keepdim=True))
    conv.weight.div_(conv(images).std(dim=(0, 2, 3)).view(-1, 1, 1, 1))


def _randomise_vision_transformer(visual: nn.Module, images: torch.Tensor, generator: torch.Generator) -> None:
    width = visual.conv1.out_channels
    _patch_embedding(visual.conv1, images, generator)
    _normal(visual.class_embedding, 0.5, generator)
    if visual.positional_embedding.requires_grad:  # sines and cosines stay as they are
        _normal(visual.positional_embedding, 0.3, generator)
    if not isinstance(visual.ln_pre, nn.Identity):
        _layer_norm(visual.ln_pre, generator)
    _blocks(visual.transformer, generator)
    _layer_norm(visual.ln_post, generator)
    _normal(visual.proj, 1.0 / math.sqrt(width), generator)
    visual.eval()
    pooled, _ = visual._pool(visual.transformer(visual._embeds(images)))
    _centre(visual.ln_post, pooled, generator)


def _randomise_text(model: open_clip.CLIP, tokens: torch.Tensor, generator: torch.Generator) -> None:
    width = model.token_embedding.embedding_dim
    _normal(model.token_embedding.weight, 1.0, generator)
    _normal(model.positional_embedding, 0.4, generator)
    _blocks(model.transformer, generator)
    _layer_norm(model.ln_final, generator)
    if isinstance(model.text_projection, nn.Linear):
        _linear(model.text_projection, 1.0, generator)
    elif model.text_projection is not None:
        _normal(model.text_projection, 1.0 / math.sqrt(width), generator)
    model.eval()
    rows = model.ln_final(model.transformer(model.token_embedding(tokens) + model.positional_embedding,
                                            attn_mask=model.attn_mask))
    pooled = open_clip.transformer.text_global_pool(rows, tokens, model.text_pool_type, model.text_eos_id)
    _centre(model.ln_final, pooled, generator)


def _randomise_resnet(visual: nn.Module, images: torch.Tensor, generator: torch.Generator) -> None:
    norms = []
    for name, module in visual.named_modules():
        if isinstance(module, nn.Conv2d):
            # He's scale: what follows is a norm and, after the activation, half of it is zero.
            _normal(module.weight, math.sqrt(2.0 / module.weight[0].numel()), generator)
        elif isinstance(module, nn.BatchNorm2d):
            _uniform(module.weight, 0.6, 1.4, generator)
            # Most units fire: with half of them at zero, fifty layers leave little but a photo's contrast.
            _normal(module.bias, 0.25, generator, mean=0.5 if name.endswith(("bn1", "bn2")) else 0.3)
            norms.append(module)
    visual.conv1.weight.sub_(0.9 * visual.conv1.weight.mean(dim=(2, 3), keepdim=True))
    pool = visual.attnpool
    _normal(pool.positional_embedding, 0.2, generator)
    for linear in (pool.q_proj, pool.k_proj, pool.v_proj):
        _linear(linear, 1.2, generator)
    _linear(pool.c_proj, 1.0, generator)

    # One pass in training mode sets every running mean and variance to the mean over the batches;
    # momentum None means a plain average.
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    visual.train()
    for batch in images.split(16):
        visual(batch)
    for norm in norms:
        norm.momentum = 0.1
    visual.eval()

    maps = torch.cat([visual.layer4(visual.layer3(visual.layer2(visual.layer1(visual.stem(batch)))))
                      for batch in images.split(16)])
    _sharpen_pooling(pool, maps)
    features = torch.cat([pool(batch) for batch in maps.split(16)])
    pool.c_proj.bias.sub_(features.mean(dim=0))
    pool.c_proj.bias.add_(0.02 * features.std() * torch.randn(pool.c_proj.bias.shape, generator=generator))


def _sharpen_pooling(pool: nn.Module, maps: torch.Tensor) -> None:
    """Takes what all positions have in common off queries, keys and values, and lets few positions win.

    Activations are all positive: left alone, every photo's pooled row is nearly the same large vector, and
    its embedding, once that is taken off, a small difference of large numbers.

    maps: [B, C, H, W], what reaches the pooling.
    """
    tokens = maps.flatten(2).transpose(1, 2)  # [B, HW, C]
    tokens = torch.cat([tokens.mean(dim=1, keepdim=True), tokens], dim=1) + pool.positional_embedding
    for linear, rows, deviation in ((pool.q_proj, tokens[:, 0], 1.5), (pool.k_proj, tokens, 1.5),
                                    (pool.v_proj, tokens, 1.0)):
        offset = linear.bias.clone()
        linear.weight.mul_(deviation / linear(rows).flatten(0, -2).std(dim=0).mean())
        linear.bias.add_(offset - linear(rows).flatten(0, -2).mean(dim=0))
