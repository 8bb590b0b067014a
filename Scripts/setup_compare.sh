#!/bin/sh
# Makes the Python environment of `make compare`: the reference's, and the peers that only it asks for.
#
#     Scripts/setup_compare.sh FOLDER
#
# Does nothing where the folder has it already.
set -eu
folder=${1:?"usage: $0 FOLDER"}
here=$(cd "$(dirname "$0")" && pwd)
stamp=$(cat "$here/requirements.txt" "$here/requirements-compare.txt" | cksum)

[ "$(cat "$folder/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
sh "$here/setup_reference.sh" "$folder"
"$folder/bin/pip" --quiet --disable-pip-version-check install \
    -r "$here/requirements-compare.txt" -c "$here/requirements.txt"
"$folder/bin/python" -c "import openvino, nncf; print('openvino', openvino.__version__, 'nncf', nncf.__version__)"
echo "$stamp" > "$folder/stamp"
