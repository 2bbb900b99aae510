#!/bin/sh
# What every wrapper calls: install appsec if it is missing, scan, leave reports, pass on the exit code.
#
# Arguments go to `appsec scan`; without any, appsec.toml says what to scan. The environment:
#   APPSEC_OUT      folder of its own for the reports (default: appsec-reports); emptied before each run
#   APPSEC_REPORTS  formats to write (default: json sarif junit summary)
#   APPSEC_VERSION  version that must run; any other is refused (default: whichever is there)
#   APPSEC_PACKAGE  what pip installs if appsec is missing: a wheel, or a pinned requirement
#                   (default: the checkout that this script is in, with its locked dependencies)
#   APPSEC_VENV     where it is installed (default: below the user's cache folder)
#   PYTHON          Python 3.11 or later (default: python3)
# APPSEC_CLASS, APPSEC_GATE and the other settings are read by appsec itself.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${APPSEC_OUT:-appsec-reports}
version=${APPSEC_VERSION:-}
python=${PYTHON:-python3}

# Ends with a reason; 1 and 3 would look like a gate.
stop() {
    echo "appsec run: $2" >&2
    exit "$1"
}

pip_install() {
    "$python" -m pip install -q --disable-pip-version-check "$@" >&2 || stop 70 "pip could not install appsec"
}

install() {
    venv=${APPSEC_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/appsec/${version:-unpinned}}
    [ -n "${APPSEC_PACKAGE:-}" ] || [ -f "$here/../requirements.lock" ] ||
        stop 2 "appsec is not installed; set APPSEC_PACKAGE to a wheel or a pinned requirement"
    "$python" -m venv "$venv" >&2 || stop 70 "cannot make a virtual environment in $venv"
    python=$venv/bin/python
    if [ -n "${APPSEC_PACKAGE:-}" ]; then
        pip_install "$APPSEC_PACKAGE"
    else
        pip_install --require-hashes -r "$here/../requirements.lock"
        pip_install --no-deps --no-build-isolation "$here/.."
    fi
}

if "$python" -P -c 'import appsec' 2>/dev/null; then
    appsec() { "$python" -P -m appsec "$@"; }
elif command -v appsec >/dev/null 2>&1; then
    appsec() { command appsec "$@"; }
else
    install
    appsec() { "$python" -P -m appsec "$@"; }
fi

found=$(appsec --version) || stop 70 "appsec does not start"
found=${found##* }
[ -z "$version" ] || [ "$found" = "$version" ] || stop 2 "appsec $found is installed, $version is wanted"

# A report of an earlier run must not pass for one of this run.
if [ -e "$out/.made-by-appsec" ]; then
    rm -rf -- "$out"
elif [ -n "$(ls -A -- "$out" 2>/dev/null)" ]; then
    stop 2 "$out holds other files; set APPSEC_OUT to a folder of its own"
fi
mkdir -p -- "$out" && : >"$out/.made-by-appsec" || stop 2 "cannot write to $out"

for form in ${APPSEC_REPORTS:-json sarif junit summary}; do
    set -- "--format=$form=$out/" "$@"
done
# A label of the app may read like a command of the CI system (`::error::`, `##vso[`).
quoted() { if [ -n "${TF_BUILD:-}${TEAMCITY_VERSION:-}" ]; then sed 's/##/# #/g'; else cat; fi; }
exec 3>&2
if [ -n "${GITHUB_ACTIONS:-}" ]; then
    word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    [ "${#word}" -eq 32 ] || stop 70 "no random word to stop the commands of the log with"
    echo "::stop-commands::$word"
    trap 'echo "::$word::"' EXIT
    # Errors in the same stream: what is late must not come after commands are taken again.
    exec 3>&1
fi

code=0
appsec scan "$@" >"$out/terminal.txt" 2>"$out/.errors" || code=$?
quoted <"$out/.errors" >&3
rm -f -- "$out/.errors"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    for summary in "$out"/*.summary.md; do
        [ ! -e "$summary" ] || cat -- "$summary" >>"$GITHUB_STEP_SUMMARY"
    done
fi
# Last, so that the gate's sentence is the last line of the log.
quoted <"$out/terminal.txt"
exit "$code"
