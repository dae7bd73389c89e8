"""Running numbers (编号): one series a unit and year, without gaps as long as the transaction holds, and how they are
written."""

import re
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, String, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.together import counted, next_of, tries
from portal.typed.characters import cleaned

__all__ = ["take_number", "next_number", "typed_numbers", "written"]

LAST_DIGITS = re.compile(r"(.*?)([0-9]{1,9})([^0-9]*)")
BRACKETS = str.maketrans("[]()（）【】", "〔〕〔〕〔〕〔〕")


class NumberSeries(db.Model):
    """The last number given out in one series."""

    __tablename__ = "documents_number_series"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(unit_id: int, series: str, year: int) -> int:
    """The next number of the series in this `year`, from 1. Taken in the transaction under way: undone with it."""
    what, first = (series, unit_id, year), {"unit_id": unit_id, "series": series, "year": year, "last": 1}
    with db.session.no_autoflush:  # what is being registered is stored with its number, all at once
        if tries():
            return counted(what, lambda: db.session.scalar(_last(unit_id, series, year)))
        return next_of(
            what,
            lambda: db.session.scalar(_counting(db.engine.dialect.name), first),
            lambda last: db.session.execute(_of(update(NumberSeries.__table__), *what).values(last=last)),
        )


def typed_numbers(text: str, like: str) -> set[str]:
    """What somebody may mean who typed `text` for a number written as `like` is: brackets of any kind, the zeros left out or not, and of the series of
    `like` all but the last digits."""
    number = "".join(cleaned(text).split()).translate(BRACKETS)
    own, said = LAST_DIGITS.fullmatch(like), LAST_DIGITS.fullmatch(number)
    if not own or not said:
        return {number}
    series, last_digits = said[1] or own[1], int(said[2])
    return {number, f"{series}{last_digits}{own[3]}", f"{series}{last_digits:0{len(own[2])}}{own[3]}"}


def _last(unit_id: int, series: str, year: int) -> Select[tuple[int]]:
    return _of(select(NumberSeries.last), series, unit_id, year)


def _of(statement: Any, series: str, unit_id: int, year: int) -> Any:
    table = NumberSeries
    return statement.where(table.unit_id == unit_id, table.series == series, table.year == year)


def go_on(unit_id: int, others: Select) -> None:
    """No series of the unit gives a number again that one of the `others` (ids of units) has given out: it goes on behind it."""
    given = select(NumberSeries.series, NumberSeries.year, func.max(NumberSeries.last).label("last"))
    for row in db.session.execute(
        given.where(NumberSeries.unit_id.in_(others)).group_by(NumberSeries.series, NumberSeries.year)
    ).all():
        own = db.session.get(NumberSeries, (unit_id, row.series, row.year))
        if own is None:
            db.session.add(NumberSeries(unit_id=unit_id, series=row.series, year=row.year, last=row.last))
        else:
            own.last = max(own.last, row.last)
    db.session.flush()


@cache
def _counting(dialect: str) -> Insert:
    table = NumberSeries.__table__
    first = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    return first.on_conflict_do_update(
        index_elements=["unit_id", "series", "year"], set_={"last": table.c.last + 1}
    ).returning(table.c.last)


def take_number(unit: Any, series: str, pattern: str, year: int) -> str:
    """The next number of the series of `unit` (an OrgUnit) and year, written by `pattern`, as a rule a setting of the office."""
    return written(pattern, unit=unit.short_name, year=year, number=next_number(unit.id, series, year))


LONGEST = 60  # what the columns for numbers hold
PLACE = re.compile(r"\{(year|unit|number)(?::0([1-9])d)?\}")
WORDS = "{year} 年份、{unit} 单位、{number} 顺序号（{number:05d} 补足五位）"


def written(pattern: str, *, year: int, unit: str, number: int) -> str:
    """A number as the office writes it: `{year}`, `{unit}`, `{number}` or `{number:05d}` in `pattern` are filled in.

    Nothing else in braces means anything: patterns are typed by people, so they must not reach into Python.
    """
    known = {"year": year, "unit": unit, "number": number}
    return PLACE.sub(lambda place: str(known[place[1]]).zfill(int(place[2] or 0)), pattern)


def fault_in(pattern: str, needs: tuple[str, ...] = ("year", "number")) -> str:
    """Why `pattern`, which `needs` these places, would not number, in Chinese; "" when it would."""
    if strange := next((each for each in re.findall(r"\{[^{}]*\}", pattern) if not PLACE.fullmatch(each)), ""):
        return f"不认识“{strange}”，只能用 {WORDS}。"
    if set("{}") & set(PLACE.sub("", pattern)):
        return f"花括号没有成对，只能用 {WORDS}。"
    used = [place[1] for place in PLACE.finditer(pattern)]
    if lacking := [place for place in needs if place not in used]:
        return f"编号格式里必须有 {'、'.join(f'{{{place}}}' for place in lacking)}，否则编号会重复。"
    if len(set(used)) < len(used):
        return "{year}、{unit}、{number} 各只能用一次。"
    if len(written(pattern, year=2026, unit="某" * 40, number=999_999)) > LONGEST:
        return f"写出来可能超过 {LONGEST} 个字，请减少固定的文字。"
    return ""
