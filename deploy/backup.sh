#!/usr/bin/env bash
# Backs up database and attachments into one archive while the portal runs:
#   deploy/backup.sh FOLDER [ENV_FILE]        (default /etc/portal/portal.env)
# The keys are not in it. Keep PORTAL_DATA_KEY elsewhere: without it the archive cannot be read.
set -euo pipefail
umask 077

folder=${1:?usage: deploy/backup.sh FOLDER [ENV_FILE]}
set -a
. "${2:-/etc/portal/portal.env}"
set +a
database=${PORTAL_DATABASE_URL:-sqlite:///$PORTAL_INSTANCE/portal.db}
archive=$folder/portal-$(date +%Y%m%d-%H%M%S).tar.gz

mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The database first: attachments are never changed, so all that it names are still there afterwards.
case $database in
    sqlite:///*) sqlite3 "${database#sqlite:///}" ".timeout 30000" ".backup '$work/portal.db'" ;;
    *) pg_dump --format=custom --no-owner --file="$work/portal.dump" "${database/+psycopg/}" ;;
esac
mkdir -p "$PORTAL_INSTANCE/files"
tar --create --gzip --file="$archive.part" -C "$work" . -C "$PORTAL_INSTANCE" files
mv "$archive.part" "$archive"
echo "已备份 / backed up: $archive"
