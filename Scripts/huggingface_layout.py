"""The same model in the layout of Hugging Face's transformers: tensor names, configuration, preprocessing."""

import torch
import transformers


def state_dict(openclip: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """OpenCLIP's tensors of a vision transformer under transformers' names.

    Query, key and value are three matrices there, and the two projections lie transposed.
    """
    result = {"logit_scale": openclip["logit_scale"]}
    result["visual_projection.weight"] = openclip["visual.proj"].T.contiguous()
    result["text_projection.weight"] = openclip["text_projection"].T.contiguous()
    renamed = {
        "visual.class_embedding": "vision_model.embeddings.class_embedding",
        "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
        "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
        "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
        "positional_embedding": "text_model.embeddings.position_embedding.weight",
    }
    for part in ("weight", "bias"):
        renamed[f"visual.ln_pre.{part}"] = f"vision_model.pre_layrnorm.{part}"  # misspelt there
        renamed[f"visual.ln_post.{part}"] = f"vision_model.post_layernorm.{part}"
        renamed[f"ln_final.{part}"] = f"text_model.final_layer_norm.{part}"
    for ours, theirs in renamed.items():
        result[theirs] = openclip[ours]

    for ours, theirs in (("visual.transformer", "vision_model"), ("transformer", "text_model")):
        for name, tensor in openclip.items():
            prefix = f"{ours}.resblocks."
            if not name.startswith(prefix):
                continue
            index, rest = name[len(prefix) :].split(".", 1)
            layer = f"{theirs}.encoder.layers.{index}"
            module, part = rest.rsplit(".", 1)
            if module == "attn":  # in_proj_weight, in_proj_bias
                for letter, third in zip("qkv", tensor.chunk(3)):
                    result[f"{layer}.self_attn.{letter}_proj.{part.removeprefix('in_proj_')}"] = third.contiguous()
            else:
                module = {
                    "attn.out_proj": "self_attn.out_proj", "ln_1": "layer_norm1", "ln_2": "layer_norm2",
                    "mlp.c_fc": "mlp.fc1", "mlp.c_proj": "mlp.fc2",
                }[module]
                result[f"{layer}.{module}.{part}"] = tensor
    return result


def configuration(model: dict, eos_token_id: int) -> transformers.CLIPConfig:
    """The configuration that says what OpenCLIP's `model_cfg` says."""
    vision, text = model["vision_cfg"], model["text_cfg"]
    activation = "quick_gelu" if model.get("quick_gelu") else "gelu"
    shared = dict(hidden_act=activation, projection_dim=model["embed_dim"])
    return transformers.CLIPConfig(
        vision_config=dict(
            hidden_size=vision["width"], intermediate_size=int(vision["width"] * vision.get("mlp_ratio", 4.0)),
            num_hidden_layers=vision["layers"], num_attention_heads=vision["width"] // vision.get("head_width", 64),
            image_size=vision["image_size"], patch_size=vision["patch_size"], **shared),
        text_config=dict(
            hidden_size=text["width"], intermediate_size=int(text["width"] * text.get("mlp_ratio", 4.0)),
            num_hidden_layers=text["layers"], num_attention_heads=text["heads"],
            max_position_embeddings=text["context_length"], vocab_size=text["vocab_size"],
            bos_token_id=0 if eos_token_id == 2 else text["vocab_size"] - 2, eos_token_id=eos_token_id,
            pad_token_id=1 if eos_token_id == 2 else text["vocab_size"] - 1, **shared),
        projection_dim=model["embed_dim"])


def preprocessor(size: int, mean: tuple, std: tuple) -> dict:
    """`preprocessor_config.json` as OpenAI's checkpoints have it."""
    return {
        "crop_size": {"height": size, "width": size}, "do_center_crop": True, "do_convert_rgb": True,
        "do_normalize": True, "do_rescale": True, "do_resize": True, "image_mean": list(mean),
        "image_processor_type": "CLIPImageProcessor", "image_std": list(std), "resample": 3,
        "rescale_factor": 1 / 255, "size": {"shortest_edge": size},
    }
