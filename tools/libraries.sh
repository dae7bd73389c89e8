#!/usr/bin/env bash
# Installs the libraries of a lock file into .venv, each checked by its hash:
#   tools/libraries.sh requirements.lock [options of pip]
set -euo pipefail

echo "安装程序库 / Installing libraries: $1"
.venv/bin/pip -qq --disable-pip-version-check install --no-deps --require-hashes --only-binary :all: "${@:2}" --requirement "$1"
