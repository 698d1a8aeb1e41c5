#!/usr/bin/env bash
# Writes requirements/*.txt again from pyproject.toml: every version and hash, no registry address (docs/decisions/0002).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

lock() {
    local into=requirements/$1
    shift
    quietly "$into" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@" --output-file "$into"
}

lock runtime.txt pyproject.toml "$@"
lock dev.txt pyproject.toml --group dev --constraints requirements/runtime.txt "$@"
lock node.txt --group pyproject.toml:node "$@"
lock uv.txt --group pyproject.toml:uv "$@"
