#!/bin/sh
# Makes the Python environment that the scripts of this folder run in.
#
#     Scripts/setup_reference.sh FOLDER
#
# A build of torch without CUDA is taken if pip finds one (2.13.0+cpu), else the plain one. torchvision's
# wheel links CUDA: without it its C++ operators do not load, and the import stops at registrations for
# two of them (`nms`, `qnms`), although nothing that CLIP uses needs them. So these are declared by name.
set -eu
folder=${1:?"usage: $0 FOLDER"}
here=$(cd "$(dirname "$0")" && pwd)

python3 -m venv "$folder"
pip="$folder/bin/pip --quiet --disable-pip-version-check"
$pip install "torch==2.13.0+cpu" || $pip install "torch==2.13.0"
uses_torch='^torchvision==\|^timm==\|^open_clip_torch==\|^clip-anytorch=='
grep -v "^torch==\|$uses_torch" "$here/requirements.txt" > "$folder/rest.txt"
$pip install -r "$folder/rest.txt"
# Without their dependencies: these would replace torch by another build of it.
$pip install --no-deps $(grep "$uses_torch" "$here/requirements.txt")

"$folder/bin/python" - <<'PYTHON'
import importlib.util
import pathlib

package = pathlib.Path(importlib.util.find_spec("torch").origin).parent.parent / "torchvision"
extension = package / "extension.py"
declaration = '''
if not _has_ops():
    _nms = torch.library.Library("torchvision", "DEF")
    for _name in ("nms", "qnms"):
        _nms.define(f"{_name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
'''
text = extension.read_text()
if declaration not in text:
    extension.write_text(text + declaration)
PYTHON

"$folder/bin/python" -c "
import open_clip, onnxruntime, timm, torch, torchvision, transformers, PIL
for m in (torch, torchvision, open_clip, timm, transformers, PIL, onnxruntime):
    print(m.__name__, m.__version__)"
