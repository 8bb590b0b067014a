#!/usr/bin/env bash
# install.sh COMMAND PREFIX: puts the command, its manual page and its shell completions under PREFIX.
# install.sh --remove PREFIX: takes them away again.
set -euo pipefail
command=$1
prefix=$2

binary=$prefix/bin/swift-clip
manual=$prefix/share/man/man1/swift-clip.1
bash_completion=$prefix/share/bash-completion/completions/swift-clip
zsh_completion=$prefix/share/zsh/site-functions/_swift-clip
fish_completion=$prefix/share/fish/vendor_completions.d/swift-clip.fish

if [ "$command" = --remove ]; then
    rm -fv "$binary" "$manual" "$bash_completion" "$zsh_completion" "$fish_completion"
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$command" --experimental-dump-help >"$work/help.json"
swiftc -O "$(dirname "$0")/manual.swift" -o "$work/manual"
date=$(git -C "$(dirname "$0")" log -1 --date='format:%B %d, %Y' --format=%cd 2>/dev/null || LC_ALL=C date '+%B %d, %Y')
"$work/manual" "$date" <"$work/help.json" >"$work/swift-clip.1"
"$command" --generate-completion-script bash >"$work/bash"
"$command" --generate-completion-script zsh >"$work/zsh"
"$command" --generate-completion-script fish >"$work/fish"

put() {
    mkdir -p "$(dirname "$3")"
    install -m "$1" "$2" "$3"
    echo "$3"
}
put 755 "$command" "$binary"
strip "$binary" 2>/dev/null || true  # a smaller file; the same command
put 644 "$work/swift-clip.1" "$manual"
put 644 "$work/bash" "$bash_completion"
put 644 "$work/zsh" "$zsh_completion"
put 644 "$work/fish" "$fish_completion"
