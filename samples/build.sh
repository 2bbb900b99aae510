#!/bin/bash
# Rebuild the sample apps from their source: samples/build.sh [FOLDER]
# Without FOLDER the committed ones are replaced. The same source gives the same bytes on Debian 12.
set -euo pipefail

samples="$(cd "$(dirname "$0")" && pwd)"
out="$(mkdir -p "${1:-$samples}" && cd "${1:-$samples}" && pwd)"
# Debian's Python by its path: another one may bring a zlib that packs differently.
python=/usr/bin/python3

# What must be there, and the Debian package that brings it.
needed=(
    /usr/bin/aapt2:aapt
    /usr/bin/apksigner:apksigner
    /usr/bin/openssl:openssl
    /usr/bin/smali:libsmali-java
    /usr/bin/zipalign:zipalign
    /usr/lib/llvm-14/bin/clang:clang
    /usr/lib/llvm-14/bin/dsymutil:llvm-14
    /usr/lib/llvm-14/bin/ld.lld:lld
    /usr/lib/llvm-14/bin/ld64.lld:lld
    /usr/lib/llvm-14/bin/llvm-strip:llvm-14
    /usr/lib/llvm-19/bin/ld64.lld:lld-19
    /usr/share/android-framework-res/framework-res.apk:android-framework-res
    "$python:python3"
)

missing=()
for entry in "${needed[@]}"; do
    [[ -e "${entry%%:*}" ]] || missing+=("${entry##*:}")
done
if ((${#missing[@]})); then
    echo "samples: missing Debian packages: ${missing[*]}" >&2
    echo "samples: apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi

export PATH="/usr/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
cd "$samples/.."
"$python" -m samples.android "$out/android"
"$python" -m samples.android.rebuild "$out/android"
"$python" -m samples.android.containers "$out/android"
"$python" -m samples.android.topics "$out/android"
"$python" -m samples.android.declared "$out/android"
"$python" -m samples.ios.build "$out/ios"
"$python" -m samples.ios.symbols "$out/ios"
"$python" -m samples.ios.build_bundle "$out/ios"
"$python" -m samples.ios.image_samples "$out/ios"
"$python" -m samples.ios.declared "$out/ios"
"$python" -m samples.ios.secrets "$out/ios"

cd "$out"
find android ios \( -name '*.a[ap][bk]' -o -name '*.apks' -o -name '*.xapk' -o -name '*.idsig' -o -name '*.dylib' -o -name '*.ipa' -o -name '*.dSYM.zip' -o -name mapping.txt \) -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | tee SHA256SUMS
