"""What a model's contenders are made from: `python -m comparison.materials FOLDER NAME TOWERS PHOTOS COMMAND`.

FOLDER gets the model with random weights in both layouts, exported towers, crops of photos and prompts. What is there
already stays, so that the next comparison begins at once; remove the folder to make all of it again. Its own process,
because exporting takes memory that comparing must not hold.
"""

import json
import pathlib
import subprocess
import sys

import numpy
from PIL import Image

SCRIPTS = pathlib.Path(__file__).resolve().parents[1]
PICTURES = 64


def made(path: pathlib.Path) -> bool:
    if path.exists():
        return True
    print(f"making {path}", file=sys.stderr, flush=True)
    return False


def models(folder: pathlib.Path, name: str, photos: pathlib.Path, command: str) -> None:
    if not made(folder / "openclip" / "open_clip_model.safetensors"):
        subprocess.run([sys.executable, SCRIPTS / "make_random_model.py", name, folder / "openclip",
                        "--photos", photos], check=True, stdout=sys.stderr)
    if not name.startswith("RN") and not made(folder / "huggingface"):
        subprocess.run([command, "models", "convert", folder / "openclip", folder / "huggingface",
                        "--to", "hf"], check=True, stdout=sys.stderr)


def crops(folder: pathlib.Path, photos: pathlib.Path) -> None:
    """The middle square of photos from all over the folder, `[64, R, R, 3]` bytes."""
    if made(folder / "crops.npy"):
        return
    from photos import photo_paths

    configuration = json.loads((folder / "openclip" / "open_clip_config.json").read_text())
    size = configuration["model_cfg"]["vision_cfg"]["image_size"]
    rows = []
    for path in photo_paths(photos, PICTURES):
        with Image.open(path) as image:
            picture = image.convert("RGB")
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        box = (left, top, left + side, top + side)
        rows.append(numpy.asarray(picture.resize((size, size), Image.Resampling.BICUBIC, box=box)))
    pixels = numpy.stack(rows)
    (folder / "crops.raw").write_bytes(pixels.tobytes())
    numpy.save(folder / "crops.npy", pixels)


def prompts(folder: pathlib.Path) -> None:
    """ImageNet's first ten labels in OpenAI's 80 templates, label after label, as token ids without padding."""
    if made(folder / "prompts.json"):
        return
    from open_clip import IMAGENET_CLASSNAMES, OPENAI_IMAGENET_TEMPLATES
    from open_clip.tokenizer import SimpleTokenizer

    texts = [template(label) for label in IMAGENET_CLASSNAMES[:10] for template in OPENAI_IMAGENET_TEMPLATES]
    lists = [[token for token in row if token] for row in SimpleTokenizer()(texts).tolist()]
    (folder / "prompts.json").write_text(json.dumps(lists))


def exports(folder: pathlib.Path, tower: str, is_transformer: bool) -> None:
    plain, quantised = folder / f"{tower}-f32.onnx", folder / f"{tower}-int8.onnx"
    if not made(plain):
        from comparison import towers
        towers.export_onnx(folder / "openclip", tower, plain)
    if not made(quantised):
        from onnxruntime.quantization import QuantType, quantize_dynamic
        quantize_dynamic(plain, quantised, weight_type=QuantType.QInt8, per_channel=True)
    if not made(folder / f"{tower}-f32.xml"):
        import openvino
        openvino.save_model(openvino.convert_model(plain), folder / f"{tower}-f32.xml", compress_to_fp16=False)
    if not made(folder / f"{tower}-int8.xml"):
        calibrated(folder, tower, is_transformer)


def calibrated(folder: pathlib.Path, tower: str, is_transformer: bool) -> None:
    """Post-training quantisation by nncf, its ranges from all inputs."""
    import nncf
    import openvino

    from comparison.inputs import Inputs

    model = openvino.Core().read_model(folder / f"{tower}-f32.xml")
    inputs = Inputs(folder, "image" if tower == "image" else "text")
    batches = inputs.batches(PICTURES, 1) if tower == "image" else inputs.batches(len(inputs.rows), 8)[::4]
    quantised = nncf.quantize(
        model, nncf.Dataset(batches, lambda rows: {"inputs": rows}), subset_size=len(batches),
        model_type=nncf.ModelType.TRANSFORMER if is_transformer else None)
    openvino.save_model(quantised, folder / f"{tower}-int8.xml", compress_to_fp16=False)


def main() -> None:
    folder, name, kinds, photos, command = sys.argv[1:]
    sys.path.insert(0, str(SCRIPTS))
    path = pathlib.Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    models(path, name, pathlib.Path(photos), command)
    crops(path, pathlib.Path(photos))
    prompts(path)
    for tower in filter(None, kinds.split(",")):
        exports(path, tower, is_transformer=tower == "text" or not name.startswith("RN"))


if __name__ == "__main__":
    main()
