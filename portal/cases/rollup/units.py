"""What is kept of single units, where much changes: of cities, counties and townships the end of days within a month, of those below them by kind and
source the end of months. So what is read row by row is as much in a large town as in a small one. Why: docs/adr/0094."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, cast, func, literal, null, select, union_all

from portal import clock
from portal.cases.rollup.models import (
    BELOW_TOWNSHIPS,
    NARROW,
    OF_DAYS,
    WIDE,
    Depth,
    KeptDay,
    KeptMonth,
    Standing,
    days_of,
    month_of,
    number_of,
    wide,
)
from portal.cases.rollup.months import Span, before_and_last, keep, of_month
from portal.database import reading_first
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit, StoodUnder

BETWEEN = {
    "city_id": 5000,
    "county_id": 2000,
    "township_id": 2000,
}  # standings of a unit that begin or end from one kept day to the next
TOGETHER = 200  # standings of a unit below the townships that begin from one kept month to the next
LONG_AGO = literal(date.min, Date)


class Base(NamedTuple):
    """From what figures of a past day are read back: what is kept at the end of `last`, under `number`, with the changes of all months until `month`."""

    number: int
    month: int
    last: date


class Bases(NamedTuple):
    """The base of the sums of all cases, and of those by kind and source; None: the sums of now. `left`: what stood is read itself,
    for something below the unit stands elsewhere since, or the unit is a department or was closed."""

    whole: Base | None = None
    apart: Base | None = None
    left: bool = False


def bases_of(unit: OrgUnit, children: Sequence[OrgUnit], day: date) -> Bases:
    """For figures of the end of `day`: what is kept nearest after it. Raises LookupError for a day before anything stood. One statement."""
    month, last = month_of(day), days_of(month_of(day))[1]
    ids = [each.id for each in children]
    kept = select(func.min(KeptDay.day)).where(KeptDay.place_id == unit.id, KeptDay.day >= day)
    gone = select(func.min(StoodUnder.until)).where(StoodUnder.unit_id.in_(ids), StoodUnder.until > day)
    dates = (
        cast(null(), Integer).label("month"),
        kept.scalar_subquery().label("kept"),
        gone.scalar_subquery().label("gone"),
    )
    none = cast(null(), Date)
    rows = db.session.execute(union_all(select(*dates), select(KeptMonth.month, none, none))).all()
    found = {row.month: row for row in rows}
    nearest, left = found.pop(None)[1:]
    if found and month < min(found):
        raise LookupError
    whole = apart = Base(month, month, last) if month in found else None
    if not wide(unit.level):
        apart = Base(month_of(nearest), month_of(nearest), nearest) if nearest else None
    elif nearest and nearest <= last and _holds(unit, children):
        whole = apart = Base(number_of(nearest), month_of(last.replace(day=1) - timedelta(days=1)), nearest)
    went = bool(left) and (whole is None or left <= whole.last)
    over = unit.closed_on is not None and not wide(unit.level)  # what is over stands there and under its successor
    return Bases(whole, apart, went or over or unit.level not in LEVELS)


def _holds(unit: OrgUnit, children: Sequence[OrgUnit]) -> bool:
    """Whether a kept day has sums of all of the children."""
    below = BELOW_TOWNSHIPS.whole if unit.level == WIDE[-1] else ()
    return all(each.level in (*OF_DAYS.whole, *below) for each in children)


def keep_months(ctx: Any, progress: Any) -> str:
    """The job: keeps what changed in each month that is over and not kept yet, and of the units in which much did what `KeptDay` says."""
    done = 0
    while (month := _next_month()) and _is_over(month):
        keep_days(month)
        keep_apart(month)
        keep([of_month(month)], KeptMonth, [{"month": month}])
        done += 1
        progress(done, done)
    if month:
        keep_days(month)
    return f"留存了 {done} 个月的变动"


def keep_days(month: int) -> None:
    """Keep the days within a month whose months before are kept, as far as they are over."""
    with reading_first():
        found = _days_to_keep(month)
    for day, places in sorted(found.items()):
        _keep(day, places)


def keep_apart(month: int) -> None:
    """Keep by kind and source what changed until the end of a month in the units below the townships in which it is enough."""
    last = days_of(month)[1]
    with reading_first():
        places = [place for level in NARROW for place in _to_be_kept(level, last)]
    if places:
        _keep(last, places)


def spans_on(day: date, places: Sequence[int]) -> Iterator[Span]:
    """What is kept of units at the end of a day."""
    levels = defaultdict[str, list[OrgUnit]](list)
    for each in db.session.scalars(select(OrgUnit).where(OrgUnit.id.in_(places))).unique():
        levels[each.level].append(each)
    if units := [each for level in WIDE for each in levels[level]]:
        before, _ = before_and_last(month_of(day))
        yield Span(number_of(day), before, day, OF_DAYS, units=frozenset(_with_kinds(units)))
        if towns := [each.id for each in levels[WIDE[-1]]]:
            yield Span(number_of(day), before, day, BELOW_TOWNSHIPS, (Standing.township_id.in_(towns),))
    for level in NARROW:
        if ids := [each.id for each in levels[level]]:
            among = (getattr(Standing, level).in_(ids),)
            yield Span(month_of(day), _kept_before(level, day), day, Depth((level,), (level,)), among, whole=False)


def kept_days(month: int) -> dict[date, list[int]]:
    """Those that are kept within a month, and of which units."""
    found = defaultdict[date, list[int]](list)
    asked = select(KeptDay.day, KeptDay.place_id).where(KeptDay.day.between(*days_of(month)))
    for day, place in db.session.execute(asked.order_by(KeptDay.day, KeptDay.place_id)):
        found[day].append(place)
    return found


def _keep(day: date, places: Sequence[int]) -> None:
    with reading_first():
        spans = list(spans_on(day, places))
    keep(spans, KeptDay, [{"place_id": place, "day": day} for place in places])


def _with_kinds(units: Iterable[OrgUnit]) -> Iterator[int]:
    """They and, above the counties, each unit below, for each has its own list of kinds."""
    yield from (each.id for each in units)
    above = [each.id for each in units if each.county_id is None]
    yield from db.session.scalars(select(OrgUnit.id).where(OrgUnit.parent_id.in_(above)))


def _kept_before(level: str, day: date) -> ColumnElement[date]:
    kept = select(func.max(KeptDay.day)).where(KeptDay.place_id == getattr(Standing, level), KeptDay.day < day)
    return func.coalesce(kept.scalar_subquery(), LONG_AGO)


def _to_be_kept(level: str, last: date) -> Sequence[int]:
    """The units of a level in which enough has begun until the end of `last`."""
    kept = select(KeptDay.place_id, func.max(KeptDay.day).label("day")).group_by(KeptDay.place_id).subquery()
    place = getattr(Standing, level)
    began = Standing.since <= last, Standing.since > func.coalesce(kept.c.day, LONG_AGO)
    found = select(place).outerjoin(kept, kept.c.place_id == place).where(place.is_not(None), *began)
    return db.session.scalars(found.group_by(place).having(func.count() >= TOGETHER)).all()


def _days_to_keep(month: int) -> dict[date, list[int]]:
    """The days within a month to be kept next, and of which units: until then as much changed in each as may be read row by row."""
    before, last = before_and_last(month)
    until = {place: day for day, places in kept_days(month).items() for place in places}
    numbers, found = Counter[int](), defaultdict[date, list[int]](list)
    for level, most in BETWEEN.items():
        for (day, place), changed in sorted(
            _changed_by_day(level, before, min(last - timedelta(days=1), _over())).items()
        ):
            if day > until.get(place, before):
                numbers[place] += changed
                if numbers[place] >= most:
                    found[day].append(place)
                    numbers[place] = 0
    return found


def _changed_by_day(level: str, after: date, last: date) -> Counter[tuple[date, int]]:
    found, place = Counter[tuple[date, int]](), getattr(Standing, level)
    for column in (Standing.since, Standing.until):
        asked = select(column, place, func.count()).where(column > after, column <= last, place.is_not(None))
        for day, ident, number in db.session.execute(asked.group_by(column, place)):
            found[day, ident] += number
    return found


def _next_month() -> int | None:
    """The month to be kept next; None where nothing ever stood."""
    last = db.session.scalar(select(func.max(KeptMonth.month)))
    first = days_of(last)[1] + timedelta(days=1) if last else db.session.scalar(select(func.min(Standing.since)))
    return month_of(first) if first else None


def _is_over(month: int) -> bool:
    return days_of(month)[1] <= _over()


def _over() -> date:
    """The last day that is kept: a step that began before midnight may end after it."""
    return clock.today() - timedelta(days=2)
