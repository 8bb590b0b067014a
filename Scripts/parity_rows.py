"""Rows of Documentation/Parity.md, as the comparison scripts write them.

A script that compares with a reference takes `--parity FILE` and, at its end, calls `write` with what it
counted. `parity.py` runs the scripts and makes the document of their files.
"""

import json
import dataclasses


@dataclasses.dataclass
class Row:
    part: str  # "Text", "Images", "Bad input"
    rule: str  # what was compared, in a few words
    reference: str  # with its version: "open_clip_torch 3.3.0, ftfy 6.3.1"
    cases: int
    differences: int
    reason: str = ""  # why they differ; needed where they do

    def __post_init__(self):
        if self.differences and not self.reason:
            raise ValueError(f"{self.part}, {self.rule}: {self.differences} differences without a reason")


def write(path, rows):
    """Writes rows as a JSON list; does nothing where no file was asked for."""
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump([dataclasses.asdict(row) for row in rows], file, ensure_ascii=False, indent=1)
