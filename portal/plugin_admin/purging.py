"""Removing a plugin for good: its rows, files and papers are exported to a file, then deleted with its tables, its migration history, its
jobs, lists, numbers and decisions."""

import json
import zipfile
from contextlib import suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import MetaData, Select, Table, delete, inspect, or_, select

from portal.extensions import db
from portal.files import storage
from portal.migrating import VERSION_PREFIX
from portal.plugin.models import Activation
from portal.settings.models import SettingsRow

CONTACTS, AT_ONCE = "records_contact", 500
BESIDE = {
    "files_attachment": "subject_kind",
    "documents_document": "subject_kind",
    "documents_number_series": "series",
    "jobs_job": "plugin",
    "records_export_request": "list",
    "records_view": "list",
    "records_import": "key",
    "records_mapping": "key",
}  # tables of the core with rows that belong to plugins → the column that says to which: its key, one of its tables, or `key.list`


def tables_of(key: str) -> list[str]:
    """Tables in the database that belong to the plugin `key`, installed or not; never one of the core or of another, hence none for a key
    that no plugin may have."""
    registry = current_app.extensions["portal_plugins"]
    manifests = registry.manifests
    if VERSION_PREFIX.startswith(f"{key}_") or any(
        f"{key}_".startswith(f"{name}_") for name in registry.reserved if name
    ):
        return []
    others = tuple(f"{each}_" for each in manifests if each != key)
    core = {name for name in db.metadata.tables if not name.startswith(tuple(f"{each}_" for each in (*manifests, key)))}
    present = inspect(db.session.connection()).get_table_names()
    return [
        name
        for name in sorted(present)
        if name.startswith(f"{key}_") and name not in core and not name.startswith(others)
    ]


def waiting_in(key: str, names: list[str]) -> list[str]:
    """Those of `names` of which the installed plugin `key` knows nothing any more: rows that a plugin split off it has yet to take over
    (portal.migrating.adoption)."""
    installed = key in current_app.extensions["portal_plugins"].manifests
    return [name for name in names if name not in db.metadata.tables] if installed else []


def export(key: str, names: list[str], target: Path) -> int:
    """Write every row as a JSON line, one file a table, and what was uploaded or printed, into the zip `target`; answers how many rows
    the plugin had in tables of its own."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    count = 0
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for table, chosen in [*((table, select(table)) for table in _reflected(names)), *_beside(key, names)]:
            lines = [
                json.dumps(dict(row._mapping), ensure_ascii=False, default=str)  # noqa: SLF001
                for row in db.session.execute(chosen)
            ]
            archive.writestr(f"{table.name}.jsonl", "\n".join(lines))
            count += len(lines) if table.name in names else 0
        for digest in sorted(_contents(key, names)):
            with suppress(OSError, ValueError):  # what the storage lost cannot be handed over
                archive.writestr(f"files/{digest}", storage.get(digest))
    target.chmod(0o600)
    return count


def drop(key: str, names: list[str]) -> set[str]:
    """Drop the tables and the version table, and forget what core tables hold of the plugin, and the people whom the tables named. In the
    transaction under way. Answers the contents that nothing names any more, for `storage.forget` once it is committed."""
    connection = db.session.connection()
    tables, version = _reflected(names), Table(f"{VERSION_PREFIX}{key}", MetaData())
    named, contents = _named_in(tables), _contents(key, names)
    for table in [*reversed(tables), version]:
        table.drop(connection, checkfirst=True)
    for table, chosen in _beside(key, names):
        db.session.execute(delete(table).where(chosen.whereclause))
    for start in range(0, len(named), AT_ONCE):
        contacts = db.metadata.tables[CONTACTS]
        db.session.execute(delete(contacts).where(contacts.c.id.in_(named[start : start + AT_ONCE])))
    db.session.execute(delete(Activation).where(Activation.plugin == key))
    db.session.execute(delete(SettingsRow).where(SettingsRow.section == key))
    return contents - {digest for table in _with_contents() for digest in db.session.scalars(select(table.c.sha256))}


def _beside(key: str, names: list[str]) -> list[tuple[Table, Select]]:
    """What tables of the core hold of the plugin."""
    found = []
    for name, column in BESIDE.items():
        table = db.metadata.tables[name]
        whose = table.c[column]
        found.append(
            (table, select(table).where(or_(whose.in_([key, *names]), whose.startswith(f"{key}.", autoescape=True))))
        )
    return found


def _with_contents() -> list[Table]:
    return [table for name in BESIDE if "sha256" in (table := db.metadata.tables[name]).c]


def _contents(key: str, names: list[str]) -> set[str]:
    """Hashes of the files and papers of the plugin."""
    chosen = [rows for table, rows in _beside(key, names) if table in _with_contents()]
    return {row.sha256 for rows in chosen for row in db.session.execute(rows)}


def _named_in(tables: list[Table]) -> list[int]:
    """Ids of the contacts that rows of `tables` point to; nobody else does."""
    keys = [key for table in tables for key in table.foreign_keys if key.target_fullname == f"{CONTACTS}.id"]
    return [ident for key in keys for ident in db.session.scalars(select(key.parent).where(key.parent.is_not(None)))]


def _reflected(names: list[str]) -> list[Table]:
    """As the database has them, parents before children: the plugin itself may be gone."""
    metadata = MetaData()
    metadata.reflect(db.session.connection(), only=names)
    return [table for table in metadata.sorted_tables if table.name in names]
