"""Images per second of an image tower: ONNX Runtime, PyTorch, and a command of ours, in one run.

    python Scripts/compare_speed.py MODEL [--ours 'COMMAND …'] [--threads 2] [--batches 1,8,32] [--rounds 5]

MODEL is a folder in OpenCLIP's layout; weights may be random (Scripts/make_random_model.py). All run in f32
on the same number of threads. The contenders take turns within each round, so that whatever else the machine
does meets all of them, and ratios are taken within rounds; medians are printed.

COMMAND is run once for each round and batch with `{model}`, `{batch}`, `{repeats}` and `{threads}` filled in. It
loads the model, encodes a batch of already normalised pictures once to warm up and then `repeats` times, and
prints one line of JSON: {"images_per_second": …, "images_per_cpu_second": …}, loading not counted; the second
figure may be left out. Per second of processor time is what compares on a machine that others use at the same
time, and with one thread only: threads that wait for each other spin.
"""

import argparse
import json
import os
import pathlib
import platform
import shlex
import statistics
import subprocess
import tempfile
import time
from typing import Callable

import numpy
import onnxruntime
import torch

import open_clip

Figures = dict[str, float]
Contender = Callable[[int, int], Figures]  # (batch, repeats) -> images per second, and per second of processor time
WALL, PROCESSOR = "images_per_second", "images_per_cpu_second"


def timed(encode: Callable[[], object], batch: int, repeats: int) -> Figures:
    encode()
    wall, processor_time = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        encode()
    images = batch * repeats
    return {WALL: images / (time.perf_counter() - wall), PROCESSOR: images / (time.process_time() - processor_time)}


def median(rounds: list[dict[str, Figures]], name: str, figure: str, over: str | None = None) -> float | None:
    """The median over the rounds of a contender's figure, or of its ratio to the contender `over`."""
    if any(figure not in figures[name] for figures in rounds):
        return None
    return statistics.median(figures[name][figure] / (figures[over][figure] if over else 1) for figures in rounds)


def pytorch(visual: torch.nn.Module, size: int, threads: int) -> Contender:
    torch.set_num_threads(threads)

    def measure(batch: int, repeats: int) -> Figures:
        images = torch.randn(batch, 3, size, size)
        with torch.inference_mode():
            return timed(lambda: visual(images), batch, repeats)

    return measure


def onnx_runtime(visual: torch.nn.Module, size: int, threads: int, folder: pathlib.Path) -> Contender:
    """Exported with a free batch dimension, all of ONNX Runtime's graph optimisations on."""
    path = str(folder / "visual.onnx")
    torch.backends.mha.set_fastpath_enabled(False)  # its fused operator has no ONNX form
    torch.onnx.export(visual, (torch.randn(2, 3, size, size),), path, dynamo=False, opset_version=17,
                      input_names=["images"], output_names=["features"], dynamic_axes={"images": {0: "batch"}})
    torch.backends.mha.set_fastpath_enabled(True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    images = torch.randn(3, 3, size, size)
    with torch.inference_mode():
        difference = numpy.abs(session.run(None, {"images": images.numpy()})[0] - visual(images).numpy()).max()
    assert difference < 1e-3, f"the exported tower differs from PyTorch's by {difference}"

    def measure(batch: int, repeats: int) -> Figures:
        images = numpy.random.default_rng(0).standard_normal((batch, 3, size, size), dtype=numpy.float32)
        return timed(lambda: session.run(None, {"images": images}), batch, repeats)

    return measure


def command(template: str, model: pathlib.Path, threads: int) -> Contender:
    def measure(batch: int, repeats: int) -> Figures:
        line = template.format(model=shlex.quote(str(model)), batch=batch, repeats=repeats, threads=threads)
        output = subprocess.run(shlex.split(line), check=True, stdout=subprocess.PIPE, text=True).stdout
        return {name: float(value) for name, value in json.loads(output.strip().splitlines()[-1]).items()
                if name in (WALL, PROCESSOR)}

    return measure


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if os.path.exists("/proc/cpuinfo") else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--ours", help="the command, with {model} {batch} {repeats} {threads}")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batches", type=lambda text: [int(part) for part in text.split(",")], default=[1, 8, 32])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--images", type=int, default=32, help="how many a contender encodes in its turn, at least")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures here")
    options = parser.parse_args()

    model, _, _ = open_clip.create_model_and_transforms(f"local-dir:{options.model}", precision="fp32")
    visual = model.visual.eval()
    size = visual.image_size if isinstance(visual.image_size, int) else visual.image_size[0]
    folder = tempfile.TemporaryDirectory()
    contenders = {
        "onnxruntime": onnx_runtime(visual, size, options.threads, pathlib.Path(folder.name)),
        "pytorch": pytorch(visual, size, options.threads),
    }
    if options.ours:
        contenders["ours"] = command(options.ours, options.model, options.threads)

    results = []
    for batch in options.batches:
        repeats = max(2, -(-options.images // batch))
        rounds = []
        for number in range(options.rounds):
            order = list(contenders)
            order = order[number % len(order) :] + order[: number % len(order)]
            figures = {}
            for name in order:
                figures[name] = contenders[name](batch, repeats)
                time.sleep(0.3)  # threads that spin after their work go to sleep
            rounds.append(figures)
        result = {"batch": batch, "rounds": rounds}
        for figure in (WALL, PROCESSOR):
            result[figure] = {name: median(rounds, name, figure) for name in contenders}
            ratios = {name: median(rounds, name, figure, "onnxruntime") for name in contenders}
            result[f"{figure}_over_onnxruntime"] = ratios
            print(f"batch {batch:3}, {figure.replace('_', ' ')}: " + ", ".join(
                f"{name} {value:.1f} ({ratios[name]:.2f} of ONNX Runtime)"
                for name, value in result[figure].items() if value is not None), flush=True)
        results.append(result)

    print(f"medians of {options.rounds} rounds, threads: {options.threads}, f32, {processor()}, "
          f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}")
    if options.json:
        options.json.write_text(json.dumps({
            "model": options.model.name, "processor": processor(), "threads": options.threads,
            "versions": {"torch": torch.__version__, "onnxruntime": onnxruntime.__version__}, "results": results,
        }, indent=1) + "\n")
    folder.cleanup()


if __name__ == "__main__":
    main()
