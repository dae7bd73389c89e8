"""Indexes of what waits and nothing else, so that a desk costs the same however much was done before (docs/adr/0064).

__table_args__ = (Index("ix_heroes_deed_county", "county_id", "created_at", "id"), *waiting_indexes("heroes_deed", STATES, "due_on"))
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Index, exists, literal, select, text

from portal.org.models import LEVELS
from portal.records.states import States

__all__ = ["waiting_indexes", "stands_in", "there_is"]

PLACES = (*LEVELS, "unit_id")


def waiting_indexes(table: str, among: States | str, *columns: str, name: str = "open") -> Iterator[Index]:
    """For each level of a place the index of what waits in it, in the order of `columns`; for the `__table_args__` of `table`, and made in a
    migration by `create_waiting`. among: its states, where whatever is open waits; else the condition in SQL, which `queue_of` is to be given as well, each index then being
    called by `name`. Few columns: SQLite takes the narrowest of those that begin with the place."""
    held = text(_open_sql(among) if isinstance(among, States) else among)
    for level in PLACES:
        yield Index(f"ix_{table}_{level}_{name}", level, *columns, sqlite_where=held, postgresql_where=held)


def there_is(*wanted: Any, of: Any) -> ColumnElement[bool]:
    """EXISTS of rows for which `wanted` holds, looked up for each row of `of`. PostgreSQL would make a join of it, and where it knows nothing of the
    tables read all of another for each row; what has an OFFSET it leaves as it is."""
    return exists(select(literal(1)).where(*wanted).correlate(of).offset(0))


def stands_in(model: type[Any], states: Collection[str]) -> ColumnElement[bool]:
    """The condition that a record is in one of `states`, written out as in an index: of parameters no database knows which index has them."""
    return model.status.in_([literal(each, literal_execute=True) for each in states])


def _open_sql(states: States) -> str:
    return f"status IN ({', '.join(f'{chr(39)}{each}{chr(39)}' for each in states.open)})"
