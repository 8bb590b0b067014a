#!/usr/bin/env bash
# Installs what a build needs and this system lacks, and says what it installs.
# Looks by trying, not by package lists: nothing is done, and no network used, when all is there.
#
#   setup.sh            what every build needs
#   setup.sh --all      what the package traits HEIC and AVIF need, too
#   setup.sh --traits   installs nothing: prints the option that turns on the traits whose libraries are here
set -euo pipefail

minimum=6.3
codecs=(jpeg png z webp webpdemux tiff)
# The package traits, and the library that each needs.
traits=(HEIC:heif AVIF:avif)
[ "${1:-}" != --all ] || codecs+=("${traits[@]#*:}")

fail() {
    printf 'setup: %s\n' "$1" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The C compiler that the build will use: the one beside `swift`, else any.
compiler() {
    local beside
    beside=$(dirname "$(readlink -f "$(command -v swift)")")/clang
    if [ -x "$beside" ]; then echo "$beside"; else command -v clang || command -v cc || true; fi
}

# try LANGUAGE SOURCE FLAG…: whether this compiles and links.
try() {
    local language=$1 source=$2
    shift 2
    [ -n "$cc" ] && printf '%b\n' "$source" |
        "$cc" -x "$language" - ${paths[@]+"${paths[@]}"} "$@" -o "$work/tried" >/dev/null 2>&1
}

header() {
    case $1 in
        jpeg) echo '#include <stdio.h>\n#include <jpeglib.h>\nint main(void) { struct jpeg_error_mgr e; return !jpeg_std_error(&e); }' ;;
        png) echo '#include <png.h>\nint main(void) { return !png_access_version_number(); }' ;;
        heif) echo '#include <libheif/heif.h>\nint main(void) { return !heif_get_version(); }' ;;
        avif) echo '#include <avif/avif.h>\nint main(void) { return !avifVersion(); }' ;;
        tiff) echo '#include <tiffio.h>\nint main(void) { return !TIFFGetVersion(); }' ;;
        webp) echo '#include <webp/decode.h>\nint main(void) { return !WebPGetDecoderVersion(); }' ;;
        webpdemux) echo '#include <webp/demux.h>\nint main(void) { return !WebPGetDemuxVersion(); }' ;;
        z) echo '#include <zlib.h>\nint main(void) { return !zlibVersion(); }' ;;
    esac
}

# Prints one word for each thing that the build lacks.
lacking() {
    command -v git >/dev/null || echo git
    swift build --version >/dev/null 2>&1 || echo toolchain-libraries
    try c++ '#include <string>\nint main() { return std::string("ab").size() != 2; }' -lstdc++ ||
        try c++ '#include <string>\nint main() { return std::string("ab").size() != 2; }' -lc++ || echo c++
    local codec
    for codec in "${codecs[@]}"; do
        try c "$(header "$codec")" "-l$codec" || echo "$codec"
    done
    # The header alone: downloads load the library when they need it.
    try c '#include <curl/curl.h>\nint main(void) { return !LIBCURL_VERSION_NUM; }' || echo curl
    # What the tests' own hub runs on.
    command -v python3 >/dev/null || echo python3
    if [ "$system" = apt ] && [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then echo certificates; fi
}

package() {
    case $system:$1 in
        apt:git) echo git ;;
        apt:curl) echo libcurl4-openssl-dev ;;
        apt:python3) echo python3 ;;
        apt:certificates) echo ca-certificates ;;
        apt:toolchain-libraries) echo libcurl4 libncurses6 libsqlite3-0 libxml2 tzdata ;;
        apt:c++) echo g++ ;;
        apt:jpeg) echo libjpeg-dev ;;
        apt:png) echo libpng-dev ;;
        apt:webp | apt:webpdemux) echo libwebp-dev ;;
        apt:tiff) echo libtiff-dev ;;
        apt:heif) echo libheif-dev ;;
        apt:avif) echo libavif-dev ;;
        apt:z) echo zlib1g-dev ;;
        brew:jpeg) echo jpeg-turbo ;;
        brew:png) echo libpng ;;
        brew:tiff) echo libtiff ;;
        brew:heif) echo libheif ;;
        brew:avif) echo libavif ;;
        brew:webp | brew:webpdemux) echo webp ;;
        brew:git) echo git ;;
        brew:python3) echo python ;;
        brew:*) fail "$1 is missing: install Apple's command line tools (xcode-select --install)" ;;
    esac
}

install_packages() {
    echo "setup: installing $*"
    case $system in
        apt)
            local root=()
            if [ "$(id -u)" -ne 0 ]; then
                command -v sudo >/dev/null || fail "run as root, or install sudo, to add: $*"
                root=(sudo)
            fi
            ${root[@]+"${root[@]}"} apt-get update -qq
            # libheif decodes by libde265, which newer systems pack apart.
            [[ " $* " != *' libheif-dev '* ]] || set -- "$@" $(apt-cache pkgnames libheif-plugin-libde265)
            ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends "$@" >"$work/apt" 2>&1 ||
                { cat "$work/apt" >&2; fail "apt-get could not install: $*"; }
            ;;
        brew) brew install --quiet "$@" ;;
    esac
}

check_swift() {
    command -v swift >/dev/null ||
        fail "no 'swift' on the PATH. Install Swift $minimum or later (https://www.swift.org/install), then try again"
    local said version
    said=$(swift build --version 2>&1) || fail "'swift' does not start: $said"
    version=$(sed -nE 's/.*Swift ([0-9]+\.[0-9]+).*/\1/p' <<<"$said" | head -n 1)
    [ -n "$version" ] || fail "cannot tell Swift's version from: $said"
    [ "$(printf '%s\n' "$minimum" "$version" | sort -V | head -n 1)" = "$minimum" ] ||
        fail "Swift $version found; $minimum or later is needed (https://www.swift.org/install)"
}

paths=()
if command -v apt-get >/dev/null; then
    system=apt
elif command -v brew >/dev/null; then
    system=brew
    paths=("-I$(brew --prefix)/include" "-L$(brew --prefix)/lib")
else
    system=other
fi

command -v swift >/dev/null || check_swift
cc=$(compiler)
if [ "${1:-}" = --traits ]; then
    found=
    for trait in "${traits[@]}"; do
        ! try c "$(header "${trait#*:}")" "-l${trait#*:}" || found+=${found:+,}${trait%:*}
    done
    [ -z "$found" ] || echo "--traits $found"
    exit
fi
lacks=$(lacking)
if [ -n "$lacks" ]; then
    [ "$system" != other ] ||
        fail "missing: $(echo $lacks). Install them (development files of libjpeg, libpng, zlib, libwebp, libtiff, libcurl; a C++ compiler; git; Python 3) with your package manager"
    packages=()
    for thing in $lacks; do
        for name in $(package "$thing"); do
            [[ " ${packages[*]-} " != *" $name "* ]] || continue
            dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q '^install ok installed' || packages+=("$name")
        done
    done
    [ ${#packages[@]} -eq 0 ] || install_packages "${packages[@]}"
    cc=$(compiler)
    lacks=$(lacking)
    [ -z "$lacks" ] || { check_swift; fail "still missing after installing: $(echo $lacks)"; }
fi
check_swift
