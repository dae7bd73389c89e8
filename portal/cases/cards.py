"""What waits on the work desk about cases: overdue and nearly due, handed to us, to be triaged, to be verified.

Each part of a queue is read in the order of one index, so that it costs the same however many cases there are.
"""

from sqlalchemy import ColumnElement, Select, and_, select, text

from portal.accounts.reader import Place, Reader
from portal.cases.models import Assignment, Case
from portal.cases.models.states import OPEN_SQL
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue


def _overdue(reader: Reader) -> list[Select]:
    return _seen(reader, Case.due_at < reader.now)


def _soon(reader: Reader) -> list[Select]:
    return _seen(reader, and_(Case.warn_at < reader.now, Case.due_at >= reader.now))


def _to_triage(reader: Reader) -> list[Select]:
    return _within(reader.outermost(Case.triage.needs), Case.status == "registered")


def _to_verify(reader: Reader) -> list[Select]:
    return _within(reader.outermost(Case.resolve.needs), Case.status == "reported")


def _handed(reader: Reader) -> list[Select]:
    units = reader.units_with(Assignment.acknowledge.needs)
    return [_lines(_waits_at(units))] if units else []


def _seen(reader: Reader, wanted: ColumnElement[bool]) -> list[Select]:
    """What lies in the reader's units, and what others have handed to them and is not answered yet."""
    places, units = reader.outermost("cases.view"), reader.units_with("cases.view")
    elsewhere = [getattr(Case, each.level).is_distinct_from(each.id) for each in places]
    return [*_within(places, wanted), _lines(_waits_at(units), *elsewhere, wanted)] if units else []


def _within(places: list[Place], wanted: ColumnElement[bool]) -> list[Select]:
    return [_lines(each.subtree_of(Case), wanted) for each in places]


def _waits_at(units: list[Place]) -> ColumnElement[bool]:
    return Case.id.in_(select(Assignment.case_id).where(Assignment.waits_at([each.id for each in units])))


def _lines(*wanted: ColumnElement[bool]) -> Select:
    """Open cases, the most urgent first."""
    place = select(OrgUnit.short_name).where(OrgUnit.id == Case.unit_id).scalar_subquery()  # of the few that are shown
    return (
        select(Case.id, Case.title.label("text"), place.label("place"), Case.due_at.label("due"))
        .where(text(OPEN_SQL), *wanted)
        .order_by(Case.due_at)
    )


QUEUES = [
    Queue("overdue", "已超期", "/cases?overdue=1", "/cases/{id}", _overdue, "danger", 1, ""),
    Queue("soon", "即将到期", "/cases?overdue=soon", "/cases/{id}", _soon, "warn", 2, ""),
    Queue("handed", "交给我们办理", "/cases?status=handed", "/cases/{id}", _handed, "info", 3, "签收、办理"),
    Queue("triage", "待受理分流", "/cases?status=registered", "/cases/{id}", _to_triage, "info", 4, "受理分流"),
    Queue("verify", "待核查办结", "/cases?status=reported", "/cases/{id}", _to_verify, "info", 5, "核查办结"),
]
