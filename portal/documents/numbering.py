"""Running numbers (编号): one series a unit and year, without gaps as long as the transaction holds."""

import re

from sqlalchemy import String
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
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    first = dialect.insert(NumberSeries).values(unit_id=unit_id, series=series, year=year, last=1)
    statement = first.on_conflict_do_update(
        index_elements=["unit_id", "series", "year"], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    return db.session.scalar(statement)


PLACE = re.compile(r"\{(year|unit|number)(?::0(\d)d)?\}")


def written(pattern: str, *, year: int, unit: str, number: int) -> str:
    """A number as the office writes it: `{year}`, `{unit}`, `{number}` or `{number:05d}` in `pattern` are filled in.

    Nothing else in braces means anything: patterns are typed by people, so they must not reach into Python.
    """
    known = {"year": year, "unit": unit, "number": number}
    return PLACE.sub(lambda place: str(known[place[1]]).zfill(int(place[2] or 0)), pattern)
