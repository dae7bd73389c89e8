"""A masked copy of a district: its rows of every table, in a SQLite file with a key of its own.

Left behind are attachments and papers, the audit trail, drafts, jobs, imports and saved views. A row is copied when it belongs to the
district, itself or with what it is part of (or to no unit), and all that it must refer to was copied.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    Connection,
    ForeignKey,
    MetaData,
    Row,
    String,
    Table,
    and_,
    create_engine,
    insert,
    inspect,
    or_,
    select,
    text,
)

from portal.extensions import db
from portal.migrating import VERSION_PREFIX
from portal.org.models import OrgUnit
from portal.people.models import Person, PersonTerm
from portal.people.pinyin import terms
from portal.plugin_admin.trial.changes import Changes
from portal.plugin_admin.trial.masking import Mask
from portal.protection import Encrypted, EncryptedJSON, Keyring

LEFT = {
    "audit_chain", "audit_entry", "documents_document", "files_attachment", "jobs_job", "people_term", "records_import",
    "records_import_piece", "records_mapping", "records_view", "web_draft", "web_submission",
}  # fmt: skip
CONTACTS = "records_contact"  # of no county: they belong where they are named
MOST, AT_ONCE = 20_000, 1_000  # rows of a table, the newest; rows written at once


@dataclass
class Copy:
    """From the database of the portal that is running into the file `path`, of the district `county`; `key` is the data key of the copy.
    Afterwards `rows` says how many."""

    county: OrgUnit
    path: Path
    key: str
    rows: int = 0
    _waiting: set[str] = field(default_factory=set, repr=False)
    _ids: dict[str, set] = field(default_factory=lambda: defaultdict(set), repr=False)

    def make(self) -> "Copy":
        """Create the file. All names are read once, the district once for its numbers, then once to be copied."""
        ring = Keyring()
        ring.load(self.key)
        there = set(inspect(db.session.connection()).get_table_names())
        tables = [table for table in db.metadata.sorted_tables if table.name in there - LEFT]
        self._waiting = {table.name for table in tables}
        changes, engine = Changes(Mask(), ring), create_engine(f"sqlite:///{self.path}")
        db.metadata.create_all(engine)
        for table in tables:
            changes.learn_names(_names(table, changes.names_in(table)))
            changes.learn(table, self._rows(table))
        with engine.begin() as connection:
            for table in tables:
                done = changes.of(table)
                self._waiting.discard(table.name)
                self._write(connection, table, (changes.row(done, row) for row in self._kept(table)), ring)
            self._write(connection, PersonTerm.__table__, _terms(connection), ring)
            _copy_versions(connection, there)
        engine.dispose()
        return self

    def _rows(self, table: Table) -> list[dict[str, Any]]:
        """Its newest rows of the district, or of no unit, the oldest first."""
        chosen = select(table).order_by(*(each.desc() for each in table.primary_key.columns)).limit(MOST)
        if (here := self._here(table)) is not None:
            chosen = chosen.where(here)
        return [dict(row) for row in reversed(db.session.execute(chosen).mappings().all())]

    def _here(self, table: Table) -> ColumnElement[bool] | None:
        """The condition for rows of the district: their own county, or that of the row they are part of; of contacts, of what names them."""
        if table.name == CONTACTS:
            naming = [
                key for each in db.metadata.sorted_tables for key in each.foreign_keys if key.column.table is table
            ]
            owned = [(key.parent, self._here(key.parent.table)) for key in naming if key.parent.table.name not in LEFT]
            return or_(*(table.c.id.in_(select(column).where(here)) for column, here in owned if here is not None))
        if table is OrgUnit.__table__:
            return None
        if "county_id" in table.c:
            return (table.c.county_id == self.county.id) | table.c.county_id.is_(None)
        wholes = [key for key in table.foreign_keys if not key.parent.nullable and _of_a_county(key.column.table)]
        return (
            and_(*(key.parent.in_(select(key.column).where(self._here(key.column.table))) for key in wholes))
            if wholes
            else None
        )

    def _kept(self, table: Table) -> Iterator[dict[str, Any]]:
        """Those whose references lead to rows that are copied, too; a reference elsewhere is emptied where it may be."""
        strict = any(isinstance(each, CheckConstraint) for each in table.constraints)
        for row in self._rows(table):
            lost = [key.parent for key in table.foreign_keys if self._is_lost(key, row[key.parent.name])]
            if any(strict or not column.nullable for column in lost):
                continue
            for column in table.primary_key.columns:
                self._ids[f"{table.name}.{column.name}"].add(row[column.name])
            yield row | {column.name: None for column in lost}

    def _is_lost(self, key: ForeignKey, value: Any) -> bool:
        led = key.column.table
        if value is None or led is OrgUnit.__table__ or led.name in self._waiting:  # tables that refer to each other
            return False
        return value not in self._ids[key.target_fullname]

    def _write(self, connection: Connection, table: Table, rows: Iterable[dict[str, Any]], ring: Keyring) -> None:
        """Encrypted with the key of the copy."""
        plain, seals, waiting = _unencrypted(table), _seals(table, ring), iter(rows)
        while some := list(islice(waiting, AT_ONCE)):
            sealed = [
                {name: seals[name](value) if name in seals and value else value for name, value in row.items()}
                for row in some
            ]
            connection.execute(insert(plain), sealed)
            self.rows += len(some)


def _names(table: Table, columns: Iterable[str]) -> Iterable[Row]:
    """All that stands in these columns, also of rows that are not copied: whoever is named in a text may live elsewhere. A portion at a time."""
    asked = [table.c[name] for name in columns]
    return db.session.execute(select(*asked), execution_options={"yield_per": AT_ONCE}) if asked else ()


def _of_a_county(table: Table) -> bool:
    return "county_id" in table.c and table is not OrgUnit.__table__


def _unencrypted(table: Table) -> Table:
    """The table as the database sees it: what is encrypted is text."""
    plain = table.to_metadata(MetaData())
    for column in plain.columns:
        if isinstance(column.type, Encrypted):
            column.type = JSON() if isinstance(column.type, EncryptedJSON) else String()
    return plain


def _seals(table: Table, ring: Keyring) -> dict[str, Callable[[Any], str]]:
    """Column → how its value is encrypted."""
    found: dict[str, Callable[[Any], str]] = {}
    for column in table.columns:
        if isinstance(column.type, Encrypted):
            found[column.name] = _seal(column.type.place, ring, as_json=isinstance(column.type, EncryptedJSON))
    return found


def _seal(place: str, ring: Keyring, *, as_json: bool) -> Callable[[Any], str]:
    return lambda value: ring.encrypt(json.dumps(value, ensure_ascii=False) if as_json else str(value), place)


def _terms(connection: Connection) -> Iterator[dict[str, Any]]:
    """By what the residents of the copy are found."""
    table = Person.__table__
    there = table.c.erased_at.is_(None), table.c.merged_into_id.is_(None)
    chosen = select(table.c.id, table.c.name, table.c.county_id, table.c.township_id, table.c.community_id).where(
        *there
    )
    for ident, name, *scopes in connection.execute(chosen).all():
        yield from (
            {"scope": scope, "term": term, "person_id": ident} for term in terms(name) for scope in {*scopes} - {None}
        )


def _copy_versions(connection: Connection, there: set[str]) -> None:
    """How far each history has come."""
    for name in sorted(each for each in there if each.startswith(VERSION_PREFIX)):
        connection.execute(text(f"CREATE TABLE {name} (version_num VARCHAR(64) NOT NULL PRIMARY KEY)"))
        for version in db.session.scalars(text(f"SELECT version_num FROM {name}")):  # noqa: S608  names of our own tables
            connection.execute(text(f"INSERT INTO {name} VALUES (:version)"), {"version": version})  # noqa: S608
