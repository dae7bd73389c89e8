#!/usr/bin/env bash
# Puts an archive of backup.sh back, after it was checked; stop the portal first (systemctl stop portal):
#   deploy/restore.sh ARCHIVE [ENV_FILE]      (default /etc/portal/portal.env)
# What was there is replaced; the old SQLite file and attachments stay beside it, named .before-restore.
set -euo pipefail
archive=$(realpath "${1:?usage: deploy/restore.sh ARCHIVE [ENV_FILE]}")
set -a
. "${2:-/etc/portal/portal.env}"
set +a
cd "$(dirname "$0")/.."
.venv/bin/python -m portal.backup restore "$archive"

# root may restore, but the portal must be able to write
[ "$(id -u)" != 0 ] || chown -R --reference="$PORTAL_INSTANCE" "$PORTAL_INSTANCE"
