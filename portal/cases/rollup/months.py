"""What changed in the figures in each month that is over, kept for good: what stood on a past day is never written anew.

What stood at the end of a month is the sum of what changed until then, however many cases there were; what was open is kept as of its end, and no sum
of all months before. Where much changes more is kept, see `units`. Why: docs/adr/0059, 0085, 0086, 0094.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, literal, not_, or_, select

from portal.cases.rollup.adding import Which, due, levels, moved, sums
from portal.cases.rollup.folding import overwrite
from portal.cases.rollup.measures import DATED, WHENEVER
from portal.cases.rollup.models import (
    LAST_MONTH,
    OF_MONTHS,
    Change,
    Depth,
    KeptDay,
    KeptMonth,
    Standing,
    WasDue,
    days_of,
    number_of,
)
from portal.database import reading_first
from portal.extensions import db

NEVER = date.max
AT_ONCE = 1000  # rows, so that nobody waits long for the writers' lock


class Span(NamedTuple):
    """What is kept at once, under `number`: what changed from after `before` (a date, or an expression) until the end of `last` of the standings `among`,
    what was open then, and by its day what was due after `due_from`; by kind and source of these `units` (None: of all). Without `whole`: by these alone."""

    number: int
    before: Any
    last: date
    depth: Depth
    among: tuple[ColumnElement[bool], ...] = ()
    units: frozenset[int] | None = None
    whole: bool = True

    @property
    def due_from(self) -> date:
        return self.last.replace(day=1) - timedelta(days=1)

    def holds(self, place: int, kind: str, source: str) -> bool:
        """Whether such a sum belongs to it."""
        return self.units is None or place in self.units if kind or source else self.whole


def of_month(month: int) -> Span:
    before, last = before_and_last(month)
    return Span(month, before, last, OF_MONTHS)


def kept_months() -> list[int]:
    """Those of which all changes are kept, the first first; before the first nothing stood."""
    return list(db.session.scalars(select(KeptMonth.month).order_by(KeptMonth.month)))


def keep(spans: Sequence[Span], mark: Any, marks: Sequence[dict[str, Any]]) -> None:
    """Keep spans, and write `marks` that they are kept: read first, then written a part at a time, each committed. What an earlier try has left is the same."""
    with reading_first():
        asked = [pair for each in spans for pair in _asked(each)]
        found = [(model, [dict(row) for row in db.session.execute(rows).mappings()]) for model, rows in asked]
    for model, rows in found:
        for start in range(0, len(rows), AT_ONCE):
            overwrite(db.session.connection(), model, rows[start : start + AT_ONCE])
            db.session.commit()
    db.session.execute(insert(mark), list(marks))
    db.session.commit()


def forget_from(month: int) -> None:
    """Whatever is kept of a month and those after it: the job keeps it anew. Does not commit."""
    first = days_of(month)[0]
    db.session.execute(delete(KeptDay).where(KeptDay.day >= first))
    for model, column in ((KeptMonth, KeptMonth.month), (Change, Change.changed), (WasDue, WasDue.at)):
        db.session.execute(delete(model).where(or_(column.between(month, LAST_MONTH), column >= number_of(first))))


def _asked(span: Span) -> list[tuple[Any, Select]]:
    counts = [(Change, changes_of(span)), (Change, open_at(span))]
    return [*counts, (WasDue, overdue_at(span))] if span.whole else counts


def changes_of(span: Span) -> Select:
    """As rows of Change: what changed, by the standings."""
    return _as_changes(span, changed_within(span.before, span.last), DATED)


def open_at(span: Span) -> Select:
    """As rows of Change: what was open at the end."""
    return _as_changes(span, [(1, [stood_on(span.last), Standing.open.is_(True)])], [WHENEVER])


def overdue_at(span: Span) -> Select:
    """As rows of WasDue: what was open at the end and due before."""
    day = case((Standing.due_on < span.due_from, literal(span.due_from)), else_=Standing.due_on)
    wanted = stood_on(span.last), Standing.open.is_(True), Standing.due_on < span.last, *span.among
    return due(day, *wanted, levels=span.depth.whole).add_columns(literal(span.number).label("at"))


def changed_within(after: Any, last: date | None) -> tuple[Which, ...]:
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
    of = [(sign, [*where, *span.among]) for sign, where in which]
    rows = moved(of, **levels(span.depth))
    found = sums(rows, span.depth, days).subquery()
    apart, wanted = or_(found.c.kind != "", found.c.source != ""), []
    if span.units is not None:
        wanted.append(or_(not_(apart), found.c.place_id.in_(span.units)))
    if not span.whole:
        wanted.append(apart)
    return select(found, literal(span.number).label("changed")).where(*wanted)
