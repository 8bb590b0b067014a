#!/usr/bin/env bash
# Runs the packed command in a root that holds glibc's files, a few pictures, and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
binary=dist/latest/bin/swift-clip
for library in $(ldd "$binary" | grep -oE '/[^ ]+\.so[^ ]*'); do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done
cp "$binary" "$root/swift-clip"
cp Examples/photos/cat.jpg Examples/photos/coffee.png "$root/"
mkdir "$root/others"
cp Tests/Goldens/images/codecs/{webp/lossy-60.webp,gif/palette.gif,tiff/saved-{zstd,lzma,jpeg,1-group4}.tif} "$root/others/"

# Swift reads a process's arguments from /proc, so that is there, as in every container. The mount goes
# with its namespace.
mkdir "$root/proc"
user=()
[ "$(id -u)" -eq 0 ] || user=(--map-root-user)
inside() {
    HOME=/ unshare ${user[@]+"${user[@]}"} --mount --pid --fork /bin/sh -c \
        'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$root" "$@"
}
said=$(inside /swift-clip classify /cat.jpg /coffee.png --labels cat,dog,coffee)
echo "$said"
grep -qE 'cat\.jpg +.*\bcat\b' <<<"$said" || { echo 'test-dist: no cat was seen' >&2; exit 1; }
inside /swift-clip classify /others --labels cat,dog
inside /swift-clip --help >/dev/null
# Downloads need one library more, and say so.
said=$(inside /swift-clip models pull ViT-B/32 2>&1 || true)
grep -q 'downloads need libcurl' <<<"$said" || { echo "test-dist: without libcurl it says: $said" >&2; exit 1; }
echo 'test-dist: runs with nothing but glibc'
