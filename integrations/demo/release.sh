#!/bin/sh
# The releases of a sample repository, from the first scan on, each step as a pipeline would do it.
#
# release.sh FOLDER [OPTIONS OF SCAN]: makes a git repository in FOLDER, which must not exist, and
# "builds" by copying sample apps. Ends with 0 if each step ended as it should, otherwise with 1.
# PYTHON (default: python3) must know appsec, or run.sh installs it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
samples=$here/../../samples/android
repo=${1:?usage: release.sh FOLDER [OPTIONS OF SCAN]}
shift
[ ! -e "$repo" ] || { echo "release: $repo exists" >&2; exit 2; }
mkdir -p -- "$repo" && cd -- "$repo"

commit() {
    git add -A
    git -c user.name=demo -c user.email=demo@example.invalid -c commit.gpgsign=false \
        commit -q -m "$1"
}

# The pipeline's job: what a wrapper runs. Any code but the one that is due ends the demo.
pipeline() {
    due=$1 step=$2
    shift 2
    code=0
    "$here/../run.sh" "$@" >pipeline.log 2>&1 || code=$?
    echo "== $step: exit code $code"
    sed -n '/^· /p' pipeline.log
    [ "$code" = "$due" ] || { cat pipeline.log; echo "release: $step: $due was due" >&2; exit 1; }
}

# What became better or worse since the baseline, for the one who reads the log.
compare() {
    "${PYTHON:-python3}" -P -m appsec diff appsec-baseline.json appsec-reports/app.apk.json \
        --lang en --fail-on worse | grep -E '(android|ios)-[a-z-]+  ' || true
}

build() {
    mkdir -p build
    cp -- "$samples/$1" build/app.apk
    cp -- "$samples/rebuilt/mapping.txt" build/mapping.txt
}

git init -q -b main .
printf 'build/\nappsec-reports/\npipeline.log\n' >.gitignore
cat >appsec.toml <<'END'
artefacts = ["build/app.apk"]
class = "L2"
lang = "en"
END
commit "An app, with settings for appsec"

build rebuilt/first.apk
pipeline 1 "first scan" "$@"

# The team knows of it now. From here on only what is new stops a build.
cp -- appsec-reports/app.apk.json appsec-baseline.json
cat >>appsec.toml <<'END'
gate = "new"
baseline = "appsec-baseline.json"
END
commit "Take the first scan as the baseline"
pipeline 0 "the same build against the baseline" "$@"

# The next builds are obfuscated: their mapping tells which finding is which.
echo 'mapping = ["build/mapping.txt"]' >>appsec.toml
commit "Obfuscate"
build rebuilt/changed.apk
pipeline 1 "worse build" "$@"
compare

build rebuilt/second.apk
pipeline 0 "fixed build" "$@"
compare

# For a release the baseline is no excuse: nothing may be left to find.
pipeline 1 "release of the fixed build" --gate findings "$@"
# This one is not obfuscated: no short name of the mapping occurs in it.
build package/fixed.apk
pipeline 0 "release of a build without findings" --gate findings "$@"
compare
