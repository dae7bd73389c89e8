"""The cases behind a number. How they stand now is read in the order of an index of the unit, as far as the page shows (docs/adr/0064); of a past day all
that stood in the unit is."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask_login import current_user
from sqlalchemy import ColumnElement, and_, or_, select, text

from portal import clock
from portal.cases.models import Case
from portal.cases.models.states import OPEN_SQL
from portal.cases.rollup.measures import MEASURES, OVERDUE, parts_of
from portal.cases.rollup.models import STILL_SQL, Standing, days_of, stood_in, wide
from portal.cases.rollup.months import stood_on
from portal.cases.tallies.form import Span
from portal.cases.tallies.sheets import Sheets
from portal.extensions import db
from portal.records.waiting import there_is

MOST = 200


def behind(span: Span, what: str, given: Mapping[str, str]) -> Sequence:
    """Up to 200 of the cases that `what` (of LABELS) counts, as far as the reader may see them now: id, number, title, status. The newest first; of those
    open now the most urgent, of those closed or visited the latest to be so. given: `kind` (a group) and `source`, where only these are meant."""
    stands = [_counted(span, what), *_stands(span, what)]
    if group := given.get("kind"):
        stands.append(Standing.kind.in_(Sheets(span).stored_kinds(group)))
    if source := given.get("source"):
        stands.append(Standing.source == source)
    found = select(Case.id, Case.number, Case.title, Case.status).where(Case.reach(current_user, "cases.view"))
    if _by_case(span, what):
        found = found.where(*_of_cases(span, what), there_is(Standing.case_id == Case.id, *stands, of=Case))
    else:
        found = found.join(Standing, Standing.case_id == Case.id).where(*stands)
    return db.session.execute(found.order_by(*_order(span, what)).limit(MOST)).all()


def _day(what: str) -> str:
    """The column of the day by which `what` is counted."""
    return "due_on" if what == OVERDUE else MEASURES[parts_of(what)[0]].day


def _is_open(what: str) -> bool:
    return what == OVERDUE or MEASURES[parts_of(what)[0]].lasting


def _by_day(span: Span, what: str) -> bool:
    """Whether an index has what still stands by that day: of visits everywhere, of what was closed where there may be much of it."""
    return _day(what) == "visited_on" or (_day(what) == "closed_on" and span.as_of is None and wide(span.unit.level))


def _by_case(span: Span, what: str) -> bool:
    """Whether the cases themselves have it in order: what came and what is open, now."""
    return span.as_of is None and (_is_open(what) or _day(what) == "came_on")


def _stands(span: Span, what: str) -> list[ColumnElement[bool]]:
    """What stands in the unit, so written that it is read by the index whose order the page has: `+ 0` keeps the database from another."""
    if _day(what) == "visited_on":
        return [getattr(Standing, span.unit.level) + 0 == span.unit.id, stood_on(span.as_of)]
    here = [span.unit.subtree_of(Standing), text(STILL_SQL)]
    if _by_day(span, what):  # said beside the OR of `_counted`, through which SQLite does not see
        return [*here, Standing.closed_on.is_not(None), _within(Standing.closed_on, span)]
    if _by_case(span, what):
        return here
    narrow = [] if wide(span.unit.level) else [Standing.since.is_not(None)]  # as its index has it, for SQLite
    return [stood_in(span.unit), stood_on(span.as_of), *narrow]


def _of_cases(span: Span, what: str) -> list[ColumnElement[bool]]:
    """What holds of the cases themselves then."""
    here = span.unit.subtree_of(Case)
    if what == OVERDUE:
        return [here, text(OPEN_SQL), Case.due_at < clock.begin_of(clock.today())]
    if _is_open(what):
        return [here, text(OPEN_SQL)]
    first, last = days_of(span.first)[0], days_of(span.last)[1]
    return [here, Case.created_at >= clock.begin_of(first), Case.created_at < clock.begin_of(last + timedelta(days=1))]


def _order(span: Span, what: str) -> list[ColumnElement]:
    if _by_case(span, what):
        return [Case.due_at, Case.id] if _is_open(what) else [Case.created_at.desc(), Case.id.desc()]
    if _by_day(span, what):
        return [getattr(Standing, _day(what)).desc(), Standing.case_id.desc()]
    latest = Standing.case_id if wide(span.unit.level) else Standing.case_id + 0  # all of the unit, not all there is
    return [latest.desc()]


def _counted(span: Span, what: str) -> ColumnElement[bool]:
    if what == OVERDUE:
        return and_(Standing.open.is_(True), Standing.due_on < (span.as_of or clock.today()))
    return or_(*(_measured(span, part) for part in parts_of(what)))


def _measured(span: Span, part: str) -> ColumnElement[bool]:
    measure = MEASURES[part]
    return (
        measure.condition if measure.lasting else and_(_within(getattr(Standing, measure.day), span), measure.condition)
    )


def _within(day, span: Span) -> ColumnElement[bool]:
    return day.between(days_of(span.first)[0], days_of(span.last)[1])
