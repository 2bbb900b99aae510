#!/bin/sh
# Resolve the dependencies anew and pin them, by hash, for every system that the tool runs on.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
resolve() { "$uv" pip compile -q --universal --generate-hashes --no-header --python-version 3.11 "$@" pyproject.toml; }
# The probe's environment: the last mitmproxy that runs on the oldest Python that we run on.
echo "mitmproxy==11.0.2" | "$uv" pip compile -q --universal --generate-hashes --no-header \
    --no-annotate --python-version 3.11 -o appsec/runtime/probe/requirements.txt -
resolve --group build -o requirements.lock
resolve --group dev --all-extras -c requirements.lock -o requirements-dev.lock
