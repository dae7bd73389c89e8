"""What changed in the figures in each month that is over, kept for good: what stood on a past day is never written anew.

What stood at the end of a month is the sum of what changed until then, however many cases there were; what was open is kept as of its end, and no sum
of all months before. Where much changes more is kept, see `units`. Why: docs/adr/0059, 0085, 0086, 0094.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, literal, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.cases.rollup.adding import Which, due, levels, moved, sums
from portal.cases.rollup.folding import overwrite
from portal.cases.rollup.measures import MEASURES
from portal.cases.rollup.models import (
    EVER,
    LAST_MONTH,
    NARROW,
    OF_MONTHS,
    Change,
    Depth,
    KeptDay,
    KeptMonth,
    Standing,
    WasDue,
    days_of,
    month_of,
    number_of,
)
from portal.database import reading_first
from portal.extensions import db
from portal.org.models import OrgUnit

NEVER = date.max
AT_ONCE = 1000  # rows, so that nobody waits long for the writers' lock


class Kept(NamedTuple):
    """What is kept until the end of `last`, and under which number."""

    number: int
    last: date


class Span(NamedTuple):
    """What is kept at once, under `number`: of the units `of` (None: of all) at the levels of `depth`, what changed from after `before` until the end of `last`,
    what was open then, and by its day what was due after `due_from`. Without `whole`: by kind and source alone. What is kept at `base` is in it."""

    number: int
    before: date
    last: date
    depth: Depth
    of: Sequence[int] | None = None
    whole: bool = True
    base: Kept | None = None

    @property
    def due_from(self) -> date:
        return self.last.replace(day=1) - timedelta(days=1)

    @property
    def among(self) -> tuple[ColumnElement[bool], ...]:
        return self.within(Standing)

    def within(self, standing: Any) -> tuple[ColumnElement[bool], ...]:
        """The condition on standings: such of its units."""
        return () if self.of is None else (getattr(standing, self.depth.whole[0]).in_(self.of),)

    def holds(self, kind: str, source: str) -> bool:
        """Whether such a sum belongs to it."""
        return bool(self.whole or kind or source)


def of_month(month: int) -> Span:
    before, last = before_and_last(month)
    return Span(month, before, last, OF_MONTHS, base=end_of_month(before))


def end_of_month(last: date) -> Kept | None:
    """What is kept of all months until that; None where nothing stood before."""
    return Kept(month_of(last), last) if db.session.get(KeptMonth, month_of(last)) else None


def kept_months() -> list[int]:
    """Those of which all changes are kept, the first first; before the first nothing stood."""
    return list(db.session.scalars(select(KeptMonth.month).order_by(KeptMonth.month)))


def keep(spans: Sequence[Span], dues: Sequence[dict], mark: Any, marks: Sequence[dict[str, Any]]) -> None:
    """Keep spans, with what `overdue` has found, and write `marks` that they are kept: read first, then written a part at a time, each committed. What an earlier
    try has left is the same."""
    with reading_first():
        changes = [row for each in spans for row in _rows(changes_of(each))]
    for model, rows in ((Change, changes), (WasDue, dues)):
        for start in range(0, len(rows), AT_ONCE):
            overwrite(db.session.connection(), model, rows[start : start + AT_ONCE])
            db.session.commit()
    db.session.execute(insert(mark), list(marks))
    db.session.commit()


def overdue(month: int, spans: Sequence[Sequence[Span]]) -> list[list[dict]]:
    """As rows of WasDue, what was open and due before at the end of each of `spans`, which lie in the month. All standings are read once for it; call it where
    all is read of one moment, which is undone afterwards."""
    before, last = before_and_last(month)
    until = func.coalesce(Standing.until, NEVER)
    open_then = Standing.open.is_(True), Standing.due_on < last, Standing.since <= last, until > before
    apart = select(*Standing.__table__.columns).where(*open_then).into("cases_standing_open", temporary=True)
    db.session.execute(apart)
    of = aliased(Standing, apart.table, adapt_on_names=True)
    return [[row for each in some if each.whole for row in _rows(overdue_at(each, of))] for some in spans]


def forget_from(month: int) -> None:
    """Whatever is kept of a month and those after it: the job keeps it anew. Does not commit."""
    first = days_of(month)[0]
    db.session.execute(delete(KeptDay).where(KeptDay.day >= first))
    for model, column in ((KeptMonth, KeptMonth.month), (Change, Change.changed), (WasDue, WasDue.at)):
        db.session.execute(delete(model).where(or_(column.between(month, LAST_MONTH), column >= number_of(first))))


def _rows(asked: Select) -> list[dict]:
    return [dict(row) for row in db.session.execute(asked).mappings()]


def changes_of(span: Span) -> Select:
    """As rows of Change: what is kept at the base of the span, and what changed since, by the standings. In the order in which it is read."""
    base = span.base
    which = [
        (sign, [*where, *span.among]) for sign, where in changed_within(base.last if base else span.before, span.last)
    ]
    changed = sums(moved(which, **levels(span.depth)), span.depth).subquery()
    parts = [
        select(changed) if span.whole else select(changed).where(or_(changed.c.kind != "", changed.c.source != ""))
    ]
    if base:
        parts.append(_kept_at(base, span))
    found = union_all(*parts).subquery()
    keys, numbers = list(found.c)[: -len(MEASURES)], [func.sum(found.c[name]).label(name) for name in MEASURES]
    some = or_(*(func.sum(found.c[name]) != 0 for name in MEASURES))
    return select(*keys, *numbers, literal(span.number).label("changed")).group_by(*keys).having(some).order_by(*keys)


def _kept_at(base: Kept, span: Span) -> Select:
    """What of `span` is kept at its base: of a day all, of a month what was open, for its changes are of another month."""
    names = ("place_id", "month", "kind", "source", *MEASURES)
    apart = or_(Change.kind != "", Change.source != "")
    which = [Change.changed == base.number, *([Change.month == EVER] if base.number <= LAST_MONTH else [])]
    if span.of is not None:
        which += [Change.place_id.in_(span.of), not_(apart) if span.whole else apart]
    else:  # what lies below the townships is kept by itself
        narrow = select(OrgUnit.id).where(or_(*(getattr(OrgUnit, level) == OrgUnit.id for level in NARROW)))
        others = Change.place_id.not_in(narrow)
        which.append(or_(not_(apart), others) if span.depth is OF_MONTHS else and_(not_(apart), others))
    return select(*(getattr(Change, name) for name in names)).where(*which)


def overdue_at(span: Span, of: Any = Standing) -> Select:
    """As rows of WasDue: what was open at the end and due before."""
    day = case((of.due_on < span.due_from, literal(span.due_from)), else_=of.due_on)
    wanted = stood_on(span.last, of), of.open.is_(True), of.due_on < span.last, *span.within(of)
    return due(day, *wanted, depth=span.depth, of=of).add_columns(literal(span.number).label("at"))


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


def stood_on(day: date | None, of: Any = Standing) -> ColumnElement[bool]:
    """The condition: stood so at the end of `day`, or (None) stands so now; `coalesce` as above."""
    until = func.coalesce(of.until, NEVER)
    return until == NEVER if day is None else and_(of.since <= day, until > day)


def before_and_last(month: int) -> tuple[date, date]:
    """The day before a month, and its last."""
    first, last = days_of(month)
    return first - timedelta(days=1), last
