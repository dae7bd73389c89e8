"""Sums made by the database: standings that are alike together, and what they come to in each unit and those above it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, literal, literal_column, or_, select, union_all

from portal.cases.rollup.blocks import BLOCKS
from portal.cases.rollup.measures import DAYS, MEASURES, WHENEVER
from portal.cases.rollup.models import EVER, LEVELS, Depth, Standing, sides
from portal.records.figures import local_month, local_year

Which = tuple[Any, Sequence[Any]]  # whether to add or to take off (1, -1, or an expression), and of which standings
NONE = literal_column("''")
ALIKE = ("kind", "source", "open", "ending", "late", "answered", "solved", "content")


def moved(which: Sequence[Which], name: str = "moved", of: Any = Standing, **more: Any) -> CTE:
    """The standings `which` (rows of `of`), each read once, as `number` of those that are alike in what is counted and in `more`; by the name of each
    day the month of it."""
    columns = {each: getattr(of, each) for each in ALIKE}
    columns |= {day: _number(EVER) if day == WHENEVER else month_on(getattr(of, day)) for day in DAYS} | more
    named = [column.label(each) for each, column in columns.items()]
    rows = union_all(*(select(*named, _sign(sign).label("sign")).where(*where) for sign, where in which)).subquery()
    keys = [rows.c[each] for each in columns]
    return select(*keys, func.sum(rows.c.sign).label("number")).group_by(*keys).cte(name)


def levels(depth: Depth, of: Any = Standing) -> dict[str, Any]:
    """The levels of `depth` as columns of `moved`: of each standing the units in which it counts."""
    return {level: case((_is_place(of, level), getattr(of, level))) for level in depth.whole}


def measured(rows: Any, measures: Sequence[str]) -> list[ColumnElement]:
    """Of `rows` as `moved` has them, the sum of each of `measures`; of the others nothing."""
    return [_measured(rows, name) if name in measures else literal(0).label(name) for name in MEASURES]


def sums(rows: CTE, depth: Depth, days: Iterable[str] = tuple(DAYS)) -> Select:
    """As rows of `Count`, of all that `rows` (with the levels of `depth` as columns) count in by `days`.
    In the order in which they are read, so that what is read together lies together."""
    parts = []
    for level in depth.whole:
        for kind, source in sides(rows.c.kind, rows.c.source, NONE)[: None if level in depth.divided else 1]:
            parts += [_part(rows, level, kind, source, day, rows.c[day]) for day in days]
            if level in depth.joined and kind is not source:
                dated = [(day, rows.c[day]) for day in days if day != WHENEVER]
                parts += [_part(rows, level, kind, source, day, of(month)) for day, month in dated for of in BLOCKS]
    found = union_all(*parts).subquery()
    keys = [found.c[name] for name in ("place_id", "month", "kind", "source")]
    numbers = [func.sum(found.c[name]) for name in MEASURES]
    labelled = [each.label(name) for each, name in zip(numbers, MEASURES, strict=True)]
    return select(*keys, *labelled).group_by(*keys).having(or_(*(each != 0 for each in numbers))).order_by(*keys)


def due(day: Any, *where: Any, depth: Depth, of: Any = Standing) -> Select:
    """As rows of `DueCount`: how many of the standings for which `where` holds are due on each `day`, in each unit of these levels. Each is read once."""
    named = [each.label(level) for level, each in levels(depth, of).items()]
    found = select(*named, day.label("day")).where(of.due_on.is_not(None), *where).subquery()
    rows = select(*found.c, func.count().label("number")).group_by(*found.c).cte("due")
    parts = [
        select(rows.c[level].label("place_id"), rows.c.day, func.sum(rows.c.number).label("open"))
        .where(rows.c[level].is_not(None))
        .group_by(rows.c[level], rows.c.day)
        for level in depth.whole
    ]
    return select(union_all(*parts).subquery())


def _part(rows: CTE, level: str, kind: Any, source: Any, day: str, month: Any) -> Select:
    columns = [rows.c[level].label("place_id"), kind.label("kind"), source.label("source"), month.label("month")]
    grouped = [each for each in (kind, source) if each is not NONE]
    found = select(*columns, *measured(rows, DAYS[day])).where(rows.c[level].is_not(None), rows.c[day].is_not(None))
    return found.group_by(rows.c[level], rows.c[day], *grouped)


def _is_place(of: Any, level: str) -> ColumnElement[bool]:
    """Whether a standing counts in what its column `level` names: its own unit may be one of the levels."""
    place = getattr(of, level)
    if level in LEVELS:
        return place.is_not(None)
    return and_(*(place != func.coalesce(getattr(of, each), 0) for each in LEVELS))


def _measured(rows: Any, name: str) -> ColumnElement:
    total = func.sum(rows.c.number)
    wanted = MEASURES[name]
    return func.coalesce(total.filter(wanted.condition_on(rows.c)) if wanted.where else total, 0).label(name)


def month_on(day: Any) -> ColumnElement[int]:
    """The month of a day, as 202611."""
    return local_year(day) * 100 + local_month(day)


def _sign(sign: Any) -> ColumnElement:
    return _number(sign) if isinstance(sign, int) else sign


def _number(value: int) -> ColumnElement[int]:
    """Written out: it is grouped and indexed by."""
    return literal(value, literal_execute=True)
