#!/usr/bin/env bash
# Turns the built modules' symbols and each target's catalog into documentation; a warning fails.
set -euo pipefail
cd "$(dirname "$0")/.."

toolchain=$(dirname "$(readlink -f "$(command -v swift)")")
tool() { if [ -x "$toolchain/$1" ]; then echo "$toolchain/$1"; else xcrun --find "$1"; fi; }

modules=.build/release/Modules
output=.build/documentation
triple=$(swift -print-target-info | sed -nE 's/.*"triple" *: *"([^"]+)".*/\1/p' | head -n 1)
sdk=()
[ "$(uname -s)" != Darwin ] || sdk=(-sdk "$(xcrun --show-sdk-path)")
clang_modules=()
for include in Sources/CC*/include; do clang_modules+=(-I "$include"); done
for map in .build/release/CC*.build/module.modulemap; do
    [ ! -e "$map" ] || clang_modules+=(-Xcc "-fmodule-map-file=$map")
done

rm -rf "$output"
failed=()
for module in CLIP CLIPBundledModel CLIPHub CLIPImages CLIPText CLIPWeights CLIPNumerics CLIPData CLIPCorruptions \
    CLIPEvaluation CLIPProbes CLIPGradients CLIPReports; do
    symbols=$output/symbols/$module
    mkdir -p "$symbols"
    "$(tool swift-symbolgraph-extract)" -module-name "$module" -target "$triple" ${sdk[@]+"${sdk[@]}"} \
        -I "$modules" "${clang_modules[@]}" -minimum-access-level public -skip-synthesized-members \
        -output-dir "$symbols"
    catalog=()
    [ ! -d "Sources/$module/$module.docc" ] || catalog=("Sources/$module/$module.docc")
    "$(tool docc)" convert ${catalog[@]+"${catalog[@]}"} --additional-symbol-graph-dir "$symbols" \
        --fallback-display-name "$module" --fallback-bundle-identifier "swift-clip.$module" \
        --warnings-as-errors --output-dir "$output/$module.doccarchive" || failed+=("$module")
done
[ ${#failed[@]} -eq 0 ] || { echo "docs: not without warnings: ${failed[*]}" >&2; exit 1; }
echo "documentation: $output/*.doccarchive"
