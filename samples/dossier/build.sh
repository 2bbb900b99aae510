#!/bin/bash
# Make the worked example: samples/dossier/build.sh OUT
# OUT gets copies of the written files, assessments of both builds, and every document of the stage.
# APPSEC names the command (default: appsec); the date is fixed, so that the same builds give the
# same documents.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
samples="$(dirname "$here")"
out="$(mkdir -p "${1:?name a folder}" && cd "$1" && pwd)"
day=2026-03-01
read -r -a appsec <<<"${APPSEC:-appsec}"

cp -r "$here"/*.yaml "$here/evidence" "$out"
cd "$out"

assess() { # assess APP JSON [OPTION...]: a failing gate is a result like any other
    local app="$1" json="$2" code=0
    shift 2
    "${appsec[@]}" scan "$app" --class L2 --as-of "$day" --quiet --format "json=$json" "$@" || code=$?
    ((code <= 1 || code == 3)) || exit "$code"
}

statements=(--confirmations confirmations.yaml --dismissals dismissals.yaml)
assess "$samples/android/content/weak.apk" previous-android.json
assess "$samples/android/package/weak.apk" android.json \
    --declaration declaration-android.yaml "${statements[@]}"
assess "$samples/ios/bundle/bundle-weak.ipa" ios.json \
    --declaration declaration-ios.yaml "${statements[@]}"

"${appsec[@]}" dossier check || true
"${appsec[@]}" dossier build -o documents --format pdf,odt,ods,xlsx,html,md
"${appsec[@]}" dossier build -o documents --format pdf --lang en
"${appsec[@]}" dossier build -o documents --format pdf,odt --stage 申請
