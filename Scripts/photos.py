"""Photos for scripts that need some, whichever."""

import pathlib
import random


def photo_paths(folder: pathlib.Path, count: int) -> list[pathlib.Path]:
    """`count` photos from all over `folder`, the same ones each time."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    if len(paths) < count:
        raise SystemExit(f"{folder} holds {len(paths)} photos; {count} are needed")
    return random.Random(0).sample(paths, count)
