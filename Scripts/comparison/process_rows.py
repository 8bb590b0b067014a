"""Rows in which a whole process is timed, from its start to its last answer: a folder, and one picture, cold."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time
from typing import Any

from comparison import rounds

LABELS = ("tench,goldfish,great white shark,tiger shark,hammerhead shark,electric ray,stingray,rooster,hen,ostrich")


def run(command: list[str], environment: dict[str, str], log: pathlib.Path) -> dict[str, float]:
    """Seconds, and the peak memory of the process. It begins at what its parent held when it started it, so this one
    must be small."""
    with open(log, "ab") as errors, tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with status {process.returncode}; {log} has its words")
        output.seek(0)
        lines = output.read().count(b"\n")
    unit = 1 if sys.platform == "darwin" else 1024
    return {"seconds": seconds, "peak_memory": usage.ru_maxrss * unit, "lines": lines}


class Busy:
    """A process that keeps one core busy, of the same priority as the others."""

    def __init__(self, python: str) -> None:
        self._command = [python, "-c", "while True: pass"]

    def __enter__(self) -> None:
        self._process = subprocess.Popen(self._command)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


class Commands:
    """The command lines of one model's whole-process rows."""

    def __init__(self, python: str, command: str, materials: pathlib.Path, threads: int, log: pathlib.Path,
                 precisions: tuple[str, ...]) -> None:
        self.python, self.command, self.materials, self.log = python, command, materials, log
        self.threads = threads
        self.cache = materials / "prepared-cache"
        self.peers = pathlib.Path(__file__).resolve().parents[2] / "Benchmarks" / "Peers"
        help_text = subprocess.run([command, "classify", "--help"], check=True, capture_output=True, text=True).stdout
        self.decodes_fast = "--decode " in help_text
        # No peer's process runs in int8 by itself.
        self.precisions = [name for name in precisions if name in help_text and name != "int8"] or ["f32"]

    def environment(self, cache: pathlib.Path | None = None) -> dict[str, str]:
        values = {"OMP_NUM_THREADS": str(self.threads), "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
        if cache:
            values["XDG_CACHE_HOME"] = str(cache)
        return values

    def ours(self, target: pathlib.Path, precision: str, *more: str, kept: bool) -> list[str]:
        # As the others' scripts print: JSON would also name the space of the vectors, a digest of all weights.
        return [self.command, "classify", str(target), "--labels", LABELS, "--model",
                str(self.materials / "openclip"), "--threads", str(self.threads), "--precision", precision,
                "--quiet", "--format", "csv", *([] if kept else ["--no-cache"]), *more]

    def prepare(self) -> None:
        """Prepared weights and label embeddings, as the second run of a user finds them."""
        self.cache.mkdir(exist_ok=True)
        for precision in self.precisions:
            line = [self.command, "models", "prepare", str(self.materials / "openclip"), "--precision", precision]
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, **self.environment(self.cache)})

    def contenders(self, target: pathlib.Path, prepared: bool) -> dict[str, tuple[list[str], dict[str, str]]]:
        """Command line and environment by name."""
        lines: dict[str, tuple[list[str], dict[str, str]]] = {}
        for precision in self.precisions:
            lines[f"swift-clip {precision}"] = (self.ours(target, precision, kept=False), self.environment())
            if prepared:
                lines[f"swift-clip {precision}, prepared"] = (
                    self.ours(target, precision, kept=True), self.environment(self.cache))
        if target.is_dir() and self.decodes_fast:
            fast = self.ours(target, self.precisions[-1], "--decode", "fast", kept=False)
            lines[f"swift-clip {self.precisions[-1]}, --decode fast"] = (fast, self.environment())
        huggingface = self.materials / "huggingface"
        if huggingface.exists():
            lines["transformers pipeline"] = (
                [self.python, str(self.peers / "transformers_pipeline.py"), str(huggingface), LABELS, str(target)],
                self.environment())
        lines["open_clip script"] = (
            [self.python, str(self.peers / "open_clip_folder.py"), str(self.materials / "openclip"), LABELS,
             str(target)], self.environment())
        return lines


def measured(name: str, model: str, commands: Commands, target: pathlib.Path, count: int, busy: Busy | None,
             rounds_wanted: int) -> dict[str, Any]:
    print(f"{name}, {model}", file=sys.stderr, flush=True)
    if count == 1:
        commands.prepare()
    lines = commands.contenders(target, prepared=count == 1)
    for path in sorted(target.glob("*.jpg")) if target.is_dir() else [target]:  # into the page cache
        path.read_bytes()
    one = commands.contenders(next(target.glob("*.jpg")) if target.is_dir() else target, prepared=count == 1)
    for line, environment in one.values():  # programs and weights, too; caches are filled
        run(line, environment, commands.log)

    turns = {}
    for who, (line, environment) in lines.items():
        def turn(line: list[str] = line, environment: dict[str, str] = environment) -> dict[str, float]:
            figures = run(line, environment, commands.log)
            if figures["lines"] < count:
                raise RuntimeError(f"{figures['lines']} answers for {count} pictures")
            return figures
        turns[who] = turn
    if busy:
        with busy:
            figures = rounds.interleaved(turns, rounds_wanted)
    else:
        figures = rounds.interleaved(turns, rounds_wanted)

    results = {who: {"median": rounds.median(taken, "seconds"), "rounds": [turn["seconds"] for turn in taken],
                     "peak_memory_bytes": int(rounds.median(taken, "peak_memory"))}
               for who, taken in figures.items() if taken}
    ratios = {ours: {who: rounds.ratio(figures[who], figures[ours], "seconds")
                     for who in results if not who.startswith("swift-clip")}
              for ours in results if ours.startswith("swift-clip")}
    return {"row": name, "model": model, "pictures": count, "unit": "seconds", "better": "less",
            "contenders": results, "ours_over": ratios}
