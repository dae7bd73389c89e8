"""Rows that move from tables to others, and what core tables say of them by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

import sqlalchemy as sa
from alembic import op

from portal.migrating.rows import trusted
from portal.protection import keyring

__all__ = ["Names", "Twin", "reflected", "stands"]

AT_ONCE = 1000
# columns of the core that hold names of a plugin → which of `Names` they are called by
RENAMED = {
    "documents_document.subject_kind": "tables",
    "files_attachment.subject_kind": "tables",
    "documents_number_series.series": "series",
    "records_view.list": "lists",
    "records_import.key": "lists",
    "records_mapping.key": "lists",
    "accounts_appointment.role": "roles",
    "accounts_role_grant.role": "roles",
    "accounts_own_role.base": "roles",
}


@dataclass(frozen=True)
class Twin:
    """Two tables that stay, one on either side, of the same things (forum and neighbourhood): rows that move point to the
    `old`, and then to the `new`. `pointers` are the columns that do, old → new. Things are the same where the columns `same`
    are; of one that only one side knows the other is told these and `fields`. `blank`: table → what it needs besides.
    """

    old: str
    new: str
    pointers: Mapping[str, str]
    same: tuple[str, ...]
    fields: tuple[str, ...] = ()
    blank: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def back(self) -> "Twin":
        return replace(self, old=self.new, new=self.old, pointers=opposite(self.pointers))

    def meet(self) -> None:
        """Tell the new side of what only the old one knows."""
        old, new, names = reflected(self.old), reflected(self.new), [*self.same, *self.fields]
        blank = self.blank.get(self.new, {})
        told = [*(old.c[each] for each in names), *map(sa.literal, blank.values())]
        unknown = sa.select(*told).where(~sa.exists().where(self._alike(old, new)))
        op.get_bind().execute(new.insert().from_select([*names, *blank], unknown))

    def pointer(self, column: sa.Column) -> sa.ColumnElement:
        """What `column`, that points to the old one, is on the new side."""
        old, new = reflected(self.old), reflected(self.new)
        found = sa.select(new.c.id).where(old.c.id == column, self._alike(old, new)).correlate(column.table)
        return found.scalar_subquery()

    def _alike(self, old: sa.Table, new: sa.Table) -> sa.ColumnElement[bool]:
        return sa.and_(*(old.c[each] == new.c[each] for each in self.same))


@dataclass(frozen=True)
class Names:
    """What is called otherwise from now on, old → new; `places` are encrypted columns as `table.column`. The rest (tables, verbs, series,
    papers, lists, roles, twins) as in `Adoption`."""

    tables: Mapping[str, str]
    columns: Mapping[str, str]
    places: Mapping[str, str]
    verbs: Mapping[str, str]
    series: Mapping[str, str]
    papers: Mapping[str, str]
    lists: Mapping[str, str]
    roles: Mapping[str, str]
    twins: tuple[Twin, ...] = ()

    def back(self) -> "Names":
        """The other way round."""
        names = {each.name: opposite(getattr(self, each.name)) for each in fields(self) if each.name != "twins"}
        return Names(**names, twins=tuple(each.back() for each in self.twins))

    @trusted()
    def move(self, tables: Iterable[str]) -> None:
        """Copy each row of these tables with its id."""
        tables = list(tables)
        for twin in self.twins if tables else ():
            twin.meet()
        for old in tables:
            source, target = reflected(old), reflected(self.tables[old])
            held = [
                each for each in source.columns if self.columns.get(each.name, each.name) in target.c
            ]  # older tables lack some
            names = [self.columns.get(each.name, each.name) for each in held]
            values = [self._value(each) for each in held]
            op.get_bind().execute(target.insert().from_select(names, sa.select(*values).select_from(source)))
            if "verb" in target.c:
                _replace(target.c.verb, self.verbs)
            for before, place in self.places.items():
                if before.startswith(f"{old}."):
                    _seal_anew(target.c[place.partition(".")[2]], before)
            _count_on(target)

    def _value(self, column: sa.Column) -> sa.ColumnElement:
        twin = next((each for each in self.twins if column.name in each.pointers), None)
        return twin.pointer(column) if twin else column

    @trusted()
    def rename(self) -> None:
        """Papers, attachments, numbers, saved views, imports and appointments go on to be found."""
        documents = reflected("documents_document")
        _replace(documents.c.kind, self.papers, documents.c.subject_kind.in_(self.tables))
        for place, names in RENAMED.items():
            table, column = place.split(".")
            _replace(reflected(table).c[column], getattr(self, names))


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
