"""Running numbers (编号): one series a unit and year, without gaps as long as the transaction holds."""

import re
from functools import cache

from sqlalchemy import Insert, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class NumberSeries(db.Model):
    """The last number given out in one series."""

    __tablename__ = "documents_number_series"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(unit_id: int, series: str, year: int) -> int:
    """The next number of the series, from 1. Taken in the transaction under way: undone with it."""
    first = {"unit_id": unit_id, "series": series, "year": year, "last": 1}
    with db.session.no_autoflush:  # what is being registered is stored with its number, all at once
        return db.session.scalar(_counting(db.engine.dialect.name), first)


@cache
def _counting(dialect: str) -> Insert:
    table = NumberSeries.__table__
    first = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    return first.on_conflict_do_update(
        index_elements=["unit_id", "series", "year"], set_={"last": table.c.last + 1}
    ).returning(table.c.last)


PLACE = re.compile(r"\{(year|unit|number)(?::0(\d)d)?\}")


def written(pattern: str, *, year: int, unit: str, number: int) -> str:
    """A number as the office writes it: `{year}`, `{unit}`, `{number}` or `{number:05d}` in `pattern` are filled in.

    Nothing else in braces means anything: patterns are typed by people, so they must not reach into Python.
    """
    known = {"year": year, "unit": unit, "number": number}
    return PLACE.sub(lambda place: str(known[place[1]]).zfill(int(place[2] or 0)), pattern)
