"""Shows what memory a large file of weights takes: the most of each kind while swift-clip answers.

    python Scripts/measure_loading.py FOLDER PHOTO --command .build/release/swift-clip [--model ViT-L-14-quickgelu]

Makes the model with random weights in f32 as torch.save writes it, once in each form and as safetensors, in FOLDER
(1.7 GB each for the default; kept for the next time). Anonymous memory is the process's own; memory of the file is
pages of the system's cache that are mapped, which it takes back when it needs them. Linux.
"""

import argparse
import pathlib
import subprocess
import time

import safetensors.torch
import torch

import open_clip

FORMS = ("safetensors", "pt", "legacy.pt", "checkpoint.pt")


def make(name: str, folder: pathlib.Path) -> dict[str, int]:
    """Writes the files that are not there; how many numbers each part has."""
    torch.manual_seed(0)
    model = open_clip.create_model(name)
    state = model.state_dict()
    writers = {
        "safetensors": lambda path: safetensors.torch.save_file(state, path),
        "pt": lambda path: torch.save(state, path),
        "legacy.pt": lambda path: torch.save(state, path, _use_new_zipfile_serialization=False),
        "checkpoint.pt": lambda path: torch.save(
            {"epoch": 1, "state_dict": {f"module.{key}": value for key, value in state.items()},
             "optimizer": {"state": {0: {"exp_avg": torch.zeros(1 << 28)}}}}, path),
    }
    for form in FORMS:
        path = folder / f"{name}.{form}"
        if not path.exists():
            writers[form](path)
    vision = sum(parameter.numel() for key, parameter in model.named_parameters() if key.startswith("visual."))
    return {"vision": vision, "both": sum(parameter.numel() for parameter in model.parameters())}


def peaks(command: list[str]) -> dict[str, int]:
    """The most of each kind of memory while a command runs, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = {"VmHWM": 0, "RssAnon": 0, "RssFile": 0}
    while process.poll() is None:
        try:
            lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            break
        for line in lines:
            key, _, value = line.partition(":")
            if key in most and value.split():
                most[key] = max(most[key], int(value.split()[0]))
        time.sleep(0.002)
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return {key: value * 1024 // 1_000_000 for key, value in most.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("photo", type=pathlib.Path)
    parser.add_argument("--command", required=True)
    parser.add_argument("--model", default="ViT-L-14-quickgelu")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    numbers = make(arguments.model, arguments.folder)
    print(f"{arguments.model}: {4 * numbers['both'] // 1_000_000} MB in f32, its image tower "
          f"{4 * numbers['vision'] // 1_000_000} MB")
    print("| file | MB | task | own memory, MB | of the file, MB | both at once, MB |\n| --- | --- | --- | --- | --- | --- |")
    for form in FORMS:
        path = arguments.folder / f"{arguments.model}.{form}"
        size = path.stat().st_size // 1_000_000
        common = ["--model", str(path), "--activation", "quickgelu", "--no-cache", "--quiet"]
        tasks = {
            "one picture": [arguments.command, "embed", str(arguments.photo), "-o", "/tmp/measured.npy", *common],
            "picture and labels": [arguments.command, "classify", str(arguments.photo), "--labels", "cat,dog", *common],
        }
        for task, command in tasks.items():
            most = peaks(command)
            print(f"| {form} | {size} | {task} | {most['RssAnon']} | {most['RssFile']} | {most['VmHWM']} |", flush=True)
            pathlib.Path("/tmp/measured.npy").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
