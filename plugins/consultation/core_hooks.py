"""Where 议事坊 meets the core: the desk, the search, the answer of a case, what others may put before it, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, or_, select

from plugins.consultation.models import Forum, Meeting, Resolution, Topic
from plugins.consultation.models.topic import HOST, PROPOSE
from plugins.consultation.register import meetings, resolutions, topics
from portal.accounts.reader import Reader
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import MOST_HITS, Action, Hit, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.origin import concern_of, sign
from portal.records.waiting import stands_in

HERE = "/consultation"


def published_before(model, reader: Reader) -> ColumnElement[bool]:
    """What stood for everybody to read until a day that is over."""
    return (model.status == "published") & (model.published_until < reader.today())


QUEUES = [
    queue_of(Meeting, "consultation-meetings", "议事会待办", at=f"{HERE}/meetings", due=Meeting.held_at, order=41),
    queue_of(  # and those whose publication is over
        Topic,
        "consultation-topics",
        "议题待办",
        at=f"{HERE}/topics",
        needs=HOST,
        where=lambda reader: or_(Topic.waiting_for(reader), published_before(Topic, reader)),
        text=Forum.name + "：" + Topic.title,
        due=Topic.published_until,
        joins=(Topic.forum,),
        among=stands_in(Topic, ("proposed", "accepted", "published")),
        order=42,
    ),
    queue_of(
        Resolution,
        "consultation-resolutions",
        "决议待办",
        at=f"{HERE}/resolutions",
        needs=HOST,
        where=lambda reader: or_(Resolution.waiting_for(reader), published_before(Resolution, reader)),
        text=Forum.name + "：" + Resolution.title,
        due=Resolution.published_until,
        joins=(Resolution.forum,),
        order=43,
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Topics, meetings and resolutions: only what the reader may see."""
    return [hit for each in (topics, meetings, resolutions) for hit in each.hits(ctx, text)][:MOST_HITS]


def heard(record, event) -> None:
    """A case was closed or taken up again: the resolution that handed it out is told."""
    if isinstance(record, Case):
        Resolution.hear(record, event.verb)


def objections(record, verb: str) -> list[str]:
    """A case is not closed while what it was put before the forum for is still open: those who meet about it would not know."""
    if not isinstance(record, Case) or verb != "resolve":
        return []
    asked = select(Topic.number, Topic.status).where(Topic.case_id == record.id, Topic.status.in_(Topic.states.open))
    return [
        f"由这件事提出的议题 {number} {Topic.states[status].name}，有了结果或者不列入以后再办结。"
        for number, status in db.session.execute(asked.order_by(Topic.id))
    ]


def actions(ctx: Context, case: Case) -> list[Action]:
    """What cannot be settled by one side alone may be put before the forum."""
    if not (case.open and ctx.actor.can(HOST, case)):
        return []
    return [Action("列为议题", url_for("consultation.propose", case=case.id), "users")]


def offers(ctx: Context, record) -> list[Action]:
    """What a record of another plugin is about may be put before the forum."""
    if not (concern_of(record) and ctx.actor.can(PROPOSE, record)):
        return []
    return [Action("提为议题", url_for("consultation.propose", origin=sign(record)), "users")]


def public_pages(ctx: Context) -> list[PublicPage]:
    """What residents may read, propose and vote on."""
    url = url_for("consultation.board", unit_id=ctx.unit.id)
    return [PublicPage("红管家议事坊", url, "议题公示、决议进展、提议题、在线表决")]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit,
        (Topic, "{} 个议题还没有办完。"),
        (Meeting, "{} 场议事会还没有办完。"),
        (Resolution, "{} 项决议还没有办完。"),
    )
