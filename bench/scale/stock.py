"""What hangs on the cases of the demo, in whatever table of the core or a plugin: found along the foreign keys, so that no list is kept by hand.

Cases that lead to one another (merged, split) are copied together: rows that are connected make up one `Bundle`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Column, Row, Table, select

from portal.cases.models import Case
from portal.cases.rollup.models import Standing
from portal.extensions import db

CASES, STANDING = Case.__table__, Standing.__table__
SETTLED = ("archived", "declined")  # nothing is done with them any more
Node = tuple[str, tuple]  # a table, and the key of one of its rows


@dataclass
class Bundle:
    """Rows of the demo that are copied together: table → their keys, in order. `home`: the unit of its first case; `since`: when that came."""

    number: int
    rows: dict[str, list[tuple]] = field(default_factory=dict)
    home: int = 0
    since: datetime | None = None
    settled: bool = True

    @property
    def cases(self) -> int:
        return len(self.rows[CASES.name])


class Stock:
    """`tables`: those that hang on a case, each after those it points to. `bundles`: what there is to copy."""

    def __init__(self) -> None:
        self.tables = hanging()
        self._rows = {
            table.name: {_key(table, row): row for row in db.session.execute(select(table))} for table in self.tables
        }
        self.bundles = self._bundles()

    def links(self, table: Table) -> dict[str, Table]:
        """The columns of `table` that point to a table that is copied as well."""
        found = {each.name: target for each in table.columns for target in _targets(each) if target in self.tables}
        return found | ({"case_id": CASES} if table is STANDING else {})

    def row(self, table: Table, key: tuple) -> Row:
        return self._rows[table.name][key]

    @cached_property
    def most(self) -> dict[str, int]:
        """Table → how many rows of it a bundle has at most."""
        return {each.name: max(len(bundle.rows.get(each.name, ())) for bundle in self.bundles) for each in self.tables}

    def _bundles(self) -> list[Bundle]:
        beside: dict[Node, list[Node]] = defaultdict(list)
        for table in self.tables:
            for key, row in self._rows[table.name].items():
                for column, target in self.links(table).items():
                    if (ident := getattr(row, column)) is not None:
                        one, other = (table.name, key), (target.name, (ident,))
                        beside[one].append(other)
                        beside[other].append(one)
        seen, found = set[Node](), []
        for key in self._rows[CASES.name]:
            if (CASES.name, key) not in seen:
                found.append(self._bundle(len(found) + 1, _reached((CASES.name, key), beside, seen)))
        return found

    def _bundle(self, number: int, nodes: list[Node]) -> Bundle:
        bundle = Bundle(number)
        for table, key in sorted(nodes):
            bundle.rows.setdefault(table, []).append(key)
        cases = [self.row(CASES, key) for key in bundle.rows[CASES.name]]
        bundle.home, bundle.since = cases[0].unit_id, min(each.created_at for each in cases)
        bundle.settled = all(each.status in SETTLED for each in cases)
        return bundle


def hanging() -> list[Table]:
    """The tables whose rows hang on a case, each after those it points to."""
    tables, found = db.metadata.sorted_tables, {CASES, STANDING}
    while more := {each for each in tables if each not in found and any(found & _targets(c) for c in each.columns)}:
        found |= more
    return [each for each in tables if each in found]


def _targets(column: Column) -> set[Table]:
    return {each.column.table for each in column.foreign_keys}


def _key(table: Table, row: Any) -> tuple:
    return tuple(getattr(row, each.name) for each in table.primary_key.columns)


def _reached(start: Node, beside: dict[Node, list[Node]], seen: set[Node]) -> list[Node]:
    found, waiting = [], [start]
    seen.add(start)
    while waiting:
        found.append(node := waiting.pop())
        waiting += (more := {each for each in beside[node] if each not in seen})
        seen |= more
    return found
