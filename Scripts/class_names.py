"""Writes Sources/CLIPData/ClassNames/Data/ImageNetNames.swift: ImageNet's 1,000 classes in the order of their indices.

    python Scripts/class_names.py

The names are those that OpenAI edited, as open_clip has them (MIT); the WordNet ids, in the same order, are the list
that timm carries. Each name is compared with WordNet's own words: those that share none are printed, to be looked at.
"""

import pathlib

import timm
from open_clip.zero_shot_metadata import IMAGENET_CLASSNAMES

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/CLIPData/ClassNames/Data/ImageNetNames.swift"
HEAD = '''/// ImageNet's classes by WordNet id, with the names that OpenAI edited. Written by `Scripts/class_names.py`.
enum ImageNetNames {
    /// A line for each class, in the order of class indices.
    static let lines = """
'''


def words(text: str) -> set[str]:
    return set(text.lower().replace(",", " ").replace("-", " ").split())


def main() -> None:
    folder = pathlib.Path(timm.__file__).parent / "data/_info"
    synsets = (folder / "imagenet_synsets.txt").read_text().split()
    lemmas = dict(line.split("\t") for line in (folder / "imagenet_synset_to_lemma.txt").read_text().splitlines())
    assert len(synsets) == len(IMAGENET_CLASSNAMES) == 1000 and synsets == sorted(synsets)
    for synset, name in zip(synsets, IMAGENET_CLASSNAMES):
        if not words(name) & words(lemmas[synset]):
            print(f"{synset} {name}: {lemmas[synset]}")
    lines = [f"        {synset} {name}\n" for synset, name in zip(synsets, IMAGENET_CLASSNAMES)]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(HEAD + "".join(lines) + '        """\n}\n')


if __name__ == "__main__":
    main()
