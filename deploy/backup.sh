#!/usr/bin/env bash
# Backs up database and attachments into one archive while the portal runs, and restores it somewhere else to check it:
#   deploy/backup.sh FOLDER [ENV_FILE]        (default /etc/portal/portal.env)
# portal-backup.timer does the same every night. The keys are not in it. Keep PORTAL_DATA_KEY elsewhere: without it the
# archive cannot be read.
set -euo pipefail
folder=${1:?usage: deploy/backup.sh FOLDER [ENV_FILE]}
set -a
. "${2:-/etc/portal/portal.env}"
set +a
home=$(cd "$(dirname "$0")/.." && pwd)
folder=$(realpath -m "$folder")
cd "$home"
exec .venv/bin/python -m portal.backup make "$folder"
