#!/usr/bin/env bash
# dist.sh SWIFT BUILD ARGUMENT…: links the command with static libraries, checks that nothing but
# glibc is left to find at run time, and packs it under dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(uname -s)" = Linux ] || { echo 'dist: for Linux only' >&2; exit 1; }

toolchain=$(dirname "$(readlink -f "$(command -v swift)")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What the static libtiff was built with, and nothing of ours names.
below=(zstd lzma deflate)
# A folder that holds archives alone, first on the linker's path: -lNAME finds the archive.
for library in jpeg png z webpdemux webp tiff "${below[@]}" stdc++ gcc_eh; do
    archive=$("$toolchain/clang" -print-file-name="lib$library.a")
    [ -f "$archive" ] || { echo "dist: lib$library.a is missing" >&2; exit 1; }
    ln -s "$archive" "$work/lib$library.a"
done
ln -s libgcc_eh.a "$work/libgcc_s.a"
# libtiff's two rarest compressions stay out: JBIG-KIT's licence is the GPL, and LERC is for elevations. Their
# entry points fail, and libtiff says that it cannot read such a strip.
"$toolchain/clang" -std=gnu17 -O1 -c -x c -o "$work/absent.o" - <<'C'
#define ABSENT(name) int name(void) { return 1; }
ABSENT(jbg_dec_init) ABSENT(jbg_dec_in) ABSENT(jbg_dec_free) ABSENT(jbg_dec_getsize) ABSENT(jbg_newlen)
ABSENT(jbg_enc_init) ABSENT(jbg_enc_out) ABSENT(jbg_enc_free)
ABSENT(lerc_decode) ABSENT(lerc_encodeForVersion) ABSENT(lerc_getBlobInfo)
const void *jbg_dec_getimage(void) { return 0; }
const char *jbg_strerror(void) { return "JBIG is not in this build"; }
C
"$@" -Xlinker "-L$work" -Xlinker "$work/absent.o" $(printf -- '-Xlinker -l%s ' "${below[@]}")

version=$(.build/release/swift-clip --version)
name=swift-clip-$version-linux-$(uname -m)
rm -rf "dist/$name"
bash Scripts/install.sh .build/release/swift-clip "dist/$name" >/dev/null
cp LICENSE THIRD-PARTY.md "dist/$name/"

needed=$(ldd "dist/$name/bin/swift-clip" | awk '{ print $1 }' |
    grep -vE '^(linux-vdso|libc|libm|libpthread|libdl|librt|/lib.*/ld-linux-.*)\.so' || true)
[ -z "$needed" ] || { echo "dist: not only glibc is needed: $needed" >&2; exit 1; }

when=$(git log -1 --format=%ct)
tar -C dist --sort=name --mtime="@$when" --owner=0 --group=0 --numeric-owner -cf - "$name" |
    gzip -n >"dist/$name.tar.gz"
ln -sfn "$name" dist/latest
ls -lh "dist/$name.tar.gz" | awk '{ print $NF " (" $5 ")" }'
