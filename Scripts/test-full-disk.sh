#!/usr/bin/env bash
# test-full-disk.sh COMMAND: fills a file system of 96 KB, mounted for this alone, by every writer of the command.
# Each must end with status 1, say which file and why, and leave what was there; needs root on Linux.
set -euo pipefail
command=$(readlink -f "${1:?usage: test-full-disk.sh COMMAND}")
photos=$(readlink -f "$(dirname "$0")/../Examples/photos")
[ "$(id -u)" -eq 0 ] || { echo 'test-full-disk: needs root to mount a file system' >&2; exit 1; }
if [ -z "${SWIFT_CLIP_DISK:-}" ]; then
    SWIFT_CLIP_DISK=$(mktemp -d) exec unshare --mount "$0" "$command"
fi
disk=$SWIFT_CLIP_DISK
mount -t tmpfs -o size=96k tmpfs "$disk"
trap 'cd /; umount "$disk"; rmdir "$disk"' EXIT
cd "$disk"
export XDG_CACHE_HOME=$disk/cache SWIFT_BACKTRACE=enable=no

failures=0
# try FILE ARGUMENTS…: FILE has content before; after the run it must be the same.
try() {
    local file=$1 status=0 said
    shift
    rm -rf ./* && echo before >"$file" && cp "$file" "$disk.before"
    head -c 4096 /dev/zero >filler && cat /dev/zero >filler 2>/dev/null || true
    truncate -s -4096 filler
    said=$("$command" "$@" -q 2>&1) || status=$?
    if [ "$status" -eq 1 ] && grep -q 'No space left on device' <<<"$said" && cmp -s "$file" "$disk.before" &&
        [ -z "$(find . -name '*.part' -o -name '*.new')" ]; then
        printf 'ok      %s\n' "$*"
    else
        printf 'FAILED  %s\n        status %s: %s; left: %s\n' "$*" "$status" "$said" "$(ls | tr '\n' ' ')"
        failures=$((failures + 1))
    fi
    rm -f "$disk.before"
}

try x.npy embed "$photos" -o x.npy
try x.safetensors embed "$photos" -o x.safetensors
try x.npy preprocess "$photos/cat.jpg" -o x.npy
try x.png doctor "$photos/cat.jpg" -o x.png
try x.safetensors classify --labels-file "$photos/labels.txt" --save-classifier x.safetensors --no-cache
try x.npy embed --text cat --text dog --text hat --text house --text tree -o x.npy

# A cache without room makes nothing fail.
rm -rf ./* && cat /dev/zero >filler 2>/dev/null || true
"$command" classify "$photos/cat.jpg" --labels cat,dog -q >/dev/null || { echo 'FAILED  a full cache'; failures=$((failures + 1)); }
[ "$failures" -eq 0 ] && echo 'test-full-disk: every writer told' || exit 1
