"""Zero-shot classification with open_clip: its README's example, with batches and a loader beside the model.

    python open_clip_folder.py MODEL LABELS IMAGE|FOLDER…
"""

import os
import pathlib
import sys

import open_clip
import torch
from PIL import Image


class Pictures(torch.utils.data.Dataset):
    def __init__(self, paths, preprocess):
        self.paths, self.preprocess = paths, preprocess

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return self.preprocess(Image.open(self.paths[index]))


folder, labels, *names = sys.argv[1:]
labels = labels.split(",")
paths = [path for name in map(pathlib.Path, names)
         for path in (sorted(name.glob("*.jpg")) if name.is_dir() else [name])]

model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{folder}")
model.eval()
tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
workers = len(os.sched_getaffinity(0)) if len(paths) > 1 else 0
loader = torch.utils.data.DataLoader(Pictures(paths, preprocess), batch_size=32, num_workers=workers)

with torch.no_grad():
    texts = model.encode_text(tokenizer([f"a photo of a {label}." for label in labels]))
    texts /= texts.norm(dim=-1, keepdim=True)
    number = 0
    for images in loader:
        features = model.encode_image(images)
        features /= features.norm(dim=-1, keepdim=True)
        scores = (model.logit_scale.exp() * features @ texts.T).softmax(dim=-1)
        for row in scores:
            best = row.argmax().item()
            print(paths[number], labels[best], f"{row[best].item():.4f}", sep="\t")
            number += 1
