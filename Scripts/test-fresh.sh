#!/usr/bin/env bash
# Does what a new user does on a bare Debian system: clone, `make demo`, `make test`.
# Needs root and debootstrap. Nothing stays behind but what KEEP names.
#
#   SUITE=bookworm       the release to bootstrap
#   DEBIAN=URL           where its packages come from; default: as this system's apt, else debootstrap's own
#   MIRROR=FOLDER        a folder that git is configured to read packages from; it is seen there too
#   ROOT=FOLDER          where to build the root; default: a new temporary folder
#   KEEP=1               leave the root for a look
#   TARGETS='demo test'  what to make
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" -eq 0 ] || { echo 'test-fresh: needs root' >&2; exit 1; }

suite=${SUITE:-bookworm}
debian=${DEBIAN:-$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 || true)}
root=${ROOT:-$(mktemp -d)}
swift=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")")
seen=(/proc /dev "$swift" ${MIRROR:+"$MIRROR"})

leave() {
    local place
    for place in "${seen[@]}"; do
        ! mountpoint -q "$root$place" || umount "$root$place"
    done
    [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$root"
}
trap leave EXIT

echo "== bare $suite in $root"
chmod 755 "$root"
[ -e "$root/etc/debian_version" ] ||
    debootstrap --variant=minbase --include=make,git,ca-certificates "$suite" "$root" $debian >"$root.log" 2>&1 ||
    { tail "$root.log" >&2; exit 1; }
rm -f "$root.log"

for place in "${seen[@]}"; do
    mkdir -p "$root$place"
    mount --bind "$place" "$root$place"
done
cp /etc/resolv.conf "$root/etc/"
# Where git reads packages from is this system's setting, not the repository's.
git config --system --get-regexp '^url\.' 2>/dev/null | while read -r key value; do
    git config --file "$root/etc/gitconfig" --add "$key" "$value"
done
git config --file "$root/etc/gitconfig" --add safe.directory '*'

mkdir -p "$root/source"
git bundle create --quiet "$root/source/repository.bundle" HEAD
inside() {
    chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH="$swift/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$@"
}
rm -rf "$root/source/swift-clip"
inside git -c advice.detachedHead=false clone --quiet /source/repository.bundle /source/swift-clip
for target in ${TARGETS:-demo test}; do
    began=$SECONDS
    echo "== make $target"
    inside make -C /source/swift-clip "$target"
    echo "== make $target: $((SECONDS - began)) s"
done
