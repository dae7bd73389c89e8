"""What waits on the work desk about cases. No open case is on no desk: in each of its states it stands on one of these cards, of the unit that
has it in hand, and of whoever sees to it that it is answered (tests/cases/test_no_case_is_lost.py).

Each part of a queue is read in the order of one index, so that it costs the same however many cases there are.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, cast, null, nulls_last, select, text, true
from sqlalchemy.orm import aliased

from portal.accounts.reader import Place, Reader
from portal.cases.choices import LEAD
from portal.cases.models import Assignment, Case
from portal.cases.models.assignment import HANDLE
from portal.cases.models.chasing import UNANSWERED
from portal.cases.models.referral import ASSIGN, PENDING_SQL, Referral
from portal.cases.models.states import (
    BACK_SQL,
    DISPUTED_SQL,
    NEW_SQL,
    OPEN_SQL,
    OUT,
    TAKEN_BY_SQL,
    UNTOLD_SQL,
    VISITED_BY_SQL,
)
from portal.cases.models.suspending import STILL_SQL, Suspension
from portal.cases.urgency import red_by, tone_in_sql
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue
from portal.records.on_desk import listed
from portal.records.waiting import there_is

Rows = Callable[[Reader], list[Select]]
Those = Callable[[Any], ColumnElement[bool]]  # of an assignment, which may be an alias
NEXT = "/cases/{id}/next"  # the form of whatever step comes next for whoever reads
BY_TIME = "&sort=due"  # a list of what has a time; what is suspended has none
ENDED, ANSWERED = "/cases/ended/{id}/notice", "/cases/referrals/{id}/notice"  # a case itself may be out of sight


def _toned(rest: str = "neutral") -> Callable[[Rows], Rows]:
    """With the tone of the time of each case; `rest`: of one that is not near yet, "" where the date may be another than that of the case."""

    def toned(rows: Rows) -> Rows:
        def asked(reader: Reader) -> list[Select]:
            tone = tone_in_sql(reader.now, reader.then(red_by), rest).label("tone")
            return [each.add_columns(tone) for each in rows(reader)]

        return asked

    return toned


@_toned(rest="")
def _overdue(reader: Reader) -> list[Select]:
    return _seen(reader, Case.due_at < reader.now, Assignment.answer_by < reader.now)


@_toned(rest="")
def _soon(reader: Reader) -> list[Select]:
    near = Case.warn_at < reader.now
    return _seen(reader, and_(near, Case.due_at >= reader.now), and_(near, Assignment.answer_by >= reader.now))


@_toned()
def _to_triage(reader: Reader) -> list[Select]:
    return _within(reader.outermost(Case.triage.needs), Case.status == "registered")


@_toned()
def _to_verify(reader: Reader) -> list[Select]:
    return _within(reader.outermost(Case.resolve.needs), Case.status == "reported")


@_toned(rest="")
def _handed(reader: Reader) -> list[Select]:
    return _in_hands(reader.units_with(HANDLE), those=lambda each: ~_waits_for_others(each))


@_toned(rest="")
def _assisted(reader: Reader) -> list[Select]:
    """What the reader's units lead and have signed for: they answer after those who assist them."""
    return _in_hands(reader.units_with(HANDLE), those=_waits_for_others)


@_toned(rest="")
def _reminded(reader: Reader) -> list[Select]:
    return _in_hands(reader.units_with(HANDLE), reminded=True)


def _ended(reader: Reader) -> Select | None:
    """Assignments that were taken from the reader's units, who have not yet taken note of it. Their case may be out of sight."""
    units = [each.id for each in reader.units_with(HANDLE)]
    title = select(Case.title).where(Case.id == Assignment.case_id).scalar_subquery()  # of the few that are shown
    found = select(Assignment.id, title.label("text"), cast(null(), Date).label("due"))
    return found.where(Assignment.untold_to(units)).order_by(Assignment.id) if units else None


@_toned()
def _back(reader: Reader) -> list[Select]:
    return _within(reader.outermost(Case.assign.needs), text(BACK_SQL))


@_toned()
def _to_assign(reader: Reader) -> list[Select]:
    return _within(reader.outermost(Case.assign.needs), Case.status == "triaged", text(NEW_SQL))


def _received(reader: Reader) -> list[Select]:
    """上报、下派 that wait to be taken by the reader's units."""
    return [_on_its_way(each, Referral.received_at(each.level)) for each in reader.outermost(ASSIGN)]


def _passed_on(reader: Reader) -> list[Select]:
    return [_on_its_way(each, Referral.sent_from(each.level)) for each in reader.outermost(ASSIGN)]


def _answered(reader: Reader) -> list[Select]:
    """What became of what the reader's units passed on, of which they have not yet taken note."""
    found = select(Referral.id, Case.title.label("text"), cast(null(), Date).label("due")).join(Referral.record)
    return [
        found.where(
            text(UNTOLD_SQL), each.subtree_of(Case), Referral.untold(), Referral.sent_from(each.level)
        ).order_by(Case.id)
        for each in reader.outermost(ASSIGN)
    ]


@_toned()
def _contested(reader: Reader) -> list[Select]:
    """Of what is open, which need not be said: the index of whatever is open would be taken for it."""
    return [
        _shown(text(DISPUTED_SQL), each.subtree_of(Case), Case.in_charge(each.level), due=Case.due_at)
        for each in reader.outermost(Assignment.uphold.needs)
    ]


@_toned()
def _stood(reader: Reader) -> list[Select]:
    """Suspended, and the day has come on which it was to go on. Of what is open only this has no time, so the index by time names it."""
    over = there_is(Suspension.case_id == Case.id, text(STILL_SQL), Suspension.until_on <= reader.today(), of=Case)
    return _within(reader.outermost(Case.resume.needs), Case.due_at.is_(None), over)


def _to_visit(reader: Reader) -> list[Select]:
    """Closed, and whoever asked was not followed up."""
    return [
        _shown(text(VISITED_BY_SQL), each.subtree_of(Case), Case.in_charge(each.level), due=Case.visit_by)
        for each in reader.outermost(Case.visit.needs)
    ]


@_toned()
def _out(reader: Reader) -> list[Select]:
    """What others have in hand: whoever handed it on sees to it that it is answered, also where nobody is left there."""
    state = Case.status + ""  # read in the order of the index, of which PostgreSQL takes the states one after the other
    return _within(reader.outermost(Case.assign.needs), state.in_(OUT))


def _seen(reader: Reader, wanted: ColumnElement[bool], in_hands: ColumnElement[bool]) -> list[Select]:
    """What lies in the reader's units, and what others have handed to them and is not answered yet."""
    places = reader.outermost("cases.view")
    elsewhere = [getattr(Case, each.level).is_distinct_from(each.id) for each in places]
    return [*_within(places, wanted), *_in_hands(reader.units_with("cases.view"), *elsewhere, in_hands)]


def _within(places: list[Place], *wanted: ColumnElement[bool]) -> list[Select]:
    return [_lines(each.subtree_of(Case), Case.in_charge(each.level), *wanted) for each in places]


def _on_its_way(place: Place, end: ColumnElement[bool]) -> Select:
    """Those at this end, by when they are to be answered."""
    here = there_is(Referral.case_id == Case.id, text(PENDING_SQL), end, of=Case)
    return _shown(text(TAKEN_BY_SQL), place.subtree_of(Case), here, due=Case.take_by)


def _in_hands(
    units: list[Place], *wanted: ColumnElement[bool], reminded: bool = False, those: Those | None = None
) -> list[Select]:
    """What waits to be answered by each of `units`, by the date it has for that; what waits in two of them stands with the first. `those`: only such
    assignments."""
    such = those or (lambda _: true())
    return [_in_hand(each.id, units[:number], reminded, such).where(*wanted) for number, each in enumerate(units)]


def _waits_for_others(lead: Any) -> ColumnElement[bool]:
    """`Assignment.awaited` of one that has been signed for, as SQL."""
    beside = aliased(Assignment)
    still = beside.role != LEAD, beside.status.in_(Assignment.states.open)
    there = there_is(beside.case_id == lead.case_id, *still, of=lead)
    return and_(lead.role == LEAD, (lead.status + "") == "acknowledged", there)


def _in_hand(unit: Any, before: list[Place], reminded: bool, those: Those) -> Select:
    other = aliased(Assignment)
    earlier = (other.unit_id + 0).in_([each.id for each in before]), other.status.in_(UNANSWERED), those(other)
    again = there_is(other.case_id == Case.id, *earlier, (other.channel + "") == "", of=Case)
    held = Assignment.waiting_at(unit, reminded=reminded)
    found = _lines(held, those(Assignment), *([~again] if before else []), due=Assignment.answer_by)
    found = found.join(Assignment, Assignment.case_id == Case.id)
    return found.order_by(None).order_by(nulls_last(Assignment.answer_by))


def _lines(*wanted: ColumnElement[bool], due: ColumnElement = Case.due_at) -> Select:
    """Open cases, the most urgent first."""
    return _shown(text(OPEN_SQL), *wanted, due=due)


def _shown(*wanted: ColumnElement[bool], due: ColumnElement) -> Select:
    place = select(OrgUnit.short_name).where(OrgUnit.id == Case.unit_id).scalar_subquery()  # of the few that are shown
    return (
        select(Case.id, Case.title.label("text"), place.label("place"), due.label("due")).where(*wanted).order_by(due)
    )


def _listed(key: str) -> str:
    """The list of a card."""
    return listed("/cases", key)


QUEUES = [
    Queue(
        "back",
        "回到本单位",
        _listed("back"),
        "/cases/{id}",
        _back,
        "danger",
        0,
        "另行安排",
        on_top=True,
        step=Case.assign,
    ),
    Queue(
        "contested",
        "退回待裁定",
        _listed("contested"),
        "/cases/{id}",
        _contested,
        "danger",
        0,
        "裁定退回",
        on_top=True,
        act="/cases/{id}#hands",  # where 准予退回 and 责令办理 stand beside each other
    ),
    Queue(
        "received",
        "上报、下派待接受",
        _listed("received"),
        "/cases/{id}",
        _received,
        "warn",
        1,
        "接受或者退回",
        act=NEXT,
    ),
    Queue("overdue", "已超期", _listed("overdue") + BY_TIME, "/cases/{id}", _overdue, "danger", 1, ""),
    Queue("soon", "即将到期", _listed("soon") + BY_TIME, "/cases/{id}", _soon, "warn", 2, ""),
    Queue(
        "reminded",
        "被催办",
        _listed("reminded"),
        "/cases/{id}",
        _reminded,
        "warn",
        3,
        "被催办，尽快反馈",
        act=NEXT,
    ),
    Queue("handed", "交给我们办理", _listed("handed"), "/cases/{id}", _handed, "info", 3, "签收、办理", act=NEXT),
    Queue("assisted", "等协办单位反馈", _listed("assisted"), "/cases/{id}", _assisted, "neutral", 8, ""),
    Queue("ended", "收回、销单的派单", "/cases/ended", ENDED, _ended, "info", 4, "知悉", act=ENDED),
    Queue("answered", "上报、下派的结果", "/cases/referrals", ANSWERED, _answered, "info", 4, "知悉", act=ANSWERED),
    Queue(
        "stood",
        "挂起到期",
        _listed("stood"),
        "/cases/{id}",
        _stood,
        "warn",
        4,
        "恢复办理，或者另定日期",
        step=Case.resume,
    ),
    Queue("triage", "待受理分流", _listed("triage"), "/cases/{id}", _to_triage, "info", 4, step=Case.triage),
    Queue("assign", "待交办", _listed("assign"), "/cases/{id}", _to_assign, "info", 5, step=Case.assign),
    Queue(
        "verify",
        "待核查办结",
        _listed("verify"),
        "/cases/{id}",
        _to_verify,
        "info",
        5,
        "核查办结",
        step=Case.resolve,
    ),
    Queue("visit", "待回访", _listed("visit"), "/cases/{id}", _to_visit, "info", 6, step=Case.visit),
    Queue("passed_on", "已上报、下派，等接受", _listed("passed_on"), "/cases/{id}", _passed_on, "neutral", 9, ""),
    Queue("out", "已交办，等反馈", _listed("out"), "/cases/{id}", _out, "neutral", 9, "督促反馈", act=NEXT),
]
