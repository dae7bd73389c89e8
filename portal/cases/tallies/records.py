"""The cases behind a number."""

from collections.abc import Mapping, Sequence

from flask_login import current_user
from sqlalchemy import ColumnElement, and_, or_, select

from portal import clock
from portal.cases.models import Case
from portal.cases.rollup.measures import MEASURES, OVERDUE, parts_of
from portal.cases.rollup.models import Standing, days_of
from portal.cases.rollup.months import stood_on
from portal.cases.tallies.form import Span
from portal.cases.tallies.sheets import Sheets
from portal.extensions import db
from portal.records.briefing import lies_in

MOST = 200


def behind(span: Span, what: str, given: Mapping[str, str]) -> Sequence:
    """Up to 200 of the cases that `what` (of LABELS) counts, the newest first, as far as the reader may see them now: id, number, title,
    status. given: `kind` (a group) and `source`, where only these are meant."""
    wanted = [
        *_here(span, what),
        _counted(span, what),
        stood_on(span.as_of),
        Case.reach(current_user, "cases.view"),
    ]
    if group := given.get("kind"):
        wanted.append(Standing.kind.in_(Sheets(span).stored_kinds(group)))
    if source := given.get("source"):
        wanted.append(Standing.source == source)
    found = select(Case.id, Case.number, Case.title, Case.status).join(Standing, Standing.case_id == Case.id)
    return db.session.execute(found.where(*wanted).order_by(*_newest(what)).limit(MOST)).all()


def _is_of_visits(what: str) -> bool:
    return what in MEASURES and MEASURES[what].day == Standing.visited_on.key


def _here(span: Span, what: str) -> list[ColumnElement[bool]]:
    """What stands in the unit. Few are visited, and an index of its own has them: `+ 0` keeps the database from reading all of the unit."""
    if _is_of_visits(what):
        return [getattr(Standing, span.unit.level) + 0 == span.unit.id]
    return [lies_in(span.unit, Standing)]


def _newest(what: str) -> list[ColumnElement]:
    """The latest case first; of those that were visited, the latest visit, as the index has them."""
    return [*([Standing.visited_on.desc()] if _is_of_visits(what) else []), Standing.case_id.desc()]


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
