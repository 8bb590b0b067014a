"""How fast this project is beside its peers, in one run on one machine: `make compare`.

    python Scripts/compare.py --python PYTHON [--models ViT-B-32,…] [--rows images,texts,folder,busy,cold,ceiling] …

PYTHON has the peers (setup_compare.sh). Every contender works on the same full-size model of random weights, whose
times are those of trained ones, on the same inputs and the same number of threads. Contenders take turns within each
round and stand still between their turns; ratios are taken within rounds, and medians printed and written. Outputs
are compared before anything is timed. Needs the standard library alone, and stays small: a child's peak memory
begins at its parent's.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import time
from typing import Any

from comparison import encode_rows, process_rows, report

ROOT = pathlib.Path(__file__).resolve().parents[1]
# Names of the rows, with OpenCLIP's of the same networks with the activation that OpenAI's weights have.
MODELS = {"ViT-B-32": "ViT-B-32-quickgelu", "ViT-B-16": "ViT-B-16-quickgelu", "ViT-L-14": "ViT-L-14-quickgelu",
          "RN50": "RN50-quickgelu"}
ROWS = ("images", "texts", "ceiling", "folder", "busy", "cold")
# Rows that say something about one model alone.
SMALL_MODEL = "ViT-B-32"


def main() -> None:
    options = parsed()
    os.chdir(ROOT)
    options.cache.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    rows: list[dict[str, Any]] = []
    versions: dict[str, str] = {}
    document = {
        "schema": 1, "date": datetime.date.today().isoformat(), "processor": processor(), "cores": os.cpu_count(),
        "threads": options.threads, "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(), "versions": versions, "rows": rows,
    }
    for model in options.models:
        materials = prepared(model, options)
        for row in measured(model, materials, options, versions):
            row["date"] = document["date"]
            rows.append(row)
            print("\n".join(report.lines(row)), flush=True)
            report.write(options.output, document, options.keep)
    print("\n" + report.table(rows))
    print(f"\n{document['processor']}, {options.threads} threads, medians of {options.rounds} rounds, "
          + ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
          + f"; {time.monotonic() - start:.0f} s; {options.output}")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    names = lambda text: text.split(",")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with all peers")
    parser.add_argument("--command", default=str(ROOT / ".build/release/swift-clip"))
    parser.add_argument("--contender", default=str(ROOT / ".build/release/encode-benchmark"))
    parser.add_argument("--models", type=names, default=["ViT-B-32", "ViT-B-16", "RN50"],
                        help=f"of {','.join(MODELS)}; ViT-L-14 alone takes as long as all others")
    parser.add_argument("--rows", type=names, default=list(ROWS), help=f"of {','.join(ROWS)}")
    parser.add_argument("--precisions", type=names, default=["f32", "bf16", "int8"])
    parser.add_argument("--batches", type=lambda text: list(map(int, names(text))), default=[1, 32])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.7, help="of one turn, at least")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--pictures", type=int, default=200, help="in the folder")
    parser.add_argument("--without", type=names, default=[], help="contenders to leave out, by part of their names")
    parser.add_argument("--photos", default=str(ROOT / "../shared/data"), help="any folder with 64 photos")
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path(
        os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "swift-clip-compare",
        help="models, exports and pictures, kept for the next run; some gigabytes")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "Benchmarks/results.json")
    parser.add_argument("--keep", action="store_true", help="keep rows of the output that this run does not take")
    options = parser.parse_args()
    for name, allowed in (("models", MODELS), ("rows", ROWS), ("precisions", encode_rows.PEERS)):
        if unknown := [value for value in getattr(options, name) if value not in allowed]:
            parser.error(f"--{name} {','.join(unknown)}: of {','.join(allowed)}")
    # Workers run in another folder.
    for name in ("command", "contender", "python", "photos"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    options.cache, options.output = options.cache.absolute(), options.output.absolute()
    return options


def prepared(model: str, options: argparse.Namespace) -> pathlib.Path:
    materials = options.cache / model
    towers = ["image"] * ("images" in options.rows) + ["text"] * ("texts" in options.rows and model == SMALL_MODEL)
    script(options, "comparison.materials", materials, MODELS[model], ",".join(towers), options.photos,
           options.command)
    return materials


def script(options: argparse.Namespace, module: str, *arguments: object) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "Scripts"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([options.python, "-m", module, *map(str, arguments)], check=True, env=environment)


def measured(model: str, materials: pathlib.Path, options: argparse.Namespace, versions: dict[str, str]):
    log = options.cache / "log.txt"
    setting = encode_rows.Setting(
        python=options.python, contender=pathlib.Path(options.contender), threads=options.threads,
        rounds=options.rounds, seconds=options.seconds, precisions=tuple(options.precisions),
        without=tuple(options.without), log=log)
    if "images" in options.rows:
        yield from encode_rows.measured("images", model, materials, "image", options.batches, setting, versions)
    if model != SMALL_MODEL:
        return
    if "texts" in options.rows:
        for name, tower in (("800 prompts, padded to 77", "text"), ("800 prompts, padding trimmed", "text-trimmed")):
            yield from encode_rows.measured(name, model, materials, tower, [80], setting, versions)
    if "ceiling" in options.rows:
        yield from ceiling(model, materials, options)
    commands = process_rows.Commands(options.python, options.command, materials, options.threads, log,
                                     tuple(options.precisions))
    folder = options.cache / "pictures"
    if {"folder", "busy", "cold"} & set(options.rows):
        script(options, "comparison.pictures", folder, options.photos, options.pictures, 4000, 3000, 90)
    rounds = min(options.rounds, 3)
    if "folder" in options.rows:
        yield process_rows.measured(f"folder of {options.pictures} pictures of 12 megapixels", model, commands,
                                    folder, options.pictures, None, rounds)
    if "busy" in options.rows:
        yield process_rows.measured(f"folder of {options.pictures}, one core kept busy", model, commands, folder,
                                    options.pictures, process_rows.Busy(sys.executable), rounds)
    if "cold" in options.rows:
        yield process_rows.measured("one picture of 12 megapixels, cold", model, commands, folder / "000000.jpg", 1,
                                    None, options.rounds)


def ceiling(model: str, materials: pathlib.Path, options: argparse.Namespace):
    """Our own share of what the processor multiplies, as `swift-clip bench` measures it."""
    line = [options.command, "bench", "--model", str(materials / "openclip"), "--threads", str(options.threads),
            "--batch", "32", "--rounds", str(options.rounds), "--format", "json", "--quiet"]
    for precision in options.precisions:
        output = subprocess.run([*line, "--precision", precision], capture_output=True, text=True)
        if output.returncode != 0:
            print(f"    bench in {precision}: {output.stderr.strip().splitlines()[0]}", file=sys.stderr, flush=True)
            continue
        result = json.loads(output.stdout)["results"][0]
        yield {"row": "share of the ceiling", "model": model, "precision": precision, "batch": 32,
               "unit": "per second", "better": "more", "share_of_ceiling": result["share_of_ceiling"],
               "ceiling_flops_per_second": result["ceiling_flops_per_second"], "ours_over": {},
               "page_faults_per_batch": result["page_faults_per_batch"],
               "contenders": {"swift-clip": {"median": result["per_second"], "precision": precision,
                                             "rounds": result["rounds_per_second"]}}}


def processor() -> str:
    if os.path.exists("/proc/cpuinfo"):
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
