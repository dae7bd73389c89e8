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

CONTACTS, AT_ONCE = "records_contact", 500


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
    """Drop the tables and the version table, and forget the decisions, the settings, and the people whom the tables named. In
    the transaction under way."""
    connection = db.session.connection()
    tables, version = _reflected(names), Table(f"{VERSION_PREFIX}{key}", MetaData())
    named = _named_in(tables)
    for table in [*reversed(tables), version]:
        table.drop(connection, checkfirst=True)
    for start in range(0, len(named), AT_ONCE):
        contacts = db.metadata.tables[CONTACTS]
        db.session.execute(delete(contacts).where(contacts.c.id.in_(named[start : start + AT_ONCE])))
    db.session.execute(delete(Activation).where(Activation.plugin == key))
    db.session.execute(delete(SettingsRow).where(SettingsRow.section == key))


def _named_in(tables: list[Table]) -> list[int]:
    """Ids of the contacts that rows of `tables` point to; nobody else does."""
    keys = [key for table in tables for key in table.foreign_keys if key.target_fullname == f"{CONTACTS}.id"]
    return [ident for key in keys for ident in db.session.scalars(select(key.parent).where(key.parent.is_not(None)))]


def _reflected(names: list[str]) -> list[Table]:
    """As the database has them, parents before children: the plugin itself may be gone."""
    metadata = MetaData()
    metadata.reflect(db.session.connection(), only=names)
    return [table for table in metadata.sorted_tables if table.name in names]
