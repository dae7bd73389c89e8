"""The cases behind a number."""

from collections.abc import Mapping, Sequence

from flask_login import current_user
from sqlalchemy import ColumnElement, and_, select, true

from portal import clock
from portal.cases.models import Case
from portal.cases.rollup.models import ENDINGS, MEASURES, Standing
from portal.cases.rollup.reading import OVERDUE, stood_on
from portal.cases.tallies.form import Span
from portal.cases.tallies.sheets import CLOSED, Sheets
from portal.extensions import db
from portal.records.figures import local_month, local_year

MOST = 200
OF_VISITS = {
    "visited": true(),
    "answered": Standing.answered.is_(True),
    "solved": Standing.solved.is_(True),
    "content": Standing.content == "content",
    "fair": Standing.content == "fair",
}
COUNTED = (*MEASURES, CLOSED, OVERDUE)


def behind(span: Span, what: str, given: Mapping[str, str]) -> Sequence:
    """Up to 200 of the cases that `what` (of COUNTED) counts, the newest first, as far as the reader may see them now: id, number, title,
    status. given: `kind` (a group) and `source`, where only these are meant."""
    wanted = [
        span.unit.subtree_of(Standing),
        _counted(span, what),
        stood_on(span.as_of),
        Case.reach(current_user, "cases.view"),
    ]
    if group := given.get("kind"):
        wanted.append(Standing.kind.in_(Sheets(span).stored_kinds(group)))
    if source := given.get("source"):
        wanted.append(Standing.source == source)
    found = select(Case.id, Case.number, Case.title, Case.status).join(Standing, Standing.case_id == Case.id)
    return db.session.execute(found.where(*wanted).order_by(Standing.case_id.desc()).limit(MOST)).all()


def _counted(span: Span, what: str) -> ColumnElement[bool]:
    if what == "open":
        return Standing.open.is_(True)
    if what == OVERDUE:
        return and_(Standing.open.is_(True), Standing.due_on < (span.as_of or clock.today()))
    if what == "came":
        return _within(Standing.came_on, span)
    if what in OF_VISITS:
        return and_(_within(Standing.visited_on, span), OF_VISITS[what])
    ended = Standing.late.is_(True) if what == "late" else Standing.ending.in_(ENDINGS if what == CLOSED else (what,))
    return and_(_within(Standing.closed_on, span), ended)


def _within(day, span: Span) -> ColumnElement[bool]:
    return (local_year(day) * 100 + local_month(day)).between(span.first, span.last)
