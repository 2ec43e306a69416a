#!/bin/sh
# Regenerate the two lock files: hashed, for all platforms and Pythons at once, and without addresses.
# UV=/path/to/uv chooses another uv than the first in PATH. Arguments go to uv: --upgrade, --upgrade-package NAME.
set -eu

cd "$(dirname "$0")/.."
uv=${UV:-uv}

compile() {
    out=$1
    shift
    "$uv" --no-config pip compile pyproject.toml "$@" --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file "$out"
}

compile packaging/requirements.lock --group build "$@"
compile packaging/requirements-test.lock --group dev --constraints packaging/requirements.lock "$@"
