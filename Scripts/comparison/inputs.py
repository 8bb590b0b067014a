"""What all contenders encode: the same crops of photos, and the same prompts as token ids."""

import json
import pathlib

import numpy

MEAN = numpy.array([0.48145466, 0.4578275, 0.40821073], numpy.float32)
DEVIATION = numpy.array([0.26862954, 0.26130258, 0.27577711], numpy.float32)
# Prompts of one label: what a classifier's builder encodes together.
PROMPTS_OF_A_LABEL = 80


class Inputs:
    """The inputs of a tower as Python's contenders take them.

    `tower` is "image"; "text", prompts padded to the context's length; or "text-trimmed", each label's prompts padded
    to the longest of them.
    """

    def __init__(self, materials: pathlib.Path, tower: str) -> None:
        self.tower = tower
        self.check_batch = 4 if tower == "image" else PROMPTS_OF_A_LABEL
        if tower == "image":
            crops = numpy.load(materials / "crops.npy").astype(numpy.float32)  # [N, R, R, 3]
            normalised = (crops / 255 - MEAN) / DEVIATION
            self.rows = numpy.ascontiguousarray(normalised.transpose(0, 3, 1, 2), numpy.float32)
        else:
            lists = json.loads((materials / "prompts.json").read_text())
            self.rows = numpy.zeros((len(lists), 77), numpy.int64)
            for row, ids in zip(self.rows, lists):
                row[: len(ids)] = ids
            self.lengths = numpy.array([len(ids) for ids in lists])

    def batches(self, count: int, size: int) -> list[numpy.ndarray]:
        """The first `count` inputs in batches; inputs repeat where there are too few."""
        result = []
        for start in range(0, count, size):
            index = numpy.arange(start, min(start + size, count)) % len(self.rows)
            rows = self.rows[index]
            if self.tower == "text-trimmed":
                rows = numpy.ascontiguousarray(rows[:, : self.lengths[index].max()])
            result.append(rows)
        return result

    def turn(self, batch: int) -> list[numpy.ndarray]:
        """One batch of pictures; all prompts, `batch` at a time."""
        return self.batches(self.turn_size(batch), batch)

    def turn_size(self, batch: int) -> int:
        return batch if self.tower == "image" else len(self.rows)
