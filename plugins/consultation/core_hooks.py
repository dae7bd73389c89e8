"""Where 议事坊 meets the core: the desk, the search, the answer of a case, what stays open."""

from flask import url_for
from sqlalchemy import Date, Select, case, cast, func, null, or_, select

from plugins.consultation.models import Forum, Meeting, OwnersVote, Resolution, Round, Topic, VillageMatter
from plugins.consultation.models.owners_vote import OWNERS
from plugins.consultation.models.round import ROUND
from plugins.consultation.models.topic import HOST
from plugins.consultation.models.village import VILLAGE
from plugins.consultation.register import meetings, resolutions, rounds, topics
from plugins.consultation.register_owners import owners_votes
from plugins.consultation.register_village import village_matters
from portal.accounts.reader import Reader
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import MOST_HITS, Action, Hit, PublicPage, Queue
from portal.plugin.hookspecs import Context

HERE = "/consultation"


def _rounds(reader: Reader) -> Select | None:
    """Notes about which nothing was done yet, the oldest first."""
    if not reader.can(ROUND):
        return None
    return (
        select(Round.id, (Forum.name + "：" + Round.title).label("text"), cast(null(), Date).label("due"))
        .join(Round.forum)
        .where(Round.seen_by(reader), Round.waiting_for(reader))
        .order_by(Round.noted_at, Round.id)
    )


def _topics(reader: Reader) -> Select | None:
    """Topics to be let in or published, and those whose publication is over; by the day it was."""
    if not reader.can(HOST):
        return None
    over = (Topic.status == "published") & (Topic.published_until < reader.today())
    return (
        select(Topic.id, (Forum.name + "：" + Topic.title).label("text"), Topic.published_until.label("due"))
        .join(Topic.forum)
        .where(Topic.seen_by(reader), or_(Topic.waiting_for(reader), Topic.reach(reader, HOST) & over))
        .order_by(Topic.published_until, Topic.id)
    )


def _meetings(reader: Reader) -> Select | None:
    """Meetings ahead, and those of which something is still to be written down."""
    if not reader.can(HOST):
        return None
    return (
        select(Meeting.id, Meeting.title.label("text"), Meeting.held_at.label("due"))
        .where(Meeting.seen_by(reader), Meeting.waiting_for(reader))
        .order_by(Meeting.held_at, Meeting.id)
    )


def _resolutions(reader: Reader) -> Select | None:
    """Resolutions to be published, handed out or inspected."""
    if not reader.can(HOST):
        return None
    over = (Resolution.status == "published") & (Resolution.published_until < reader.today())
    return (
        select(
            Resolution.id, (Forum.name + "：" + Resolution.title).label("text"), Resolution.published_until.label("due")
        )
        .join(Resolution.forum)
        .where(Resolution.seen_by(reader), or_(Resolution.waiting_for(reader), Resolution.reach(reader, HOST) & over))
        .order_by(Resolution.published_until, Resolution.id)
    )


def _owners_votes(reader: Reader) -> Select | None:
    """Votes of owners whose roll, count or result waits; those under way by the day on which something ends."""
    if not reader.can(OWNERS):
        return None
    ended = case(
        (OwnersVote.status == "listed", OwnersVote.roll_until),
        (OwnersVote.status == "published", OwnersVote.published_until),
    )
    return (
        select(OwnersVote.id, (OwnersVote.estate + "：" + OwnersVote.title).label("text"), ended.label("due"))
        .where(OwnersVote.seen_by(reader), OwnersVote.waiting_for(reader))
        .order_by(OwnersVote.created_at, OwnersVote.id)
    )


def _village_matters(reader: Reader) -> Select | None:
    """Matters of a village whose next sheet is to be entered; by the day on which a publication or the work ends."""
    if not reader.can(VILLAGE):
        return None
    ended = case(
        (VillageMatter.status == "noticed", VillageMatter.meeting_on),
        (VillageMatter.status.in_(("published", "reported")), VillageMatter.published_until),
        (VillageMatter.status == "carried", VillageMatter.due_on),
    )
    return (
        select(VillageMatter.id, VillageMatter.title.label("text"), ended.label("due"))
        .where(VillageMatter.seen_by(reader), VillageMatter.waiting_for(reader))
        .order_by(VillageMatter.created_at, VillageMatter.id)
    )


QUEUES = [
    Queue(
        "consultation-village",
        "村级事项待办",
        f"{HERE}/village-matters?status=open",
        f"{HERE}/village-matters/{{id}}",
        _village_matters,
        order=45,
    ),
    Queue(
        "consultation-owners-votes",
        "业主表决待办",
        f"{HERE}/owners-votes?status=open",
        f"{HERE}/owners-votes/{{id}}",
        _owners_votes,
        order=44,
    ),
    Queue("consultation-meetings", "议事会待办", f"{HERE}/meetings", f"{HERE}/meetings/{{id}}", _meetings, order=41),
    Queue("consultation-topics", "议题待办", f"{HERE}/topics?status=open", f"{HERE}/topics/{{id}}", _topics, order=42),
    Queue(
        "consultation-resolutions",
        "决议待办",
        f"{HERE}/resolutions?status=open",
        f"{HERE}/resolutions/{{id}}",
        _resolutions,
        order=43,
    ),
    Queue(
        "consultation-rounds",
        "巡访待处理",
        f"{HERE}/rounds?status=noted",
        f"{HERE}/rounds/{{id}}",
        _rounds,
        order=40,
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Topics, meetings, resolutions and notes: only what the reader may see."""
    return [
        hit
        for each in (topics, meetings, resolutions, owners_votes, village_matters, rounds)
        for hit in each.hits(ctx, text)
    ][:MOST_HITS]


def heard(record, event) -> None:
    """A case was closed: the steward who brought it in is told, and the resolution that handed it out."""
    if isinstance(record, Case):
        Round.hear(record, event.verb, event.note)
        Resolution.hear(record, event.verb, event.note)


def actions(ctx: Context, case: Case) -> list[Action]:
    """What cannot be settled by one side alone may be put before the forum."""
    if not (case.open and ctx.actor.can(HOST, case)):
        return []
    return [Action("列为议题", url_for("consultation.propose", case=case.id), "users")]


def public_pages(ctx: Context) -> list[PublicPage]:
    """What residents may read, propose and vote on."""
    url = url_for("consultation.board", unit_id=ctx.unit.id)
    owners = url_for("consultation.owners_public_vote", unit_id=ctx.unit.id)
    return [
        PublicPage("红管家议事坊", url, "议题公示、决议进展、提议题、在线表决"),
        PublicPage("业主表决", owners, "凭表决票上的表决码在线投票"),
    ]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    counted = (
        (Round, "条巡访记录", "noted"),
        (Topic, "个议题", *Topic.states.open),
        (Meeting, "场议事会", *Meeting.states.open),
        (Resolution, "项决议", *Resolution.states.open),
        (OwnersVote, "次业主表决", *OwnersVote.states.open),
        (VillageMatter, "件村级事项", *VillageMatter.states.open),
    )
    found = [
        (
            db.session.scalar(select(func.count(model.id)).where(ctx.unit.subtree_of(model), model.status.in_(states))),
            what,
        )
        for model, what, *states in counted
    ]
    return [f"{count} {what}还没有办完。" for count, what in found if count]
