"""The process of one of Python's contenders: `python -m comparison.worker PEER MATERIALS TOWER THREADS`.

Commands, a line of JSON each; see `contender.py`:
- {"do": "vectors", "count": n, "to": FILE}: encodes the first n inputs and saves their vectors with numpy.
- {"do": "time", "batch": n, "seconds": s}: encodes batches of n again and again, for at least s seconds.
"""

import json
import pathlib
import sys
import time
from typing import Any, Callable

import numpy

from comparison import peers
from comparison.inputs import Inputs


def answer(value: dict[str, Any]) -> None:
    sys.stdout.write('{"answer":' + json.dumps(value) + "}\n")
    sys.stdout.flush()


def timed(encode: Callable[[], object], count: int, seconds: float) -> dict[str, float]:
    """Inputs per second, and per second of processor time. What takes long is not warmed up in every turn."""
    first = time.perf_counter()
    encode()
    if time.perf_counter() - first > max(seconds, 0.5):
        wall, busy = time.perf_counter(), time.process_time()
        encode()
        repeats = 1
    else:
        wall, busy, repeats = time.perf_counter(), time.process_time(), 0
        while repeats == 0 or time.perf_counter() - wall < seconds:
            encode()
            repeats += 1
    encoded = count * repeats
    return {"per_second": encoded / (time.perf_counter() - wall),
            "per_cpu_second": encoded / max(time.process_time() - busy, 1e-9), "repeats": repeats}


def main() -> None:
    name, materials, tower, threads = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    try:
        inputs = Inputs(materials, tower)
        peer = peers.load(name, materials, tower, threads)
    except Exception as error:  # told to the parent, which goes on without this contender
        answer({"error": f"{type(error).__name__}: {error}"[:500]})
        raise
    answer({"versions": peers.versions(name)})
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["do"] == "vectors":
                vectors = [peer.bind(batch)() for batch in inputs.batches(command["count"], inputs.check_batch)]
                rows = numpy.concatenate([numpy.asarray(rows, numpy.float32) for rows in map(peer.rows, vectors)])
                numpy.save(command["to"], rows)
                answer({"shape": list(rows.shape)})
            else:
                runs = [peer.bind(batch) for batch in inputs.turn(command["batch"])]
                count = inputs.turn_size(command["batch"])
                answer(timed(lambda: [run() for run in runs], count, command["seconds"]))
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"[:500]})
            raise


if __name__ == "__main__":
    main()
