#!/usr/bin/env bash
# test-arm.sh: compiles the kernels for Arm and compares NEON's with the plain ones under an emulator, with and
# without the dot products of Armv8.6. The emulator says nothing about speed.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in clang aarch64-linux-gnu-gcc qemu-aarch64; do
    command -v $tool >/dev/null ||
        { echo "test-arm: $tool is missing; on Debian: apt install gcc-aarch64-linux-gnu qemu-user" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for source in Sources/CCLIPKernels/kernels*.c Tests/Kernels/agreement.c; do
    clang --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include -O2 -std=gnu17 -Wall -Werror \
        -I Sources/CCLIPKernels/include -c "$source" -o "$folder/$(basename "$source").o"
done
aarch64-linux-gnu-gcc -static "$folder"/*.o -o "$folder/agreement" -lm
for processor in cortex-a72 max; do
    echo "== $processor"
    qemu-aarch64 -cpu $processor "$folder/agreement"
done
