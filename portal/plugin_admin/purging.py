"""Removing a plugin for good: its rows are exported to a file, then its tables, migration history and decisions are deleted."""

import json
import zipfile
from pathlib import Path

from flask import current_app
from sqlalchemy import MetaData, Table, delete, inspect, select

from portal.extensions import db
from portal.migrating import VERSION_PREFIX
from portal.plugin.models import Activation
from portal.settings.models import SettingsRow


def tables_of(key: str) -> list[str]:
    """Tables in the database that belong to the plugin `key`, installed or not; never one of the core or of another."""
    manifests = current_app.extensions["portal_plugins"].manifests
    others = tuple(f"{each}_" for each in manifests if each != key)
    core = {name for name in db.metadata.tables if not name.startswith(tuple(f"{each}_" for each in (*manifests, key)))}
    present = inspect(db.session.connection()).get_table_names()
    return [
        name
        for name in sorted(present)
        if name.startswith(f"{key}_") and name not in core and not name.startswith(others)
    ]


def export(names: list[str], target: Path) -> int:
    """Write every row as a JSON line, one file a table, into the zip `target`; answers how many rows."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    count = 0
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for table in _reflected(names):
            lines = [
                json.dumps(dict(row._mapping), ensure_ascii=False, default=str)  # noqa: SLF001
                for row in db.session.execute(select(table))
            ]
            archive.writestr(f"{table.name}.jsonl", "\n".join(lines))
            count += len(lines)
    target.chmod(0o600)
    return count


def drop(key: str, names: list[str]) -> None:
    """Drop the tables and the version table, and forget the decisions and settings. In the transaction under way."""
    connection = db.session.connection()
    version = Table(f"{VERSION_PREFIX}{key}", MetaData())
    for table in [*reversed(_reflected(names)), version]:
        table.drop(connection, checkfirst=True)
    db.session.execute(delete(Activation).where(Activation.plugin == key))
    db.session.execute(delete(SettingsRow).where(SettingsRow.section == key))


def _reflected(names: list[str]) -> list[Table]:
    """As the database has them, parents before children: the plugin itself may be gone."""
    metadata = MetaData()
    metadata.reflect(db.session.connection(), only=names)
    return [table for table in metadata.sorted_tables if table.name in names]
