#!/usr/bin/env python3
"""Makes Tests/Goldens/images/e-readers.json: what Pillow makes of odd, broken and rare picture files.

    python Scripts/goldens_readers.py                        # of the committed files
    python Scripts/goldens_readers.py --files ../e-readers   # copies the files again from the set

Files above 200 KB are left out. Some of the set lie in photos/e-readers already, where goldens_images.py has
them; the others go to e-readers. `picture_differences.toml` lists where this software decides otherwise.
"""

import argparse
import json
import pathlib
import shutil
import tomllib

import picture_reference

ROOT = pathlib.Path(__file__).resolve().parent.parent
IMAGES = ROOT / "Tests" / "Goldens" / "images"
LARGEST = 200_000


def copy(source):
    shutil.rmtree(IMAGES / "e-readers", ignore_errors=True)
    left_out = []
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if not path.is_file() or len(relative.parts) < 2 or (IMAGES / "photos" / "e-readers" / relative).exists():
            continue
        if path.stat().st_size > LARGEST:
            left_out.append(str(relative))
            continue
        target = IMAGES / "e-readers" / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    print("left out for their size:", ", ".join(left_out))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=pathlib.Path, help="folder of the set")
    arguments = parser.parse_args()
    picture_reference.check_versions()
    if arguments.files:
        copy(arguments.files)
    paths = [p for folder in ("e-readers", "photos/e-readers") for p in (IMAGES / folder).rglob("*")]
    files = [{"file": p.relative_to(IMAGES).as_posix(), **picture_reference.read(p)} for p in sorted(paths)
             if p.is_file() and p.suffix not in (".md", ".txt")]
    known = tomllib.loads((ROOT / "Scripts" / "picture_differences.toml").read_text(encoding="utf-8"))["difference"]
    differences = []
    for entry in files:
        for difference in known:
            if entry["file"].endswith(difference["file"]):
                differences.append({"file": entry["file"], "ours": difference["ours"], "reason": difference["reason"]})
    golden = {"pillow": picture_reference.PILLOW, "files": files, "differences": differences}
    (IMAGES / "e-readers.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(len(files), "files,", sum("refused" in f for f in files), "refused by Pillow,", len(differences), "read otherwise here")


if __name__ == "__main__":
    main()
