#!/usr/bin/env bash
# coverage.sh SCRATCH: prints the share of lines that the tests ran, by target, from SCRATCH's last run.
set -euo pipefail
scratch=$1
toolchain=$(dirname "$(readlink -f "$(command -v swift)")")
binary=$(ls "$scratch"/release/*PackageTests.xctest | head -n 1)

"$toolchain/llvm-cov" export "$binary" -object "$scratch/release/swift-clip" \
    -instr-profile "$scratch/release/codecov/default.profdata" -format lcov |
    awk -F: -v root="$PWD/Sources/" '
        $1 == "SF" { ours = index($2, root) == 1; split(substr($2, length(root) + 1), part, "/"); target = part[1] }
        ours && $1 == "LF" { all[target] += $2 }
        ours && $1 == "LH" { hit[target] += $2 }
        END {
            for (target in all) {
                printf "%-20s %6d of %6d lines  %5.1f %%\n", target, hit[target], all[target], 100 * hit[target] / all[target]
                total += all[target]; ran += hit[target]
            }
            printf "%-20s %6d of %6d lines  %5.1f %%\n", "~ all", ran, total, 100 * ran / total
        }' | sort
