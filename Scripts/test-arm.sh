#!/usr/bin/env bash
# test-arm.sh: compiles the kernels and the resampler for Arm and compares NEON's with the plain ones under an emulator,
# with and without the dot products of Armv8.6. The resampler's bytes must also be this machine's. The emulator says
# nothing about speed.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in clang aarch64-linux-gnu-gcc qemu-aarch64; do
    command -v $tool >/dev/null ||
        { echo "test-arm: $tool is missing; on Debian: apt install gcc-aarch64-linux-gnu qemu-user" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

kernels=(Sources/CCLIPKernels/kernels*.c Tests/Kernels/agreement.c Tests/Kernels/gradients.c)
resampler=(Tests/Kernels/resampler.c)
for name in across_first axis down_first filters nearest resample rows wide passes_plain passes_neon passes_avx2 passes_avx512; do
    resampler+=("Sources/CCLIPImaging/$name.c")
done
flags=(-O2 -std=gnu17 -Wall -Werror -I Sources/CCLIPKernels/include -I Sources/CCLIPImaging/include -I Tests/Kernels)

# program NAME SOURCE…: for Arm.
program() {
    local name=$1 source
    mkdir "$folder/$name.o"
    for source in "${@:2}"; do
        clang --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include "${flags[@]}" -c "$source" \
            -o "$folder/$name.o/$(basename "$source").o"
    done
    aarch64-linux-gnu-gcc -static "$folder/$name.o"/*.o -o "$folder/$name" -lm
}
program agreement "${kernels[@]}"
program resampler "${resampler[@]}"
clang "${flags[@]}" "${resampler[@]}" -o "$folder/resampler-here" -lm

echo "== this machine"
"$folder/resampler-here" | tee "$folder/here"
for processor in cortex-a72 max; do
    echo "== $processor"
    qemu-aarch64 -cpu $processor "$folder/agreement"
    qemu-aarch64 -cpu $processor "$folder/resampler" | tee "$folder/there"
    [ "$(grep digest "$folder/here")" = "$(grep digest "$folder/there")" ] ||
        { echo "test-arm: the resampler gives other bytes on Arm" >&2; exit 1; }
done
