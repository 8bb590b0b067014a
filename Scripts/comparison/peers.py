"""Python's contenders: PyTorch, transformers, ONNX Runtime, OpenVINO, and oneDNN's products alone.

Each has `bind(inputs)`, a function without arguments that encodes exactly these inputs, everything that depends on
their shape done before, and `rows(result)`, which makes a numpy array of what that returned.
"""

import importlib.metadata
import pathlib
from typing import Any, Callable

import numpy

_DISTRIBUTIONS = {"torch": ("torch", "open_clip_torch"), "transformers": ("torch", "transformers"),
                  "onnxruntime": ("onnxruntime",), "openvino": ("openvino", "nncf"), "onednn": ("torch",)}


def load(name: str, materials: pathlib.Path, tower: str, threads: int) -> Any:
    """`name` is LIBRARY-PRECISION: torch-f32, torch.compile-f32, openvino-int8 …"""
    library, precision = name.rsplit("-", 1)
    kind = "image" if tower == "image" else "text"
    if library == "onnxruntime":
        return OnnxRuntime(materials / f"{kind}-{precision}.onnx", threads)
    if library == "openvino":
        return OpenVINO(materials, kind, precision, threads)
    if library == "onednn":
        return Products(materials, precision, threads)
    return Torch(materials, kind, library, precision, threads)


def versions(name: str) -> dict[str, str]:
    library = name.rsplit("-", 1)[0].split(".")[0]
    return {part: importlib.metadata.version(part) for part in _DISTRIBUTIONS[library]}


class Torch:
    """OpenCLIP's module or transformers', run by PyTorch as it is or compiled."""

    def __init__(self, materials: pathlib.Path, kind: str, library: str, precision: str, threads: int) -> None:
        import torch

        torch.set_num_threads(threads)
        self.torch = torch
        if library == "transformers":
            self.module = self._transformers(materials / "huggingface", kind)
        else:
            from comparison import towers
            self.module = towers.load(materials / "openclip", kind)
        self.element = torch.bfloat16 if precision == "bf16" else torch.float32
        self.module = self.module.to(self.element)
        # oneDNN's convolutions of pictures whose channels lie together are the faster ones.
        self.is_convolutional = kind == "image" and hasattr(self.module, "layer1")
        if self.is_convolutional:
            self.module = self.module.to(memory_format=torch.channels_last)
        if library == "torch.compile":
            import torch._inductor.config
            torch._inductor.config.freezing = True  # packs the weights for oneDNN
            self.module = torch.compile(self.module, dynamic=False)

    @staticmethod
    def _transformers(folder: pathlib.Path, kind: str) -> Any:
        import transformers

        if kind == "image":
            model = transformers.CLIPVisionModelWithProjection.from_pretrained(folder, attn_implementation="sdpa")
            call = model.forward
            model.forward = lambda pixels: call(pixel_values=pixels).image_embeds
        else:
            model = transformers.CLIPTextModelWithProjection.from_pretrained(folder, attn_implementation="sdpa")
            call = model.forward
            model.forward = lambda ids: call(input_ids=ids).text_embeds
        return model.eval()

    def bind(self, inputs: numpy.ndarray) -> Callable[[], Any]:
        values = self.torch.from_numpy(inputs)
        if values.is_floating_point():
            values = values.to(self.element)
        if self.is_convolutional:
            values = values.to(memory_format=self.torch.channels_last)

        def run() -> Any:
            with self.torch.inference_mode():
                return self.module(values)

        run()  # compiles, where that is asked for
        return run

    @staticmethod
    def rows(result: Any) -> numpy.ndarray:
        return result.float().numpy()


class OnnxRuntime:
    def __init__(self, path: pathlib.Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def bind(self, inputs: numpy.ndarray) -> Callable[[], Any]:
        return lambda: self.session.run(None, {"inputs": inputs})

    @staticmethod
    def rows(result: Any) -> numpy.ndarray:
        return result[0]


class OpenVINO:
    """Compiled for each shape of pictures, and for free shapes of texts."""

    def __init__(self, materials: pathlib.Path, kind: str, precision: str, threads: int) -> None:
        import openvino

        self.core = openvino.Core()
        stored = "int8" if precision == "int8" else "f32"
        self.model = self.core.read_model(materials / f"{kind}-{stored}.xml")
        # What is not quantised is computed in the fastest way that there is.
        hint = {"f32": "f32", "bf16": "bf16", "int8": "bf16"}[precision]
        self.settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1,
                         "INFERENCE_PRECISION_HINT": hint}
        self.kind = kind
        self.shape: tuple[int, ...] | None = None
        self.request: Any = None

    def bind(self, inputs: numpy.ndarray) -> Callable[[], Any]:
        import openvino

        shape = inputs.shape if self.kind == "image" else (-1, -1)
        if self.shape != shape:
            self.request = None  # the last shape's weights go before the next one's come
            self.model.reshape(openvino.PartialShape(list(shape)))
            self.request = self.core.compile_model(self.model, "CPU", self.settings).create_infer_request()
            self.shape = shape
        request = self.request
        return lambda: request.infer([inputs], share_inputs=True)[0].copy()

    @staticmethod
    def rows(result: Any) -> numpy.ndarray:
        return result


class Products:
    """Nothing but a vision transformer's products, by oneDNN with packed weights, as PyTorch calls it: a bound that
    software around oneDNN can hardly pass."""

    def __init__(self, materials: pathlib.Path, precision: str, threads: int) -> None:
        import json

        import torch

        torch.set_num_threads(threads)
        self.torch = torch
        self.element = torch.bfloat16 if precision == "bf16" else torch.float32
        vision = json.loads((materials / "openclip/open_clip_config.json").read_text())["model_cfg"]["vision_cfg"]
        if not isinstance(vision["layers"], int):
            raise ValueError("only vision transformers are products alone")
        width, self.layers = vision["width"], vision["layers"]
        self.tokens = (vision["image_size"] // vision["patch_size"]) ** 2 + 1
        self.sizes = [(width, 3 * width), (width, width), (width, 4 * width), (4 * width, width)]

    def bind(self, inputs: numpy.ndarray) -> Callable[[], Any]:
        torch = self.torch
        rows = len(inputs) * self.tokens
        steps = []
        for number in range(self.layers):
            for input_size, output_size in self.sizes:
                weight = torch.randn(output_size, input_size).to(self.element)
                packed = torch.ops.mkldnn._reorder_linear_weight(weight, rows)
                steps.append((packed, torch.randn(output_size).to(self.element), input_size))
        values = {size: torch.randn(rows, size).to(self.element) for _, _, size in steps}

        def run() -> Any:
            with torch.inference_mode():
                for packed, bias, size in steps:
                    result = torch.ops.mkldnn._linear_pointwise(values[size], packed, bias, "none", [], "")
                return result

        return run

    @staticmethod
    def rows(result: Any) -> numpy.ndarray:
        raise ValueError("products alone have no vectors")
