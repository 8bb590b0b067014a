"""The small models whose every intermediate is a golden, and the inputs they are given.

Sizes are chosen to be awkward: widths, head sizes, patches and token counts that no kernel's tile divides.
"""

import dataclasses

import torch

import open_clip
from open_clip.tokenizer import SimpleTokenizer, bytes_to_unicode

VOCABULARY_SIZE = 600
START, END = VOCABULARY_SIZE - 2, VOCABULARY_SIZE - 1
CONTEXT = 12
OPENAI_MEAN, OPENAI_STD = open_clip.OPENAI_DATASET_MEAN, open_clip.OPENAI_DATASET_STD
HALVES = (0.5, 0.5, 0.5)


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    seed: int
    model: dict  # OpenCLIP's model_cfg
    layout: str = "openclip"  # or "huggingface"
    mean: tuple = OPENAI_MEAN
    std: tuple = OPENAI_STD
    element_type: torch.dtype = torch.float32
    eos_token_id: int = END  # what an HF configuration says; 2 is what OpenAI's own say
    every_intermediate: bool = True
    resized: tuple = ()  # other sizes of pictures, for which positions are interpolated
    alone: str = ""  # "vision" or "text": that tower in a folder of its own, with the projection


def _text(width: int, heads: int, layers: int, **more) -> dict:
    return dict(context_length=CONTEXT, vocab_size=VOCABULARY_SIZE, width=width, heads=heads, layers=layers, **more)


_QUICK = dict(
    embed_dim=40, quick_gelu=True,
    vision_cfg=dict(image_size=32, layers=2, width=72, head_width=24, patch_size=8),
    text_cfg=_text(48, 3, 3))
_EXACT = dict(
    embed_dim=36, init_logit_bias=-2.0,
    vision_cfg=dict(image_size=35, layers=3, width=48, head_width=16, patch_size=7, mlp_ratio=3.0),
    text_cfg=_text(72, 3, 2, mlp_ratio=3.0))
_RESNET = dict(
    embed_dim=24, quick_gelu=True,
    vision_cfg=dict(image_size=64, layers=[1, 2, 1, 1], width=6, head_width=64),
    text_cfg=_text(32, 2, 2))
_HF_QUICK = dict(
    embed_dim=40, quick_gelu=True,
    vision_cfg=dict(image_size=32, layers=2, width=48, head_width=16, patch_size=8),
    text_cfg=_text(40, 5, 2))
_HF_EXACT = dict(
    embed_dim=28,
    vision_cfg=dict(image_size=30, layers=2, width=40, head_width=20, patch_size=6, mlp_ratio=2.5),
    text_cfg=_text(56, 4, 2, mlp_ratio=2.5))

# What the configurations of CLIPA have, and norms with another epsilon.
_PATCH_MEAN = dict(
    embed_dim=24,
    vision_cfg=dict(image_size=24, layers=2, width=32, head_width=16, patch_size=6, no_ln_pre=True, pool_type="avg",
                    final_ln_after_pool=True, norm_kwargs=dict(eps=0.01)),
    text_cfg=_text(48, 3, 3, pool_type="last", no_causal_mask=True, norm_kwargs=dict(eps=0.01)))
# The norm before the mean, scaled branches, GELU by way of tanh, positions that are not learned.
_SCALED = dict(
    embed_dim=24, nonscalar_logit_scale=True,
    vision_cfg=dict(image_size=24, layers=2, width=32, head_width=16, patch_size=8, pool_type="avg", ls_init_value=0.1,
                    pos_embed_type="sin_cos_2d", act_kwargs=dict(approximate="tanh"), patch_dropout=0.5),
    text_cfg=_text(32, 2, 2, pool_type="eos", eos_id=END, ls_init_value=0.1, proj_bias=True,
                   act_kwargs=dict(approximate="tanh")))
# A text's first token, which sees all others, and no projection behind it.
_FIRST = dict(
    embed_dim=32, quick_gelu=True,
    vision_cfg=dict(image_size=24, layers=1, width=32, head_width=16, patch_size=8),
    text_cfg=_text(32, 2, 2, pool_type="first", no_causal_mask=True, proj_type="none"))

CASES = [
    Case("vit-quickgelu", 101, _QUICK, resized=(48, 20)),
    Case("vit-gelu", 102, _EXACT, mean=HALVES, std=HALVES),
    Case("resnet", 103, _RESNET),
    Case("hf-quickgelu", 104, _HF_QUICK, layout="huggingface", eos_token_id=2),
    Case("hf-quickgelu-as-openclip", 104, _HF_QUICK, every_intermediate=False),
    Case("hf-gelu", 105, _HF_EXACT, layout="huggingface", resized=(46, 18)),
    Case("hf-vision", 104, _HF_QUICK, layout="huggingface", alone="vision", every_intermediate=False),
    Case("hf-text", 105, _HF_EXACT, layout="huggingface", alone="text", every_intermediate=False),
    Case("vit-patch-mean", 136, _PATCH_MEAN),
    Case("vit-scaled", 107, _SCALED),
    Case("vit-first", 108, _FIRST),
    Case("vit-gelu-f16", 102, _EXACT, mean=HALVES, std=HALVES, element_type=torch.float16, every_intermediate=False),
    Case("vit-gelu-bf16", 102, _EXACT, mean=HALVES, std=HALVES, element_type=torch.bfloat16, every_intermediate=False),
]


def vocabulary() -> tuple[dict[str, int], list[str]]:
    """A vocabulary of OpenAI's kind cut down to 600: all bytes, each also at a word's end, the first merges."""
    merges = SimpleTokenizer().bpe_ranks
    kept = sorted(merges, key=merges.get)[: VOCABULARY_SIZE - 2 * 256 - 2]
    letters = list(bytes_to_unicode().values())
    words = letters + [letter + "</w>" for letter in letters] + ["".join(pair) for pair in kept]
    words += ["<|startoftext|>", "<|endoftext|>"]
    return {word: index for index, word in enumerate(words)}, [" ".join(pair) for pair in kept]


def candidate_tokens(generator: torch.Generator, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Sequences of six lengths, `count` of each: [6, count, 12] padded with 0, and the lengths [6].

    A lone end token, an empty text, three between, and the whole context.
    """
    lengths = torch.tensor([1, 2, 3, 6, 9, CONTEXT])
    rows = torch.zeros(len(lengths), count, CONTEXT, dtype=torch.int64)
    for group, length in zip(rows, lengths.tolist()):
        group[:, :length] = torch.randint(0, START, (count, length), generator=generator)
        group[:, 0] = START
        group[:, length - 1] = END
    return rows, lengths


def training_tokens(generator: torch.Generator, count: int) -> torch.Tensor:
    """Sequences of every length [count, 12], to take means over."""
    rows = torch.zeros(count, CONTEXT, dtype=torch.int64)
    for index, row in enumerate(rows):
        length = 1 + index % CONTEXT
        row[:length] = torch.randint(0, START, (length,), generator=generator)
        row[0] = START
        row[length - 1] = END
    return rows


def pictures(generator: torch.Generator, count: int, size: int) -> torch.Tensor:
    """Random pictures with soft and hard edges, [count, size, size, 3] in 8 bits."""
    result = torch.zeros(count, 3, size, size)
    for level, cells in enumerate((1, 2, 4, 8, size // 2)):
        noise = torch.randn(count, 3, cells, cells, generator=generator) * 0.75**level
        mode = "bicubic" if level % 2 else "nearest"
        result += torch.nn.functional.interpolate(noise, (size, size), mode=mode)
    return (128 + 55 * result).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def normalise(pixels: torch.Tensor, mean: tuple, std: tuple) -> torch.Tensor:
    """[B, H, W, 3] in 8 bits to [B, 3, H, W] in f32, as torchvision's ToTensor and Normalize do."""
    planes = pixels.permute(0, 3, 1, 2).to(torch.float32).div(255)
    return planes.sub(torch.tensor(mean).view(3, 1, 1)).div(torch.tensor(std).view(3, 1, 1)).contiguous()
