"""What changed in the figures in each month that is over, kept for good: what stood on a past day is never written anew.

What stood at the end of a month is the sum of what changed until then, however many cases there were; what was open is kept as of its end, and no sum
of all months before. Where much changes, the same is kept at the end of days within a month, from its beginning. Why: docs/adr/0059, 0085, 0086.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, literal, or_, select, union_all

from portal import clock
from portal.cases.rollup.adding import Which, due, moved, sums
from portal.cases.rollup.folding import overwrite
from portal.cases.rollup.measures import DATED, WHENEVER
from portal.cases.rollup.models import (
    LAST_MONTH,
    OF_DAYS,
    OF_MONTHS,
    Change,
    Depth,
    KeptDay,
    KeptMonth,
    Standing,
    WasDue,
    day_of,
    days_of,
    month_of,
    number_of,
)
from portal.database import reading_first
from portal.extensions import db

NEVER = date.max
AT_ONCE = 1000  # rows, so that nobody waits long for the writers' lock
BETWEEN = 20_000  # standings that begin or end from one kept day to the next


class Span(NamedTuple):
    """What is kept at once, under `number`: what changed from after `before` until the end of `last`, what was open then, and by its day what was due after
    `due_from`."""

    number: int
    before: date
    due_from: date
    last: date
    depth: Depth


class Base(NamedTuple):
    """From what figures of a past day are read back: what is kept at the end of `last`, under `number`, with the changes of all months until `month`."""

    number: int
    month: int
    last: date


def of_month(month: int) -> Span:
    before, last = before_and_last(month)
    return Span(month, before, before, last, OF_MONTHS)


def of_day(day: date, kept_before: date) -> Span:
    """kept_before: the day kept before it in its month, else that before the month."""
    return Span(number_of(day), before_and_last(month_of(day))[0], kept_before, day, OF_DAYS)


def kept_months() -> list[int]:
    """Those of which all changes are kept, the first first; before the first nothing stood."""
    return list(db.session.scalars(select(KeptMonth.month).order_by(KeptMonth.month)))


def kept_days(month: int) -> list[date]:
    """Those that are kept within a month."""
    first, last = map(number_of, days_of(month))
    found = select(KeptDay.day).where(KeptDay.day.between(first, last)).order_by(KeptDay.day)
    return [day_of(each) for each in db.session.scalars(found)]


def base_of(day: date, level: str) -> Base | None:
    """From what figures of a unit of this `level` are read back to the end of `day`: from what is kept nearest after it, None where that is nothing. Raises LookupError
    for a day before anything stood. One statement."""
    month, last = month_of(day), days_of(month_of(day))[1]
    nearest = select(func.min(KeptDay.day)).where(KeptDay.day.between(number_of(day), number_of(last)))
    found = [each for each in db.session.scalars(union_all(select(KeptMonth.month), nearest)) if each]
    months, within = [each for each in found if each <= LAST_MONTH], max(found, default=0)
    if months and month < min(months):
        raise LookupError
    if within > LAST_MONTH and level in OF_DAYS.divided:
        return Base(within, month_of(days_of(month)[0] - timedelta(days=1)), day_of(within))
    return Base(month, month, last) if month in months else None


def keep_months(ctx: Any, progress: Any) -> str:
    """The job: keeps what changed in each month that is over and not kept yet, and on the days within it and within that which runs."""
    done = 0
    while (month := _next_month()) and _is_over(month):
        keep_days(month)
        keep(of_month(month), insert(KeptMonth).values(month=month))
        done += 1
        progress(done, done)
    if month:
        keep_days(month)
    return f"留存了 {done} 个月的变动"


def keep_days(month: int) -> None:
    """Keep the days within a month whose months before are kept, as far as they are over."""
    with reading_first():
        found = list(_days_to_keep(month))
    for before, day in found:
        keep(of_day(day, before), insert(KeptDay).values(day=number_of(day)))


def keep(span: Span, mark: Any) -> None:
    """Keep a span, and `mark` it as kept: read first, then written a part at a time, each committed. What an earlier try has left is the same."""
    with reading_first():
        asked = (Change, changes_of(span)), (Change, open_at(span)), (WasDue, overdue_at(span))
        found = [(model, _rows(rows)) for model, rows in asked]
    for model, rows in found:
        for start in range(0, len(rows), AT_ONCE):
            overwrite(db.session.connection(), model, rows[start : start + AT_ONCE])
            db.session.commit()
    db.session.execute(mark)
    db.session.commit()


def forget_from(month: int) -> None:
    """Whatever is kept of a month and those after it: the job keeps it anew. Does not commit."""
    first_day = number_of(days_of(month)[0])
    db.session.execute(delete(KeptDay).where(KeptDay.day >= first_day))
    for model, column in ((KeptMonth, KeptMonth.month), (Change, Change.changed), (WasDue, WasDue.at)):
        db.session.execute(delete(model).where(or_(column.between(month, LAST_MONTH), column >= first_day)))


def changes_of(span: Span) -> Select:
    """As rows of Change: what changed, by the standings."""
    return _as_changes(span, changed_within(span.before, span.last), DATED)


def open_at(span: Span) -> Select:
    """As rows of Change: what was open at the end."""
    return _as_changes(span, [(1, [stood_on(span.last), Standing.open.is_(True)])], [WHENEVER])


def overdue_at(span: Span) -> Select:
    """As rows of WasDue: what was open at the end and due before."""
    day = case((Standing.due_on < span.due_from, literal(span.due_from)), else_=Standing.due_on)
    wanted = stood_on(span.last), Standing.open.is_(True), Standing.due_on < span.last
    return due(day, *wanted, levels=span.depth.whole).add_columns(literal(span.number).label("at"))


def changed_within(after: date, last: date | None) -> tuple[Which, ...]:
    """What is to be added to the sums of the end of `after` to have those of the end of `last` (None: of now), or taken off: what
    began between, and what ended. Each is read from an index of its own; `coalesce` keeps the database from reading all that ended later, or
    began earlier, by another besides."""
    since, until = (func.coalesce(each, NEVER) for each in (Standing.since, Standing.until))
    began = [Standing.since > after, until > (last or NEVER - timedelta(days=1))]
    ended = [Standing.until > after, since <= after]
    if last is not None:
        began, ended = [*began, Standing.since <= last], [*ended, Standing.until <= last]
    return (1, began), (-1, ended)


def stood_on(day: date | None) -> ColumnElement[bool]:
    """The condition: stood so at the end of `day`, or (None) stands so now; `coalesce` as above."""
    until = func.coalesce(Standing.until, NEVER)
    return until == NEVER if day is None else and_(Standing.since <= day, until > day)


def before_and_last(month: int) -> tuple[date, date]:
    """The day before a month, and its last."""
    first, last = days_of(month)
    return first - timedelta(days=1), last


def _as_changes(span: Span, which: Sequence[Which], days: Sequence[str]) -> Select:
    rows = moved(which, **{name: getattr(Standing, name) for name in span.depth.whole})
    return sums(rows, span.depth, days).add_columns(literal(span.number).label("changed"))


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


def _days_to_keep(month: int) -> Iterator[tuple[date, date]]:
    """The days within a month to be kept next, each with the one before it: until then as much changed as may be read row by row."""
    before, last = before_and_last(month)
    before, number = max([before, *kept_days(month)]), 0
    for day, changed in sorted(_changed_by_day(before, min(last - timedelta(days=1), _over())).items()):
        number += changed
        if number >= BETWEEN:
            yield before, day
            before, number = day, 0


def _changed_by_day(after: date, last: date) -> Counter[date]:
    found = Counter[date]()
    for column in (Standing.since, Standing.until):
        asked = select(column, func.count()).where(column > after, column <= last).group_by(column)
        found.update(dict(iter(db.session.execute(asked))))
    return found


def _rows(asked: Select) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(asked).mappings()]
