"""Where 包案 meets the core: the desk, the page of a case, what befalls a case, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, and_, exists, or_

from plugins.sponsored.choices import APPROVE, DRAFT, FOLLOW, HANDLE, LEAD, REVIEW, VIEW
from plugins.sponsored.models import BEFORE_STRUCK, IN_HAND, MET_IN, SponsorHandover, Sponsorship
from plugins.sponsored.models.sponsorship import SPONSORABLE
from plugins.sponsored.settings import KEY, rules_of
from portal.accounts.reader import Reader
from portal.cases.attached import attached, attaches
from portal.cases.models import Case
from portal.plugin.contributions import Action, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of
from portal.records.waiting import stands_in

HERE = "/sponsored/sponsorships"
attaches(KEY, Sponsorship.case_id)


def _mine(reader: Reader) -> ColumnElement[bool]:
    return or_(Sponsorship.handler_id.in_(reader.persons), Sponsorship.leader_id.in_(reader.persons))


def _to_approve(reader: Reader) -> ColumnElement[bool]:
    return and_(Sponsorship.status.in_(("drafted", "asking")), Sponsorship.waiting_for(reader))


def _to_review(reader: Reader) -> ColumnElement[bool]:
    return and_(Sponsorship.status == "reviewing", Sponsorship.waiting_for(reader))


def _to_meet(reader: Reader) -> ColumnElement[bool]:
    """The handler has somebody to meet today; the leader sees what the handler let pass."""
    until = Sponsorship.next_contact_on
    due = or_(
        and_(Sponsorship.handler_id.in_(reader.persons), until <= reader.today()),
        and_(Sponsorship.leader_id.in_(reader.persons), until < reader.today()),
    )
    return and_(Sponsorship.status.in_(MET_IN), due)


def _ending(reader: Reader) -> ColumnElement[bool]:
    """The limit is near: for the leader and the handler; once it is over, for whoever approves, too."""
    near = Sponsorship.due_on <= reader.today(lambda unit: rules_of(unit).warn_days)
    over = and_(Sponsorship.due_on < reader.today(), Sponsorship.reach(reader, APPROVE))
    return and_(Sponsorship.status.in_(IN_HAND), or_(and_(_mine(reader), near), over))


def _to_take_over(reader: Reader) -> ColumnElement[bool]:
    waits = exists().where(
        SponsorHandover.sponsorship_id == Sponsorship.id,
        SponsorHandover.taken_at.is_(None),
        SponsorHandover.to_id == Sponsorship.leader_id,
        SponsorHandover.to_id.in_(reader.persons),
    )
    return and_(Sponsorship.status.in_(MET_IN), waits)


def _to_follow_up(reader: Reader) -> ColumnElement[bool]:
    """The day of 回访 has come, or a party has come again; for somebody who had no part in it."""
    due = or_(Sponsorship.visit_due_on <= reader.today(), Sponsorship.has_come_again())
    return and_(Sponsorship.entrusting(reader, FOLLOW), due)


def _queue(key: str, title: str, **more):
    more = {"due": Sponsorship.due_on} | more
    return queue_of(Sponsorship, key, title, at=HERE, text=Case.title, joins=(Sponsorship.case,), **more)


QUEUES = [
    _queue("sponsored-approve", "包案待批准", needs=APPROVE, where=_to_approve, order=4),
    _queue(
        "sponsored-meet",
        "包案该见面的",
        needs=HANDLE,
        where=_to_meet,
        due=Sponsorship.next_contact_on,
        order=3,
        task="登记见面",
        step=Sponsorship.record_contact,
    ),
    _queue(
        "sponsored-ending",
        "包案快到期、超期",
        needs=VIEW,
        where=_ending,
        tone="warn",
        order=3,
        task="化解，或者申请延期",
    ),
    _queue(
        "sponsored-review",
        "销号待复核",
        needs=REVIEW,
        where=_to_review,
        order=4,
        task="复核",
    ),
    _queue("sponsored-handover", "包案待交接", needs=LEAD, where=_to_take_over, order=4, task="登记交接"),
    _queue(
        "sponsored-follow",
        "销号后回访、认定反弹",
        needs=FOLLOW,
        where=_to_follow_up,
        due=Sponsorship.visit_due_on,
        among=stands_in(Sponsorship, ("struck",)),
        order=6,
    ),
]


def actions(ctx: Context, case: Case) -> list[Action]:
    """A case that is accepted gets one sponsor at a time; one that goes on as part of another, none of its own."""
    if case.status not in SPONSORABLE or not ctx.actor.can(DRAFT, case) or (case.has_related and case.merge):
        return []
    if attached(case, KEY) and Sponsorship.current(case):
        return []
    return [Action("拟包案", url_for("sponsored.draft", case_id=case.id), "users")]


def panels(ctx: Context, case: Case) -> list[Panel]:
    """The sponsorships of the case that the reader may see."""
    if not attached(case, KEY):
        return []
    lines = [
        Line(
            each,
            url_for("sponsored.show", sponsorship_id=each.id),
            each.number,
            f"{each.grade_name}，责任单位{each.responsible}",
        )
        for each in Sponsorship.visible_about(case, ctx.actor)
    ]
    return panel_of("包案", lines)


def heard(ctx: Context, record, event) -> None:
    """What befalls a case."""
    if isinstance(record, Case):
        Sponsorship.hear(record, event.verb, event.note, ctx.actor)


def objections(record, verb: str) -> list[str]:
    """A case is archived once it is struck off."""
    if not isinstance(record, Case) or verb != Case.archive.verb:
        return []
    made = Sponsorship.current(record)
    return [f"{made.number}还没有销号，销号以后再归档。"] if made else []


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit,
        (Sponsorship, "{} 件包案还没有销号。", Sponsorship.status.in_(BEFORE_STRUCK)),
        (Sponsorship, "{} 件包案销号后还要回访。", Sponsorship.status == "struck"),
    )
