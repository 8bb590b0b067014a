"""Makes Tests/Goldens/data's archives, pickles and matrices, as Python's own tools write them.

    python Scripts/goldens_data.py [--output FOLDER]

Pictures are PPMs of two pixels. Hostile archives are made by hand in the tests.
"""

import argparse
import gzip
import io
import json
import pathlib
import pickle
import shutil
import tarfile
import zipfile

import numpy
import scipy
import scipy.io

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "Tests/Goldens/data"


def picture(colour: int) -> bytes:
    return b"P6\n2 1\n255\n" + bytes([colour, 1, 2, 3, 4, colour])


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def archives(folder: pathlib.Path) -> None:
    """Class folders in a deflated zip, in tars of each format with long names, in a packed one; a manifest in a zip."""
    long_name = "cat/" + "deep/" * 60 + "é.ppm"
    names = {"cat/1.ppm": 1, long_name: 2, "dog/1.ppm": 3}
    with zipfile.ZipFile(folder / "folders.zip", "w") as archive:
        for name, colour in names.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if colour != 3 else zipfile.ZIP_STORED
            archive.writestr(info, picture(colour) + b" " * 500)
        archive.writestr(zipfile.ZipInfo("__MACOSX/cat/._1.ppm", (2020, 1, 1, 0, 0, 0)), b"x")
        archive.writestr(zipfile.ZipInfo("dog/", (2020, 1, 1, 0, 0, 0)), b"")
    with zipfile.ZipFile(folder / "manifest.zip", "w") as archive:
        rows = "filepath\ttitle\nphotos/1.ppm\ta cat\nphotos/2.ppm\ta dog\n../3.ppm\toutside\n"
        for name, content in [("all/captions.tsv", rows.encode()), ("all/photos/1.ppm", picture(1)),
                              ("all/photos/2.ppm", picture(2))]:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            archive.writestr(info, content)
    for kind, form in [("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT)]:
        with tarfile.open(folder / f"folders-{kind}.tar", "w", format=form) as archive:
            for name, colour in names.items():
                add(archive, "./" + name, picture(colour))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, colour in [("train/cat/1.ppm", 1), ("test/cat/2.ppm", 2)]:
            add(archive, name, picture(colour))
    (folder / "parts.tar.gz").write_bytes(gzip.compress(buffer.getvalue(), mtime=0))


def shards(folder: pathlib.Path) -> None:
    """WebDataset as CLIP_benchmark has it (classes, several labels, captions) and as img2dataset writes it."""
    def shard(path: pathlib.Path, samples: list[tuple[str, dict]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as archive:
            for key, files in samples:
                for ending, content in files.items():
                    add(archive, f"{key}.{ending}", content)

    root = folder / "wds-classes"
    shard(root / "test/0.tar", [("s000", {"cls": b"1", "ppm": picture(1)}), ("s001", {"cls": b"0\n", "ppm": picture(2)})])
    shard(root / "test/1.tar", [("s002", {"ppm": picture(3), "cls": b"1"}), ("s003", {"cls": b"7", "ppm": picture(4)}),
                                ("s004", {"cls": b"0"})])
    shard(root / "train/0.tar", [("s000", {"cls": b"0", "ppm": picture(5)})])
    for part, count in [("test", 2), ("train", 1)]:
        (root / part / "nshards.txt").write_text(f"{count}")
    (root / "classnames.txt").write_text("tabby cat\nEnglish springer\n")
    (root / "zeroshot_classification_templates.txt").write_text("a photo of a {c}.\na drawing of a {c}.\n")

    root = folder / "wds-labels"
    vectors = [numpy.array(bits, dtype) for bits, dtype in [([1, 0, 1], "int64"), ([0, 0, 0], "float32"), ([0, 1, 0], "uint8")]]
    samples = []
    for index, vector in enumerate(vectors):
        buffer = io.BytesIO()
        numpy.save(buffer, vector)
        samples.append((f"s{index}", {"ppm": picture(index), "npy": buffer.getvalue()}))
    shard(root / "test/0.tar", samples)
    (root / "test/nshards.txt").write_text("1")
    (root / "classnames.txt").write_text("a\nb\nc\n")
    (root / "dataset_type.txt").write_text("multilabel")

    root = folder / "wds-captions"
    shard(root / "test/0.tar", [("s0", {"ppm": picture(1), "txt": "a cat\na tabby\n".encode()}),
                                ("s1", {"ppm": picture(2), "txt": "ein Hündchen".encode()})])
    (root / "test/nshards.txt").write_text("1")
    (root / "dataset_type.txt").write_text("retrieval")

    root = folder / "img2dataset"
    for number in range(2):
        samples = []
        for index in range(2):
            key = f"{number:05d}{index:04d}"
            facts = {"caption": f"picture {key}", "url": "http://example.org/x.jpg", "key": key, "status": "success"}
            files = {"ppm": picture(index), "json": json.dumps(facts).encode()}
            if number == 0:
                files["txt"] = facts["caption"].encode()
            samples.append((key, files))
        shard(root / f"{number:05d}.tar", samples)


def cifar(folder: pathlib.Path) -> None:
    """Both sets, both forms, a few pictures each; pickles as Python 2 wrote them."""
    random = numpy.random.RandomState(1)
    pixels = random.randint(0, 256, (6, 3072)).astype(numpy.uint8)
    labels = [1, 0, 1, 0, 1, 0]
    coarse = [0, 1, 0, 1, 0, 1]
    binary = folder / "cifar-10-batches-bin"
    binary.mkdir()
    for name, rows in [("data_batch_1.bin", range(0, 2)), ("data_batch_2.bin", range(2, 4)), ("test_batch.bin", range(4, 6))]:
        (binary / name).write_bytes(b"".join(bytes([labels[row]]) + pixels[row].tobytes() for row in rows))
    (binary / "batches.meta.txt").write_text("airplane\nautomobile\n\n")
    binary = folder / "cifar-100-binary"
    binary.mkdir()
    for name, rows in [("train.bin", range(0, 4)), ("test.bin", range(4, 6))]:
        (binary / name).write_bytes(b"".join(bytes([coarse[row], labels[row]]) + pixels[row].tobytes() for row in rows))
    (binary / "fine_label_names.txt").write_text("apple\naquarium_fish\n")
    (binary / "coarse_label_names.txt").write_text("fruit\nfish\n")

    def python2(value, path: pathlib.Path) -> None:
        """Protocol 2 with Python 2's strings, as the published files have them."""
        out = io.BytesIO()
        out.write(b"\x80\x02")

        def save(item) -> None:
            if isinstance(item, str):
                text = item.encode()
                out.write(b"U" + bytes([len(text)]) + text)
            elif isinstance(item, int):
                out.write(b"K" + bytes([item]))
            elif isinstance(item, list):
                out.write(b"](")
                for element in item:
                    save(element)
                out.write(b"e")
            elif isinstance(item, dict):
                out.write(b"}(")
                for key, element in item.items():
                    save(key)
                    save(element)
                out.write(b"u")
            elif isinstance(item, numpy.ndarray):
                out.write(b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R")
                out.write(b"(K\x01" + b"".join(b"M" + size.to_bytes(2, "little") for size in item.shape) + b"\x86")
                out.write(b"cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb")
                out.write(b"\x89T" + item.nbytes.to_bytes(4, "little") + item.tobytes() + b"tb")
        save(value)
        out.write(b".")
        path.write_bytes(out.getvalue())
        loaded = pickle.loads(path.read_bytes(), encoding="bytes")
        assert set(loaded) == {key.encode() for key in value}

    python = folder / "cifar-10-batches-py"
    python.mkdir()
    for name, rows in [("data_batch_1", slice(0, 4)), ("test_batch", slice(4, 6))]:
        python2({"batch_label": name, "labels": labels[rows], "data": pixels[rows],
                 "filenames": [f"{name}_{row}.png" for row in range(len(labels[rows]))]}, python / name)
    python2({"num_cases_per_batch": 4, "label_names": ["airplane", "automobile"]}, python / "batches.meta")
    python = folder / "cifar-100-python"
    python.mkdir()
    for name, rows in [("train", slice(0, 4)), ("test", slice(4, 6))]:
        # Protocol 4, as a rewritten copy would be.
        (python / name).write_bytes(pickle.dumps(
            {"fine_labels": labels[rows], "coarse_labels": coarse[rows], "data": pixels[rows]}, protocol=4))
    names = {"fine_label_names": ["apple", "aquarium_fish"], "coarse_label_names": ["fruit", "fish"]}
    (python / "meta").write_bytes(pickle.dumps(names, protocol=4))
    # Protocol 5, in which NumPy's arrays are buffers: one that may be written to is a bytearray, the other one bytes.
    python = folder / "cifar-100-python-5"
    python.mkdir()
    for name, rows in [("train", slice(0, 4)), ("test", slice(4, 6))]:
        data = pixels[rows].copy()
        data.flags.writeable = name == "train"
        content = pickle.dumps({"fine_labels": labels[rows], "coarse_labels": coarse[rows], "data": data}, protocol=5)
        assert b"_frombuffer\x94\x93\x94(" + (b"\x96" if name == "train" else b"B") in content
        (python / name).write_bytes(content)
    (python / "meta").write_bytes(pickle.dumps(names, protocol=5))


def mnist(folder: pathlib.Path) -> None:
    root = folder / "mnist"
    root.mkdir()
    for part, count in [("train", 3), ("t10k", 2)]:
        images = numpy.arange(count * 12, dtype=numpy.uint8).reshape(count, 3, 4)
        content = b"\0\0\x08\x03" + b"".join(int(size).to_bytes(4, "big") for size in images.shape) + images.tobytes()
        labels = b"\0\0\x08\x01" + count.to_bytes(4, "big") + bytes(range(count))
        if part == "train":
            (root / "train-images-idx3-ubyte").write_bytes(content)
            (root / "train-labels-idx1-ubyte").write_bytes(labels)
        else:
            (root / "t10k-images-idx3-ubyte.gz").write_bytes(gzip.compress(content, mtime=0))
            (root / "t10k-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels, mtime=0))


def cars(folder: pathlib.Path) -> None:
    """The devkit's two matrices in the structure of the published ones, compressed and not."""
    root = folder / "stanford-cars"
    (root / "devkit").mkdir(parents=True)
    for part in ["cars_train", "cars_test"]:
        (root / part).mkdir()
        for number in range(1, 4):
            (root / part / f"{number:05d}.jpg").write_bytes(picture(number))
    names = numpy.array(["AM General Hummer SUV 2000", "Acura RL Sedan 2012", "Ram C/V Cargo Van Minivan 2012"], object)
    save(root / "devkit/cars_meta.mat", {"class_names": names.reshape(1, -1)}, compressed=False)
    columns = [("bbox_x1", "O"), ("bbox_y1", "O"), ("bbox_x2", "O"), ("bbox_y2", "O"), ("class", "O"), ("fname", "O")]
    rows = [(39, 116, 569, 375, 2, "00001.jpg"), (36, 116, 868, 587, 3, "00002.jpg"), (85, 109, 601, 381, 1, "00003.jpg")]
    save(root / "devkit/cars_train_annos.mat", {"annotations": table(columns, rows)}, compressed=True)
    save(root / "cars_test_annos_withlabels.mat", {"annotations": table(columns, rows[::-1])}, compressed=True)
    values = {"f64": numpy.array([[1.5, -2], [3, 4e300]]), "u8": numpy.arange(300, dtype="uint8").reshape(3, 100),
              "i32": numpy.array([[-7]], "int32"), "text": "häuser", "empty": numpy.zeros((0, 3)),
              "cells": numpy.array([["a", 2.0]], object), "flag": numpy.array([[True]]),
              "complex": numpy.array([[1 + 2j]])}
    save(folder / "values.mat", values, compressed=True)
    save(folder / "values-plain.mat", values, compressed=False)


def table(columns, rows) -> numpy.ndarray:
    structure = numpy.zeros((1, len(rows)), dtype=columns)
    for index, row in enumerate(rows):
        for (name, _), value in zip(columns, row):
            structure[0, index][name] = value
    return structure


def save(path: pathlib.Path, values: dict, compressed: bool) -> None:
    scipy.io.savemat(path, values, do_compression=compressed)
    # The header says when; the same bytes every time are better.
    content = bytearray(path.read_bytes())
    content[:116] = b"MATLAB 5.0 MAT-file Platform: posix, Created on: a day".ljust(116)
    path.write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=GOLDENS / "formats")
    output = parser.parse_args().output
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    for make in [archives, shards, cifar, mnist, cars]:
        make(output)
    (output / "README.md").write_text(
        f"Made by `python Scripts/goldens_data.py` with numpy {numpy.__version__} and scipy {scipy.__version__}; the "
        "names of classes are those of the published sets, all pixels are made up.\n")


if __name__ == "__main__":
    main()
