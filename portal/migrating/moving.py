"""Rows that move from tables to others, and what core tables say of them by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

import sqlalchemy as sa
from alembic import op

from portal.protection import keyring

__all__ = ["Names", "reflected", "stands"]

AT_ONCE = 1000


@dataclass(frozen=True)
class Names:
    """What is called otherwise from now on, old → new; `places` are encrypted columns as `table.column`."""

    tables: Mapping[str, str]
    columns: Mapping[str, str]
    places: Mapping[str, str]
    verbs: Mapping[str, str]
    series: Mapping[str, str]
    papers: Mapping[str, str]
    lists: Mapping[str, str]
    roles: Mapping[str, str]

    def back(self) -> "Names":
        """The other way round."""
        return Names(**{each.name: opposite(getattr(self, each.name)) for each in fields(self)})

    def move(self, tables: Iterable[str]) -> None:
        """Copy each row of these tables with its id."""
        for old in tables:
            source, target = reflected(old), reflected(self.tables[old])
            names = [self.columns.get(each.name, each.name) for each in source.columns]
            op.get_bind().execute(target.insert().from_select(names, sa.select(*source.columns)))
            if "verb" in target.c:
                _replace(target.c.verb, self.verbs)
            for before, place in self.places.items():
                if before.startswith(f"{old}."):
                    _seal_anew(target.c[place.partition(".")[2]], before)
            _count_on(target)

    def rename(self) -> None:
        """Papers, attachments, numbers, saved views, imports and appointments go on to be found."""
        documents = reflected("documents_document")
        _replace(documents.c.kind, self.papers, documents.c.subject_kind.in_(self.tables))
        for table, column, names in (
            ("documents_document", "subject_kind", self.tables),
            ("files_attachment", "subject_kind", self.tables),
            ("documents_number_series", "series", self.series),
            ("records_view", "list", self.lists),
            ("records_import", "key", self.lists),
            ("accounts_appointment", "role", self.roles),
            ("accounts_role_grant", "role", self.roles),
        ):
            _replace(reflected(table).c[column], names)


def opposite(names: Mapping[str, str]) -> dict[str, str]:
    """New → old; of two that became one, the first."""
    return {new: old for old, new in reversed(names.items())}


def stands(table: str) -> bool:
    """Whether the database has this table."""
    return sa.inspect(op.get_bind()).has_table(table)


def reflected(table: str) -> sa.Table:
    """A table as the database has it: models are of today."""
    return sa.Table(table, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)


def _replace(column: sa.Column, names: Mapping[str, str], *where: sa.ColumnElement[bool]) -> None:
    for old, new in names.items():
        op.get_bind().execute(column.table.update().where(column == old, *where).values({column: new}))


def _seal_anew(column: sa.Column, before: str) -> None:
    """Encrypt for this column what was encrypted for the place `before`."""
    connection, ident = op.get_bind(), column.table.c.id
    place, last = f"{column.table.name}.{column.name}", 0
    filled = sa.select(ident, column).where(column.is_not(None), column != "").order_by(ident).limit(AT_ONCE)
    write = column.table.update().where(ident == sa.bindparam("row")).values({column: sa.bindparam("sealed")})
    while rows := connection.execute(filled.where(ident > last)).all():
        plain = ((row, keyring.decrypt(stored, before)) for row, stored in rows)
        connection.execute(write, [{"row": row, "sealed": keyring.encrypt(text, place)} for row, text in plain])
        last = rows[-1][0]


def _count_on(table: sa.Table) -> None:
    """New rows get ids behind those that were copied with theirs; SQLite does so by itself."""
    if op.get_bind().dialect.name == "postgresql":
        behind = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        op.get_bind().execute(sa.select(sa.func.setval(sequence, behind, sa.false())))
