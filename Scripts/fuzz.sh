#!/usr/bin/env bash
# fuzz.sh MINUTES [TARGET…]: builds the readers of untrusted files with libFuzzer and the address sanitizer, and
# runs each for its part of the time, one per core. Inputs that reach new code stay in .fuzz/corpus, those that break
# something in .fuzz/found; an input above 512 MB of memory at once, or of more than five seconds of processor time,
# breaks something, too. The column "minutes" is processor time: what a target got, whatever else the machine did.
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:?usage: fuzz.sh MINUTES [TARGET…]}
shift
# A crash is libFuzzer's to report; Swift's own reporter would wait for a terminal.
export SWIFT_BACKTRACE=enable=no

resources=$(swiftc -print-target-info | sed -nE 's/.*"runtimeResourcePath": "(.*)".*/\1/p')
library=$(find "$resources"/../clang/*/lib/linux -name "libclang_rt.fuzzer_no_main-$(uname -m).a" 2>/dev/null | head -n 1)
[ -n "$library" ] || { echo 'fuzz: this toolchain has no libFuzzer' >&2; exit 1; }
# shellcheck disable=SC2046
swift build -c release --product fuzz --scratch-path .build-fuzz --sanitize=address $(bash Scripts/setup.sh --traits) \
    -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link -Xswiftc -use-ld=lld \
    -Xlinker "$library" -Xlinker -u -Xlinker LLVMFuzzerRunDriver \
    -Xlinker --export-dynamic-symbol=LLVMFuzzerRunDriver -Xlinker -lstdc++
fuzz=$PWD/.build-fuzz/release/fuzz

if [ $# -gt 0 ]; then targets=("$@"); else mapfile -t targets < <("$fuzz" --list | cut -d' ' -f1); fi
jobs=$(getconf _NPROCESSORS_ONLN)
rounds=$(((${#targets[@]} + jobs - 1) / jobs))
seconds=$((minutes * 60 / rounds))
printf '%-20s %8s %12s %9s %9s %8s\n' target minutes executions edges features findings

# run TARGET: fails if something was found.
run() {
    local target=$1 corpus=.fuzz/corpus/$1 found=.fuzz/found/$1 log=.fuzz/$1.log
    mkdir -p "$corpus" "$found"
    : >"$log"
    "$fuzz" --words "$target" >".fuzz/$target.words"
    # Seeds are folders, files and patterns; what is not there yet is no reason to stop.
    rm -rf ".fuzz/seeds/$target" && mkdir -p ".fuzz/seeds/$target"
    shopt -s nullglob
    local seed file
    # shellcheck disable=SC2046
    for seed in $("$fuzz" --list | sed -n "s/^$target //p"); do
        for file in "$seed" "$seed"/*; do
            # Large ones would take the time of many small ones.
            if [ -f "$file" ] && [ "$(wc -c <"$file")" -lt 32768 ]; then
                cp "$file" ".fuzz/seeds/$target/$(basename "$(dirname "$file")")-$(basename "$file")"
            fi
        done
    done
    shopt -u nullglob
    # The driver counts the five seconds of processor time; the clock's ten minutes are for what waits or never ends.
    local options=(-timeout=600 -report_slow_units=600 -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=16384 -print_final_stats=1
        -artifact_prefix="$found/")
    [ ! -s ".fuzz/$target.words" ] || options+=(-dict=".fuzz/$target.words")
    local end=$((SECONDS + seconds)) before
    before=$(find "$found" -type f | wc -l)
    # libFuzzer stops at a finding; it is started again for the time that is left.
    while [ $SECONDS -lt $end ]; do
        "$fuzz" "$target" "$corpus" ".fuzz/seeds/$target" -max_total_time=$((end - SECONDS)) \
            "${options[@]}" >>"$log" 2>&1 || true
    done
    local taken executions coverage findings
    # The second line of `times` is what this shell's children took: "12m3.456s 0m7.890s".
    times >".fuzz/$target.times"
    taken=$(tail -n 1 ".fuzz/$target.times" | awk '{ for (i = 1; i <= 2; i++) { split($i, part, "m"); sum += part[1] + part[2] / 60 } }
        END { printf "%.1f", sum }')
    executions=$(awk '$1 == "stat::number_of_executed_units:" { sum += $2 } END { print sum + 0 }' "$log")
    coverage=$(sed -nE 's/.*cov: ([0-9]+) ft: ([0-9]+).*/\1 \2/p' "$log" | sort -n | tail -n 1)
    findings=$(($(find "$found" -type f | wc -l) - before))
    # shellcheck disable=SC2086
    printf '%-20s %8s %12d %9d %9d %8d\n' "$target" "$taken" "$executions" ${coverage:-0 0} "$findings"
    [ "$findings" -eq 0 ]
}

# Ctrl-C does not reach what runs in the background of a script by itself.
trap 'trap - INT TERM; kill 0' INT TERM
trap 'rm -rf "/dev/shm/swift-clip-fuzz-"*' EXIT
status=0 running=0
for target in "${targets[@]}"; do
    if [ $running -eq "$jobs" ]; then
        wait -n || status=1
        running=$((running - 1))
    fi
    run "$target" &
    running=$((running + 1))
done
while [ $running -gt 0 ]; do
    wait -n || status=1
    running=$((running - 1))
done
exit $status
