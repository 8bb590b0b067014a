"""A contender: a process of its own that holds one model and encodes when it is told to.

It reads commands as lines of JSON and answers each with one line. Between its turns it is stopped by a signal, so that
no thread of it can spin while another one is measured.
"""

import dataclasses
import json
import os
import pathlib
import signal
import subprocess
from typing import Any


class Unavailable(Exception):
    """The contender cannot do this; says why."""


@dataclasses.dataclass(frozen=True)
class Recipe:
    """How a contender is started."""

    name: str
    precision: str
    command: tuple[str, ...]
    ours: bool = False
    # Does only a part of the work: shown beside the others, never compared with.
    partial: bool = False


class Contender:
    def __init__(self, recipe: Recipe, environment: dict[str, str], log: pathlib.Path) -> None:
        self.recipe = recipe
        with open(log, "ab") as errors:
            self._process = subprocess.Popen(recipe.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=errors, text=True, env={**os.environ, **environment})
        self.facts = self._answer()
        self._pause()

    def ask(self, **command: Any) -> dict[str, Any]:
        """The answer to one command; the process runs for that long."""
        self._process.send_signal(signal.SIGCONT)
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Unavailable(f"{self.recipe.name} has ended")
        answer = self._answer()
        self._pause()
        return answer

    def end(self) -> None:
        self._process.send_signal(signal.SIGCONT)
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _pause(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        # Libraries may print to standard output, too.
        for line in self._process.stdout:
            if line.startswith('{"answer":'):
                answer = json.loads(line)["answer"]
                if "error" in answer:
                    raise Unavailable(answer["error"])
                return answer
        raise Unavailable(f"{self.recipe.name} ended with status {self._process.wait()}; its log says why")
