"""What golden files of numbers are written by: a safetensors file, without the package of that name."""
import json
import pathlib

import numpy as np

KINDS = {"float32": "F32", "float64": "F64", "int64": "I64", "uint8": "U8"}


def save(tensors, path, metadata):
    """Arrays by name, in their order, with texts beside them."""
    header, offset = {"__metadata__": metadata}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": KINDS[value.dtype.name], "shape": list(value.shape),
                        "data_offsets": [offset, offset + value.nbytes]}
        offset += value.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    data = b"".join(np.ascontiguousarray(value).tobytes() for value in tensors.values())
    pathlib.Path(path).write_bytes(len(text).to_bytes(8, "little") + text + data)
