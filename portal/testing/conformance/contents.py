"""What all tables hold, to be compared: which of them somebody has changed."""

from collections.abc import Iterator

from sqlalchemy import inspect, text

from portal.extensions import db

Contents = dict[str, tuple[int, int]]  # table → how many rows, and a number that stands for what they say


def contents(*, without: tuple[str, ...] = (), section: str = "") -> Contents:
    """Of every table in the database, but those that begin with one of `without`; of the settings not those of `section`, whose
    names a plugin may change."""
    names = [each for each in inspect(db.engine).get_table_names() if not (without and each.startswith(without))]
    found = {name: _of(name, section if name == "settings_row" else "") for name in names}
    db.session.rollback()
    return found


def changed(before: Contents, after: Contents) -> Iterator[str]:
    """`table (3 rows before, 4 after)` of each that is not as it was; those that came or went are another matter."""
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            yield f"{name} ({before[name][0]} rows before, {after[name][0]} after)"


def _of(table: str, section: str) -> tuple[int, int]:
    rows = db.session.execute(text(f'SELECT * FROM "{table}"')).mappings().all()
    rows = [tuple(each.items()) for each in rows if not section or each["section"] != section]
    return len(rows), hash(frozenset(repr(row) for row in rows))
