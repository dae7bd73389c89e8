"""Cases with all that hangs on them and on their residents, a hundred times over: copies of rows that the portal's own steps wrote, made in seconds.
Every copy has a number, and residents an ID number, of its own."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKey, Table, func, insert, select, text

from portal.cases.models import Case
from portal.cases.rollup.models import Standing
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person

ROOTS: tuple[Table, ...] = (Person.__table__, Case.__table__)
OWN = {("cases_case", "number"), ("people_person", "id_hash")}  # unique in a county
AT_ONCE = 2000  # rows of one statement


def multiply(grid: OrgUnit, times: int) -> None:
    """Beside each case and resident of `grid` there are `times` less one copies afterwards. Commits."""
    tables = [each for each in db.metadata.sorted_tables if each in ROOTS or _links(each)]
    known = {each.name: set(db.session.scalars(select(each.c.id).where(each.c.grid_id == grid.id))) for each in ROOTS}
    stock = {each.name: list(_stock(each, known)) for each in tables}
    spans = {
        each.name: db.session.scalar(select(func.max(each.c.id)))
        for each in tables
        if stock[each.name] and "id" in each.c
    }
    for table in tables:
        copies = list(_copies(table, stock[table.name], spans, times))
        for start in range(0, len(copies), AT_ONCE):
            db.session.execute(insert(table), copies[start : start + AT_ONCE])
        if copies and table.name in spans and db.engine.dialect.name == "postgresql":
            last = f"setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            db.session.execute(text(f"SELECT {last}"))
        db.session.commit()


def _stock(table: Table, known: dict[str, set[int]]) -> Iterator[Any]:
    """The rows of `table` that hang on what is `known`."""
    links = {"id": table.name} if table in ROOTS else _links(table)
    for row in db.session.execute(select(table)).mappings():
        if any(row[name] in known[target] for name, target in links.items()):
            yield row


def _links(table: Table) -> dict[str, str]:
    """Column → the table of which it has an id: cases and residents."""
    keys: list[ForeignKey] = [key for key in table.foreign_keys if key.column.table in ROOTS]
    found = {key.parent.name: key.column.table.name for key in keys}
    return found | ({"case_id": Case.__tablename__} if table is Standing.__table__ else {})


def _copies(table: Table, stock: list[Any], spans: dict[str, int], times: int) -> Iterator[dict]:
    links = _links(table)
    for nth in range(1, times):
        for row in stock:
            made = dict(row)
            if "id" in made:
                made["id"] += nth * spans[table.name]
            for name, target in links.items():
                if made[name] is not None:
                    made[name] += nth * spans[target]
            for name in made:
                if (table.name, name) in OWN and made[name]:
                    made[name] = f"{nth:04d}{made[name]}"[: table.c[name].type.length]
            yield made
