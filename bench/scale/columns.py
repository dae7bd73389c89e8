"""What a copied row has in each of its columns, as SQL for both databases.

In the statements `c` is the copy, `m` where the row stands in its bundle, `t` the row of the demo, `h` the home, `u_<column>` the unit that the
copy has in this column.
"""

from sqlalchemy import Column, Date, String, Table, Text, UniqueConstraint

from bench.scale.stock import CASES, STANDING, Stock
from portal.columns import UtcDateTime
from portal.org.models import LEVELS, OrgUnit
from portal.people.models import Person

UNITS, PEOPLE = OrgUnit.__table__, Person.__table__
OWN = {  # what the copy says itself
    (CASES, "title"): "h.name || t.title",
    (CASES, "number"): "(SELECT number FROM bench_number x WHERE x.n = c.n AND x.rank = m.rank)",
    (CASES, "kind"): "c.kind",
    (STANDING, "kind"): "c.kind",
    (STANDING, "counted"): "t.until IS NULL",
}
DIGITS = "substr(cast(100000000000 + {place} AS varchar(12)), 2)"  # eleven, for what must be like no other


class Columns:
    """The expressions of one table; `based`: table → the highest id before."""

    def __init__(self, stock: Stock, table: Table, based: dict[str, int], sqlite: bool) -> None:
        self.stock, self.table, self.based, self.sqlite = stock, table, based, sqlite
        self.links = stock.links(table)
        self.units = [each.name for each in table.columns if _points_to(each, UNITS)]
        self.alone = _alone(table, {*self.links, "id", "number"})

    def all(self) -> dict[str, str]:
        """Column → expression."""
        return {each.name: self._expression(each) for each in self.table.columns}

    def place(self, table: Table, rank: str) -> str:
        """The id that the row of `rank` in its bundle has in this copy."""
        return f"({self.based[table.name]} + (c.n - 1) * {self.stock.most[table.name]} + {rank} + 1)"

    def _expression(self, column: Column) -> str:
        name, own = column.name, f't."{column.name}"'
        if said := OWN.get((self.table, name)):
            return said
        if (target := self.links.get(name)) is not None:
            return f"CASE WHEN {own} IS NOT NULL THEN {self.place(target, f'm.to_{name}')} END"
        if name == "id":
            return self.place(self.table, "m.rank")
        if _points_to(column, PEOPLE):
            return f"CASE WHEN {own} IS NOT NULL THEN h.first + mod(c.n * cast(7919 AS bigint) + {own}, h.many) END"
        if name in self.units:
            return f"u_{name}.id"
        if name in LEVELS and "unit_id" in self.units:
            return f'u_unit_id."{name}"'
        if isinstance(column.type, (Date, UtcDateTime)):
            return self._moved(own, isinstance(column.type, Date))
        if name == "number" and isinstance(column.type, String):
            return f"rtrim(rtrim({own}, '号'), '0123456789') || {self.place(self.table, 'm.rank')} || '号'"
        if name in self.alone and isinstance(column.type, (String, Text)):
            kept = f"CASE WHEN length({own}) > 11 THEN length({own}) - 11 ELSE 0 END"
            return f"substr({own}, 1, {kept}) || {DIGITS.format(place=self.place(self.table, 'm.rank'))}"
        return own

    def _moved(self, own: str, is_day: bool) -> str:
        """Earlier by what the copy says: by days alone what is a day."""
        if self.sqlite and is_day:
            return f"date({own}, '-' || c.days || ' days')"
        if self.sqlite:
            ago = "'-' || c.days || ' days', '-' || c.seconds || ' seconds'"
            return f"strftime('%Y-%m-%d %H:%M:%S', {own}, {ago}) || '.000000'"
        if is_day:
            return f"({own} - c.days)"
        return f"date_trunc('second', {own} - make_interval(days => c.days, secs => c.seconds))"


def _points_to(column: Column, table: Table) -> bool:
    return any(each.column.table is table for each in column.foreign_keys)


def _alone(table: Table, copied: set[str]) -> set[str]:
    """Texts that must be like no other: unique by themselves, or with columns that are the same in another copy. `copied`: those that are not."""
    unique = [each.columns for each in table.constraints if isinstance(each, UniqueConstraint)]
    unique += [each.columns for each in table.indexes if each.unique]
    texts = ([each.name for each in columns if isinstance(each.type, (String, Text))] for columns in map(list, unique))
    return {
        of[-1] for of, columns in zip(texts, unique, strict=True) if of and not copied & {each.name for each in columns}
    }
