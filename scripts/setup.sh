#!/bin/sh
# Make the virtual environment and install what is pinned: `setup.sh run` or `setup.sh test`.
set -eu
cd "$(dirname "$0")/.."
kind=$1
python=${PYTHON:-python3}
venv=${VENV:-.venv}
case $kind in run) lock=requirements.lock ;; test) lock=requirements-dev.lock ;; esac

say() { echo "setup: $*" >&2; }

# Installs Debian packages where this user may; otherwise says exactly what is missing.
debian() {
    if ! command -v apt-get >/dev/null 2>&1; then
        say "missing, please install: $*"
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo -n"; fi
    say "installing Debian packages: $*"
    # shellcheck disable=SC2086
    if ! { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "$@"; } \
        >/dev/null; then
        say "missing, please run: sudo apt-get install $*"
        return 1
    fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Python 3.11 or later is needed; '$python' is not one. Set PYTHON=..."
    exit 1
}
if [ ! -x "$venv/bin/python" ]; then
    "$python" -c 'import ensurepip' 2>/dev/null || debian python3-venv
    "$python" -m venv "$venv"
fi
stamp="$venv/.installed-$kind"
if [ ! -e "$stamp" ] || [ "$lock" -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    say "installing pinned Python packages from $lock"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    touch "$stamp"
fi
if [ "$kind" = test ]; then
    # mitmproxy wants other versions of packages than we do, so it has an environment of its own.
    probe=appsec/runtime/probe/requirements.txt
    if [ ! -e "$venv/probe/.installed" ] || [ "$probe" -nt "$venv/probe/.installed" ]; then
        say "installing pinned Python packages from $probe"
        if "$python" -m venv --clear "$venv/probe" &&
            "$venv/probe/bin/python" -m pip install -q --disable-pip-version-check \
                --require-hashes -r "$probe"; then
            touch "$venv/probe/.installed"
        else
            rm -rf "$venv/probe"
            say "mitmproxy could not be installed: tests of the network probe are skipped"
        fi
    fi
    # Without these the tests that need them are skipped, and say so.
    command -v chromium >/dev/null 2>&1 || debian chromium || true
    for each in apksigner:apksigner aapt2:aapt dexdump:dexdump llvm-readelf:llvm gcc:gcc \
        javac:openjdk-17-jdk-headless npm:npm adb:adb; do
        command -v "${each%%:*}" >/dev/null 2>&1 || debian "${each##*:}" || true
    done
    # The compiler of Objective-C is no command of its own.
    case $(gcc -print-prog-name=cc1obj 2>/dev/null) in /*) ;; *) debian gobjc || true ;; esac
    if ! command -v soffice >/dev/null 2>&1; then
        debian libreoffice-writer-nogui libreoffice-calc-nogui || true
    fi
    command -v pdftotext >/dev/null 2>&1 || debian poppler-utils || true
    fc-list 2>/dev/null | grep -qi 'noto sans cjk' || debian fontconfig fonts-noto-cjk || true
fi
