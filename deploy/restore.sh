#!/usr/bin/env bash
# Puts an archive of backup.sh back; stop the portal first (systemctl stop portal):
#   deploy/restore.sh ARCHIVE [ENV_FILE]      (default /etc/portal/portal.env)
# What was there is replaced; the old SQLite file and attachments stay beside it, named .before-restore.
set -euo pipefail
umask 077

archive=${1:?usage: deploy/restore.sh ARCHIVE [ENV_FILE]}
set -a
. "${2:-/etc/portal/portal.env}"
set +a
database=${PORTAL_DATABASE_URL:-sqlite:///$PORTAL_INSTANCE/portal.db}

mkdir -p "$PORTAL_INSTANCE"
work=$(mktemp -d "$PORTAL_INSTANCE/restore.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'echo "没有恢复，原有数据未动 / not restored, nothing was changed: $archive" >&2' ERR
tar --extract --gzip --file="$archive" -C "$work"
test -d "$work/files"

set_aside() {
    [ -e "$1" ] || return 0
    rm -rf "$1.before-restore"
    mv "$1" "$1.before-restore"
}

case $database in
    sqlite:///*)
        file=${database#sqlite:///}
        test -s "$work/portal.db"
        test "$(sqlite3 "$work/portal.db" 'pragma integrity_check')" = ok
        if [ -e "$file" ]; then sqlite3 "$file" 'pragma wal_checkpoint(truncate)' >/dev/null; fi
        set_aside "$file"
        rm -f "$file-wal" "$file-shm"
        mv "$work/portal.db" "$file"
        ;;
    *) pg_restore --clean --if-exists --no-owner --single-transaction --dbname="${database/+psycopg/}" "$work/portal.dump" ;;
esac
trap - ERR
set_aside "$PORTAL_INSTANCE/files"
mv "$work/files" "$PORTAL_INSTANCE/files"

# root may restore, but the portal must be able to write
[ "$(id -u)" != 0 ] || chown -R --reference="$PORTAL_INSTANCE" "$PORTAL_INSTANCE"
echo "已恢复 / restored: $archive"
