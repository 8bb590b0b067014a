"""Makes Tests/Goldens/gradients: what PyTorch's autograd finds for each operation, whole towers and a training run.

    python Scripts/goldens_gradients.py [--output FOLDER]

The towers are those of Tests/Goldens/networks. Everything is computed in double precision from the f32 inputs that
are stored beside the results, and rounded to f32, so that a test measures our own error alone; the README says how far
PyTorch's own f32 arithmetic strays.
"""

import argparse
import math
import pathlib
import shutil

import safetensors.torch
import torch
import torch.nn.functional as F

import open_clip
from network_cases import CASES, CONTEXT, END, START

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCALE = 20.0  # exp(logit_scale) of all losses here
TOWERS = ("vit-quickgelu", "vit-gelu", "vit-patch-mean", "vit-scaled", "vit-first")


# MARK: operations


def operations(generator: torch.Generator) -> dict:
    """NAME: (inputs by name, function of them). All inputs get gradients."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator)

    def attention(heads: int, causal: bool):
        def run(queries: torch.Tensor, keys_values: torch.Tensor) -> torch.Tensor:
            keys, values = keys_values.chunk(2, dim=-1)
            split = [x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (queries, keys, values)]
            return F.scaled_dot_product_attention(*split, is_causal=causal).transpose(1, 2).flatten(2)
        return run

    def linear(activation):
        return lambda x, weight, bias, residual: activation(F.linear(x, weight, bias) + residual)

    sizes = dict(x=normal(2, 7, 21), weight=normal(35, 21) / 4, bias=normal(35), residual=normal(2, 7, 35))
    attended = dict(queries=normal(2, 9, 24), keys_values=normal(2, 9, 48))
    return {
        "linear": (sizes, linear(lambda x: x)),
        "linear.quickGELU": (sizes, linear(lambda x: x * torch.sigmoid(1.702 * x))),
        "linear.gelu": (sizes, linear(F.gelu)),
        "linear.tanhGELU": (sizes, linear(lambda x: F.gelu(x, approximate="tanh"))),
        "linear.relu": (sizes, linear(F.relu)),
        "layerNorm": (dict(x=normal(3, 5, 37) * 2 + 0.5, gain=normal(37), offset=normal(37)),
                      lambda x, gain, offset: F.layer_norm(x, (37,), gain, offset, 1e-5)),
        "attention": (attended, attention(3, False)),
        "attention.causal": (attended, attention(3, True)),
        "convolution": (dict(x=normal(2, 5, 7, 4), weight=normal(6, 4, 3, 3) / 4),
                        lambda x, weight: F.conv2d(x.permute(0, 3, 1, 2), weight, stride=2, padding=1)
                        .permute(0, 2, 3, 1)),
        "averagePool": (dict(x=normal(2, 5, 7, 4)),
                        lambda x: F.avg_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)),
        "normalise": (dict(x=normal(4, 1, 19)), lambda x: F.normalize(x, dim=-1)),
    }


def differentiate(inputs: dict, function, upstream: torch.Tensor, dtype: torch.dtype) -> dict:
    leaves = {name: value.to(dtype).requires_grad_() for name, value in inputs.items()}
    result = function(**leaves)
    found = torch.autograd.grad(result, list(leaves.values()), upstream.to(dtype))
    return {"result": result.detach()} | {f"d_{name}": value for name, value in zip(leaves, found)}


def write_operations(folder: pathlib.Path) -> float:
    generator = torch.Generator().manual_seed(501)
    golden, stray = {}, 0.0
    for name, (inputs, function) in operations(generator).items():
        upstream = torch.randn(function(**inputs).shape, generator=generator)
        double = differentiate(inputs, function, upstream, torch.float64)
        single = differentiate(inputs, function, upstream, torch.float32)
        for key, value in {**inputs, "upstream": upstream}.items():
            golden[f"{name}.{key}"] = value.clone()
        for key, value in double.items():
            golden[f"{name}.{key}"] = value.float().contiguous()
            stray = max(stray, relative(single[key], value))
    safetensors.torch.save_file(golden, folder / "operations.safetensors")
    return stray


def relative(one: torch.Tensor, other: torch.Tensor) -> float:
    return ((one.double() - other.double()).norm() / other.double().norm()).item()


# MARK: towers


def load(name: str) -> open_clip.CLIP:
    case = next(case for case in CASES if case.name == name)
    model = open_clip.CLIP(**case.model)
    path = ROOT / "Tests/Goldens/networks" / name / "open_clip_model.safetensors"
    model.load_state_dict(safetensors.torch.load_file(path))
    return model.eval()


def class_vectors(model: open_clip.CLIP, tokens: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
    """As CoOp's TextEncoder: learned vectors stand behind the start token. [C, E], of any length."""
    learned = context.expand(len(tokens), -1, -1)
    rows = model.token_embedding(tokens)
    rows = torch.cat([rows[:, :1], learned, rows[:, 1 + context.shape[0] :]], dim=1)
    rows = model.transformer(rows + model.positional_embedding, attn_mask=model.attn_mask)
    pooled = open_clip.transformer.text_global_pool(
        model.ln_final(rows), tokens, model.text_pool_type, model.text_eos_id)
    if model.text_projection is None:
        return pooled
    return model.text_projection(pooled) if callable(model.text_projection) else pooled @ model.text_projection


def prompts(generator: torch.Generator, learned: int, classes: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids [C, 12] padded with 0, and lengths; the first two classes begin with the same word."""
    tokens = torch.zeros(classes, CONTEXT, dtype=torch.int64)
    lengths = torch.tensor([1 + learned + 1 + index % 4 + 1 for index in range(classes)])
    for row, length in zip(tokens, lengths.tolist()):
        row[1 + learned : length] = torch.randint(1, START, (length - 1 - learned,), generator=generator)
        row[0], row[length - 1] = START, END
    tokens[1, 1 + learned] = tokens[0, 1 + learned]
    return tokens, lengths


def loss_of(model, tokens, context, images, targets) -> torch.Tensor:
    logits = SCALE * images @ F.normalize(class_vectors(model, tokens, context), dim=-1).T
    return F.cross_entropy(logits, targets)


def learning_weights(model: open_clip.CLIP) -> list[str]:
    """Some of each kind."""
    wanted = ["token_embedding.weight", "positional_embedding", "ln_final.weight", "ln_final.bias", "text_projection",
              "text_projection.weight", "text_projection.bias"]
    wanted += [f"transformer.resblocks.{block}.{name}" for block in (0, 1) for name in (
        "ln_1.weight", "ln_1.bias", "attn.in_proj_weight", "attn.in_proj_bias", "attn.out_proj.weight", "mlp.c_fc.weight",
        "mlp.c_fc.bias", "mlp.c_proj.weight", "mlp.c_proj.bias")]
    present = dict(model.named_parameters())
    return [name for name in wanted if name in present]


def tower_case(name: str, seed: int) -> tuple[dict, float]:
    generator = torch.Generator().manual_seed(seed)
    learned, classes = 3, 6
    dimension = next(case for case in CASES if case.name == name).model["embed_dim"]
    model = load(name)
    width = model.token_embedding.embedding_dim
    tokens, lengths = prompts(generator, learned, classes)
    context = torch.randn(learned, width, generator=generator)
    images = F.normalize(torch.randn(9, dimension, generator=generator), dim=-1)
    targets = torch.randint(0, classes, (9,), generator=generator)

    def gradients(dtype: torch.dtype) -> dict:
        network = load(name).to(dtype)
        leaf = context.to(dtype).requires_grad_()
        loss = loss_of(network, tokens, leaf, images.to(dtype), targets)
        named = dict(network.named_parameters())
        names = learning_weights(network)
        found = torch.autograd.grad(loss, [leaf] + [named[key] for key in names])
        return {"loss": loss.detach().reshape(1)} | {f"d_{key}": value for key, value in zip(["context"] + names, found)}

    double, single = gradients(torch.float64), gradients(torch.float32)
    golden = dict(context=context, images=images, targets=targets.int(), tokens=tokens.int(), lengths=lengths.int())
    golden |= {key: value.float().contiguous() for key, value in double.items()}
    return golden, max(relative(single[key], double[key]) for key in double)


def picture_case(name: str, seed: int) -> tuple[dict, float]:
    """The image tower of the case's goldens: what flows back to its pixels and to some of its weights."""
    stored = safetensors.torch.load_file(ROOT / "Tests/Goldens/networks" / name / "golden.safetensors")
    generator = torch.Generator().manual_seed(seed)
    images = stored["images"][:2]
    model = load(name)
    upstream = torch.randn(2, model.visual.output_dim, generator=generator)
    wanted = ("visual.conv1.weight", "visual.class_embedding", "visual.positional_embedding", "visual.proj",
              "visual.ln_pre.weight", "visual.attnpool.positional_embedding", "visual.attnpool.c_proj.weight")

    def gradients(dtype: torch.dtype) -> dict:
        network = load(name).to(dtype)
        leaf = images.to(dtype).requires_grad_()
        result = network.visual(leaf)
        named = dict(network.named_parameters())
        # A filter with a batch norm behind it stays as it is: the two are one.
        names = [key for key in wanted if key in named and named[key].requires_grad
                 and (name != "resnet" or "conv1" not in key)]
        found = torch.autograd.grad(result, [leaf] + [named[key] for key in names], upstream.to(dtype))
        return {f"d_{key}": value for key, value in zip(["images"] + names, found)}

    double, single = gradients(torch.float64), gradients(torch.float32)
    golden = dict(images=images.contiguous(), upstream=upstream)
    golden |= {key: value.float().contiguous() for key, value in double.items()}
    return golden, max(relative(single[key], double[key]) for key in double)


# MARK: a training run


def training(seed: int) -> tuple[dict, float]:
    """Twenty steps of CoOp's optimisation: SGD with momentum and weight decay, a warm-up epoch, then a cosine."""
    generator = torch.Generator().manual_seed(seed)
    name, learned, classes, epochs, batch = "vit-quickgelu", 4, 5, 5, 6
    rate, warmup = 0.02, 1e-5
    model = load(name)
    tokens, lengths = prompts(generator, learned, classes)
    start = 0.02 * torch.randn(learned, model.token_embedding.embedding_dim, generator=generator)
    centres = torch.randn(classes, 40, generator=generator)
    targets = torch.arange(classes).repeat(4)
    images = F.normalize(centres[targets] + 0.7 * torch.randn(len(targets), 40, generator=generator), dim=-1)
    orders = torch.stack([torch.randperm(len(targets), generator=generator) for _ in range(epochs)])

    def run(dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
        network = load(name).to(dtype).requires_grad_(False)
        context = start.to(dtype, copy=True).requires_grad_()
        optimiser = torch.optim.SGD([context], lr=rate, momentum=0.9, weight_decay=5e-4)
        losses = []
        for epoch, order in enumerate(orders):
            # Dassl's ConstantWarmupScheduler before CosineAnnealingLR(T_max = epochs).
            optimiser.param_groups[0]["lr"] = (
                warmup if epoch < 1 else 0.5 * rate * (1 + math.cos(math.pi * (epoch - 1) / epochs)))
            for places in order.split(batch):
                loss = loss_of(network, tokens, context, images[places].to(dtype), targets[places])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                losses.append(loss.detach())
        return torch.stack(losses), context.detach()

    (losses, context), (single, _) = run(torch.float64), run(torch.float32)
    golden = dict(start=start, images=images, targets=targets.int(), orders=orders.int(), tokens=tokens.int(),
                  lengths=lengths.int(), losses=losses.float(), context=context.float())
    return golden, (single.double() - losses).abs().max().item()


README = """# Goldens of the gradients

What PyTorch's autograd finds: `operations.safetensors` for each word of the networks' vocabulary, `text-NAME` and
`vision-NAME` for the towers of `Tests/Goldens/networks`, `training.safetensors` for a run of context optimisation.
Made by `python Scripts/goldens_gradients.py` with torch {torch}, open_clip_torch {clip}; seeds stand in the script.
Nothing here stems from a trained checkpoint or a photo.

`operations`: `NAME.INPUT`, `NAME.upstream` (with respect to the result), `NAME.result`, `NAME.d_INPUT`. `text-NAME`: the
loss is the cross-entropy of {scale:g} x cosine of fixed `images` with class vectors whose prompts `tokens` have the
`context` vectors behind the start token; `d_X` is its gradient with respect to `context` and to weights. `vision-NAME`:
`upstream` is the gradient with respect to the embeddings, `d_images` that with respect to the pixels `[B, 3, R, R]`.
`training`: losses of twenty steps and the context vectors behind them.

## Tolerance
Results are computed in double precision and rounded to f32. PyTorch's own f32 arithmetic strays from them by (relative
L2, the worst of all gradients; for the run the largest difference of a loss):

| file | f32 - f64 |
| --- | --- |
{rows}

So a bound of 1e-5 for an operation and 1e-4 for a tower leaves room for another order of summation and for nothing
else: a dropped term moves a gradient by 1e-2 and more, as the tests' mutations show.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "Tests/Goldens/gradients")
    output = parser.parse_args().output
    torch.set_num_threads(1)
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    strays = {"operations": write_operations(output)}
    for index, name in enumerate(TOWERS):
        golden, strays[f"text-{name}"] = tower_case(name, 510 + index)
        safetensors.torch.save_file(golden, output / f"text-{name}.safetensors")
    for index, name in enumerate(("vit-quickgelu", "vit-patch-mean", "vit-scaled", "resnet")):
        golden, strays[f"vision-{name}"] = picture_case(name, 530 + index)
        safetensors.torch.save_file(golden, output / f"vision-{name}.safetensors")
    golden, strays["training"] = training(540)
    safetensors.torch.save_file(golden, output / "training.safetensors")
    print("losses", [round(value, 4) for value in golden["losses"].tolist()])
    rows = "\n".join(f"| {name} | {value:.1e} |" for name, value in strays.items())
    text = README.format(torch=torch.__version__, clip=open_clip.__version__, scale=SCALE, rows=rows)
    (output / "README.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
