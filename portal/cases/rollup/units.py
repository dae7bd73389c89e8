"""What is kept of single units, where much changes: of cities, counties and townships the end of days within a month, of those below them by kind and
source the end of months. So what is read row by row is as much in a large town as in a small one. Why: docs/adr/0094."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, cast, func, null, select, union_all

from portal import clock
from portal.cases.rollup.adding import month_on
from portal.cases.rollup.models import (
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
from portal.cases.rollup.months import Kept, Span, before_and_last, end_of_month, keep, of_month, overdue
from portal.database import reading_first
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit, StoodUnder
from portal.org.past import children_on

BETWEEN = {
    "city_id": 5000,
    "county_id": 2000,
    "township_id": 2000,
}  # standings of a unit that begin or end from one kept day to the next
TOGETHER = 200  # standings of a unit below the townships that begin from one kept month to the next


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
    below = NARROW if unit.level == WIDE[-1] else ()
    return all(each.level in (*OF_DAYS.whole, *below) for each in children)


def keep_months(ctx: Any, progress: Any) -> str:
    """The job: keeps what changed in each month that is over and not kept yet, and of the units in which much did what `KeptDay` says."""
    done = 0
    while (month := _next_month()) and _is_over(month):
        _keep(month)
        done += 1
        progress(done, done)
    if month:
        _keep(month)
    return f"留存了 {done} 个月的变动"


class Planned(NamedTuple):
    """What is to be kept next: of these units what `KeptDay` says of the day, or (none) of all what is kept of its month."""

    day: date
    places: Sequence[int] = ()

    def spans(self) -> list[Span]:
        return list(spans_on(self.day, self.places)) if self.places else [of_month(month_of(self.day))]

    def keep(self, dues: Sequence[dict]) -> None:
        marks = [{"place_id": place, "day": self.day} for place in self.places]
        with reading_first():
            spans = self.spans()
        keep(spans, dues, *((KeptDay, marks) if marks else (KeptMonth, [{"month": month_of(self.day)}])))


def _keep(month: int) -> None:
    """Keep of a month, whose months before are kept, what is over and not kept yet: its days in turn, for each goes on from those before."""
    with reading_first():
        planned = list(_planned(month))
        dues = overdue(month, [each.spans() for each in planned]) if planned else []
    for each, due in zip(planned, dues, strict=True):
        each.keep(due)


def _planned(month: int) -> Iterator[Planned]:
    for day, places in sorted(_days_to_keep(month).items()):
        yield Planned(day, places)
    if _is_over(month):
        last = days_of(month)[1]
        if places := _to_be_kept(last):
            yield Planned(last, places)
        yield Planned(last)


def spans_on(day: date, places: Sequence[int]) -> Iterator[Span]:
    """What is kept of units at the end of a day."""
    found = defaultdict[str, list[OrgUnit]](list)
    for each in db.session.scalars(select(OrgUnit).where(OrgUnit.id.in_(places)).order_by(OrgUnit.id)).unique():
        found[each.level].append(each)
    number, before = number_of(day), before_and_last(month_of(day))[0]
    if units := [each for level in WIDE for each in found[level]]:
        base, kept = end_of_month(before), _kept_before(day, after=before)
        last = max(kept.values(), default=None)
        yield Span(number, before, day, OF_DAYS, base=Kept(number_of(last), last) if last else base)
        for level, some in _by_level(units):
            for until, ids in _by(kept, some):
                on = Kept(number_of(until), until) if until else base
                yield Span(number, before, day, Depth((level,), (level,)), ids, whole=False, base=on)
        below = [each for town in found[WIDE[-1]] for each in children_on(town, day)]
        for level in NARROW:
            if ids := [each.id for each in below if each.level == level]:
                yield Span(number, before, day, Depth((level,), ()), ids, base=base)
    kept = _kept_before(day)
    for level in NARROW:
        for until, ids in _by(kept, [each.id for each in found[level]]):
            on = Kept(month_of(until), until) if until else None
            yield Span(month_of(day), until or date.min, day, Depth((level,), (level,)), ids, whole=False, base=on)


def kept_days(month: int) -> dict[date, list[int]]:
    """Those that are kept within a month, and of which units."""
    found = defaultdict[date, list[int]](list)
    asked = select(KeptDay.day, KeptDay.place_id).where(KeptDay.day.between(*days_of(month)))
    for day, place in db.session.execute(asked.order_by(KeptDay.day, KeptDay.place_id)):
        found[day].append(place)
    return found


def _by_level(units: Iterable[OrgUnit]) -> Iterator[tuple[str, list[int]]]:
    """Their ids by level; with, above the counties, those of each unit below, for each has its own list of kinds."""
    above = [each.id for each in units if each.county_id is None]
    below = db.session.scalars(select(OrgUnit).where(OrgUnit.parent_id.in_(above))).unique()
    found = {each.id: each.level for each in (*units, *below)}
    for level in WIDE:
        if ids := sorted(ident for ident, of in found.items() if of == level):
            yield level, ids


def _by(kept: Mapping[int, date], places: Iterable[int]) -> list[tuple[date | None, list[int]]]:
    """Places by the day until which each is kept."""
    found = defaultdict[date | None, list[int]](list)
    for each in places:
        found[kept.get(each)].append(each)
    return list(found.items())


def _kept_before(day: date, after: date = date.min) -> dict[int, date]:
    """Of each unit the last kept day before that, and after another."""
    kept = select(KeptDay.place_id, func.max(KeptDay.day)).where(KeptDay.day < day, KeptDay.day > after)
    return dict(iter(db.session.execute(kept.group_by(KeptDay.place_id))))


def _to_be_kept(last: date) -> list[int]:
    """The units below the townships in which enough has begun until the end of `last` since the day until which they are kept. One reading of what began."""
    columns = [getattr(Standing, level) for level in NARROW]
    began = select(*columns, month_on(Standing.since).label("month")).where(Standing.since <= last).subquery()
    kept, numbers = _kept_before(last + timedelta(days=1)), Counter[int]()
    for *places, month, number in db.session.execute(select(*began.c, func.count()).group_by(*began.c)):
        numbers.update({each: number for each in places if each and month > month_of(kept.get(each, date.min))})
    return [place for place, number in sorted(numbers.items()) if number >= TOGETHER]


def _days_to_keep(month: int) -> dict[date, list[int]]:
    """The days within a month to be kept next, and of which units: until then as much changed in each as may be read row by row."""
    before, last = before_and_last(month)
    until = {place: day for day, places in kept_days(month).items() for place in places}
    numbers, found = Counter[int](), defaultdict[date, list[int]](list)
    for (day, place, most), changed in sorted(_changed_by_day(before, min(last - timedelta(days=1), _over())).items()):
        if day > until.get(place, before):
            numbers[place] += changed
            if numbers[place] >= most:
                found[day].append(place)
                numbers[place] = 0
    return found


def _changed_by_day(after: date, last: date) -> Counter[tuple[date, int, int]]:
    """(day, unit, after how many of it a day is kept) → how many standings began or ended."""
    found = Counter[tuple[date, int, int]]()
    columns = [getattr(Standing, level) for level in BETWEEN]
    for on in (Standing.since, Standing.until):
        asked = select(on, func.count(), *columns).where(on > after, on <= last).group_by(on, *columns)
        for day, number, *places in db.session.execute(asked):
            for place, most in zip(places, BETWEEN.values(), strict=True):
                if place:
                    found[day, place, most] += number
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
