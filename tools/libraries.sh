#!/usr/bin/env bash
# Installs the libraries of a lock file, each checked by its hash, and the project itself in place:
#   tools/libraries.sh requirements.lock
set -euo pipefail

pip=(.venv/bin/pip -qq --disable-pip-version-check install --no-deps)

echo "安装 Python 库 / Installing Python libraries: $1"
"${pip[@]}" --require-hashes --only-binary :all: --requirement "$1"
"${pip[@]}" --no-build-isolation --editable .
