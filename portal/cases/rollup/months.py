"""What changed in the figures in each month that is over, kept for good: what stood on a past day is never written anew.

What stood at the end of a month is the sum of what changed until then, however many cases there were; what was open is kept as of its end, and no sum
of all months before. Why: docs/adr/0059, 0085.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, literal, select

from portal import clock
from portal.cases.rollup.adding import Which, due, moved, sums
from portal.cases.rollup.folding import overwrite
from portal.cases.rollup.measures import DATED, WHENEVER
from portal.cases.rollup.models import WHERE, Change, KeptMonth, Standing, WasDue, days_of, month_of
from portal.database import reading_first
from portal.extensions import db

NEVER = date.max
AT_ONCE = 1000  # rows, so that nobody waits long for the writers' lock


def kept_months() -> list[int]:
    """Those of which all changes are kept, the first first; before the first nothing stood."""
    return list(db.session.scalars(select(KeptMonth.month).order_by(KeptMonth.month)))


def keep_months(ctx: Any, progress: Any) -> str:
    """The job: keeps what changed in each month that is over and not kept yet."""
    done = 0
    while month := _next_month():
        keep(month)
        done += 1
        progress(done, done)
    return f"留存了 {done} 个月的变动"


def keep(month: int) -> None:
    """Keep what changed in a month and what was overdue at its end: read first, then written a part at a time, each committed. What an earlier try
    has left is the same."""
    with reading_first():
        asked = (Change, changes_of(month)), (Change, open_at(month)), (WasDue, overdue_at(month))
        found = [(model, _rows(rows)) for model, rows in asked]
    for model, rows in found:
        for start in range(0, len(rows), AT_ONCE):
            overwrite(db.session.connection(), model, rows[start : start + AT_ONCE])
            db.session.commit()
    db.session.execute(insert(KeptMonth).values(month=month))
    db.session.commit()


def forget_from(month: int) -> None:
    """Whatever is kept of a month and those after it: the job keeps it anew. Does not commit."""
    for model, column in ((KeptMonth, KeptMonth.month), (Change, Change.changed), (WasDue, WasDue.at)):
        db.session.execute(delete(model).where(column >= month))


def changes_of(month: int) -> Select:
    """As rows of Change: what changed in a month, by its standings."""
    return _as_changes(month, changed_within(*before_and_last(month)), DATED)


def open_at(month: int) -> Select:
    """As rows of Change: what was open at the end of a month."""
    return _as_changes(month, [(1, [stood_on(days_of(month)[1]), Standing.open.is_(True)])], [WHENEVER])


def overdue_at(month: int) -> Select:
    """As rows of WasDue: what was open at the end of a month and due before."""
    before, last = before_and_last(month)
    day = case((Standing.due_on < before, literal(before)), else_=Standing.due_on)
    found = due(day, stood_on(last), Standing.open.is_(True), Standing.due_on < last)
    return found.add_columns(literal(month).label("at"))


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


def _as_changes(month: int, which: Sequence[Which], days: Sequence[str]) -> Select:
    rows = moved(which, **{name: getattr(Standing, name) for name in WHERE})
    return sums(rows, days, narrow=True).add_columns(literal(month).label("changed"))


def _next_month() -> int | None:
    """The month to be kept next, if it is over: a day later at the earliest, for a step that began before midnight may end after it."""
    last = db.session.scalar(select(func.max(KeptMonth.month)))
    first = days_of(last)[1] + timedelta(days=1) if last else db.session.scalar(select(func.min(Standing.since)))
    over = first and days_of(month_of(first))[1] + timedelta(days=1) < clock.today()
    return month_of(first) if first and over else None


def _rows(asked: Select) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(asked).mappings()]
