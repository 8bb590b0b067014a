#!/usr/bin/env bash
# Format and the rules that a compiler does not check. Prints every breach, then fails.
set -euo pipefail
cd "$(dirname "$0")/.."

breaches=0
breach() {
    printf 'lint: %s\n' "$1" >&2
    breaches=$((breaches + 1))
}

folders=()
for folder in Sources Tests Fuzzing Snippets Scripts Benchmarks; do
    [ ! -d "$folder" ] || folders+=("$folder")
done
swift format lint --strict --recursive --parallel Package.swift "${folders[@]}" || breach "format (swift format -i -r mends most)"

# Each C target has one wrapper, so that pointers stay in one place; nothing re-exports it.
for path in Sources/CC*/; do
    module=$(basename "$path")
    users=$(grep -rlE "import $module\b" Sources Tests --include='*.swift' | cut -d/ -f1-2 | sort -u || true)
    [ "$(wc -w <<<"$users")" -eq 1 ] || breach "$module must be imported by exactly one target, not: $(echo $users)"
    if loud=$(grep -rnE "(public|package|@_exported|@testable).*import $module\b" Sources Tests --include='*.swift'); then
        breach "$module must stay internal: $loud"
    fi
done

# A library neither ends its caller's process nor talks; the command may print.
for path in Sources/*/; do
    [ "$path" != Sources/swift-clip/ ] || continue
    if found=$(grep -rnE '\b(fatalError|print|debugPrint|dump|exit)\(|\btry!|\bas!' "$path" --include='*.swift' |
        grep -vE '^[^:]+:[0-9]+: *//'); then
        breach "not in a library: $found"
    fi
done
if found=$(grep -rnE '\b(TODO|FIXME|XXX)\b|\.disabled\(|XCTSkip' Sources Tests Snippets --include='*.swift' --include='*.[ch]' 2>/dev/null); then
    breach "unfinished: $found"
fi

# A file is one idea, unless it is data.
while read -r path; do
    lines=$(wc -l <"$path")
    [ "$lines" -le 600 ] || breach "$path has $lines lines; above 600 it is two ideas"
done < <(git ls-files 'Sources/*.swift' 'Sources/*.c' 'Sources/*.h' 'Sources/*.inc' 'Tests/*.swift' 'Scripts/*' 'Snippets/*' \
    ':!*/Data/*' ':!*/Model/*')

# What the README shows is what a build compiles.
[[ "$(<README.md)" == *"$(<Snippets/Classify.swift)"* ]] || breach "README.md does not show Snippets/Classify.swift as it is"

# Documentation/Parity.md names tests that exist and says what its sources say.
python3 Scripts/parity.py --check || breach "Documentation/Parity.md and what it is made of disagree"

for script in Scripts/*.sh .ci/run; do
    bash -n "$script" || breach "$script does not parse"
done

[ "$breaches" -eq 0 ] || { echo "lint: $breaches breaches" >&2; exit 1; }
echo "lint: nothing to say"
