"""Writes the golden files of the tests of weights and model folders:

    python Scripts/goldens_weights.py Tests/Goldens/weights

- all-types.safetensors: every element type that both sides know, as Python's own writer lays them out;
- openclip/, huggingface/: one tiny random model (values that fit in 16 bits) as each library publishes a
  model. The script checks that both compute the same before it writes them.
"""

import json
import pathlib
import sys

import numpy
import open_clip
import safetensors.torch
import torch
import transformers

WIDTH, LAYERS, HEADS, EMBEDDING, CONTEXT, VOCABULARY, IMAGE, PATCH = 16, 2, 2, 8, 9, 514, 16, 8


def all_types(path):
    random = numpy.random.default_rng(7)
    shape = (3, 5)

    def whole(kind):
        limits = numpy.iinfo(kind)
        return random.integers(limits.min, limits.max, shape, kind, endpoint=True)

    arrays = {kind: whole(kind) for kind in
              ["int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"]}
    arrays |= {kind: random.standard_normal(shape).astype(kind) for kind in ["float64", "float32", "float16"]}
    arrays["bool"] = random.integers(0, 2, shape).astype(bool)
    arrays["scalar"] = numpy.array(2.5, "float32")
    arrays["empty"] = numpy.zeros((0, 4), "float32")
    arrays['quoted "name" \\ \n é 𝄞'] = numpy.array([1.0], "float32")
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    tensors["bfloat16"] = torch.from_numpy(random.standard_normal(shape)).to(torch.bfloat16)
    safetensors.torch.save_file(tensors, path, metadata={"format": "pt"})


def random_model():
    torch.manual_seed(7)
    model = open_clip.CLIP(
        embed_dim=EMBEDDING, quick_gelu=True,
        vision_cfg=dict(layers=LAYERS, width=WIDTH, head_width=WIDTH // HEADS, patch_size=PATCH, image_size=IMAGE),
        text_cfg=dict(context_length=CONTEXT, vocab_size=VOCABULARY, width=WIDTH, heads=HEADS, layers=LAYERS))
    state = {
        name: (torch.randn(tensor.shape) * 0.3).half().float() for name, tensor in model.state_dict().items()}
    model.load_state_dict(state)
    return model.eval()


def hugging_face(state):
    """The same model as transformers' CLIPModel, built from the meaning of each tensor."""
    config = transformers.CLIPConfig(
        projection_dim=EMBEDDING,
        text_config=dict(
            vocab_size=VOCABULARY, hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=LAYERS,
            num_attention_heads=HEADS, max_position_embeddings=CONTEXT, eos_token_id=VOCABULARY - 1,
            bos_token_id=VOCABULARY - 2, pad_token_id=VOCABULARY - 1),
        vision_config=dict(
            hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
            image_size=IMAGE, patch_size=PATCH))
    model = transformers.CLIPModel(config).eval()
    with torch.no_grad():
        def copy(parameter, values):
            assert parameter.shape == values.shape, (parameter.shape, values.shape)
            parameter.copy_(values)

        vision, text = model.vision_model, model.text_model
        copy(vision.embeddings.class_embedding, state["visual.class_embedding"])
        copy(vision.embeddings.patch_embedding.weight, state["visual.conv1.weight"])
        copy(vision.embeddings.position_embedding.weight, state["visual.positional_embedding"])
        copy(text.embeddings.token_embedding.weight, state["token_embedding.weight"])
        copy(text.embeddings.position_embedding.weight, state["positional_embedding"])
        copy(model.visual_projection.weight, state["visual.proj"].T)
        copy(model.text_projection.weight, state["text_projection"].T)
        copy(model.logit_scale, state["logit_scale"])
        norms = [(vision.pre_layrnorm, "visual.ln_pre"), (vision.post_layernorm, "visual.ln_post"),
                 (text.final_layer_norm, "ln_final")]
        for tower, prefix in [(vision, "visual.transformer"), (text, "transformer")]:
            for index, layer in enumerate(tower.encoder.layers):
                block = f"{prefix}.resblocks.{index}"
                norms += [(layer.layer_norm1, f"{block}.ln_1"), (layer.layer_norm2, f"{block}.ln_2")]
                attention = layer.self_attn
                for kind in ["weight", "bias"]:
                    parts = state[f"{block}.attn.in_proj_{kind}"].chunk(3)
                    for linear, part in zip([attention.q_proj, attention.k_proj, attention.v_proj], parts):
                        copy(getattr(linear, kind), part)
                    copy(getattr(attention.out_proj, kind), state[f"{block}.attn.out_proj.{kind}"])
                    copy(getattr(layer.mlp.fc1, kind), state[f"{block}.mlp.c_fc.{kind}"])
                    copy(getattr(layer.mlp.fc2, kind), state[f"{block}.mlp.c_proj.{kind}"])
        for norm, name in norms:
            copy(norm.weight, state[f"{name}.weight"])
            copy(norm.bias, state[f"{name}.bias"])
    return model


def check_equal(ours, theirs):
    pixels = torch.randn(2, 3, IMAGE, IMAGE)
    tokens = torch.randint(0, VOCABULARY - 2, (2, CONTEXT))
    tokens[:, -1] = VOCABULARY - 1
    with torch.no_grad():
        output = theirs(input_ids=tokens, pixel_values=pixels)
        for mine, other in [
            (ours.encode_image(pixels, normalize=True), output.image_embeds),
            (ours.encode_text(tokens, normalize=True), output.text_embeds),
        ]:
            assert torch.allclose(mine, other, atol=1e-5), (mine - other).abs().max()


def vocabulary():
    """The 512 symbols for single bytes, in OpenAI's order, and the two special tokens."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    symbols = [chr(byte) for byte in printable]
    symbols += [chr(256 + index) for index in range(256 - len(printable))]
    symbols += [symbol + "</w>" for symbol in symbols]
    return {symbol: index for index, symbol in enumerate([*symbols, "<|startoftext|>", "<|endoftext|>"])}


def folder(path):
    path.mkdir(parents=True, exist_ok=True)
    (path / "vocab.json").write_text(json.dumps(vocabulary(), ensure_ascii=False))
    (path / "merges.txt").write_text("#version: 0.2\n")
    return path


def main(target):
    target.mkdir(parents=True, exist_ok=True)
    all_types(target / "all-types.safetensors")
    model = random_model()
    other = hugging_face(model.state_dict())
    check_equal(model, other)

    path = folder(target / "openclip")
    half = {name: tensor.half().contiguous() for name, tensor in model.state_dict().items()}
    safetensors.torch.save_file(half, path / "open_clip_model.safetensors", metadata={"format": "pt"})
    configuration = {
        "model_cfg": {
            "embed_dim": EMBEDDING, "quick_gelu": True,
            "vision_cfg": {
                "image_size": IMAGE, "layers": LAYERS, "width": WIDTH, "head_width": WIDTH // HEADS,
                "patch_size": PATCH},
            "text_cfg": {
                "context_length": CONTEXT, "vocab_size": VOCABULARY, "width": WIDTH, "heads": HEADS,
                "layers": LAYERS},
        },
        "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.5, 0.75], "interpolation": "bicubic"},
    }
    (path / "open_clip_config.json").write_text(json.dumps(configuration, indent=2))

    path = folder(target / "huggingface")
    other.save_pretrained(path)
    transformers.CLIPImageProcessor(
        size={"shortest_edge": IMAGE}, crop_size={"height": IMAGE, "width": IMAGE},
        image_mean=[0.5, 0.5, 0.5], image_std=[0.25, 0.5, 0.75]).save_pretrained(path)


main(pathlib.Path(sys.argv[1]))
