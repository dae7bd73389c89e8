"""Where 红管家 meets the core: the desk, the search, what becomes of a note, who serves, what stays open."""

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from plugins.stewards.models import Neighbourhood, Round, Steward
from plugins.stewards.models.round import NOTE
from plugins.stewards.register import rounds
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action, Hit, Serving
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open

KEY, HERE = "stewards", "/stewards"
QUEUES = [
    queue_of(
        Round,
        "stewards-rounds",
        "巡访待处理",
        at=f"{HERE}/rounds",
        text=Neighbourhood.name + "：" + Round.title,
        joins=(Round.neighbourhood,),
        order=40,
    )
]


def to_note(ctx: Context) -> list[Action]:
    """记一条, for whoever walks the rounds; those who handle cases have other things to begin with."""
    walks = ctx.actor.can(NOTE) and not ctx.actor.can("cases.triage") and takes_new(KEY, ctx.unit)
    return [Action(Round.note.label, f"{HERE}/rounds/new", "plus")] if walks else []


def search(ctx: Context, text: str) -> list[Hit]:
    """Notes that the reader may see."""
    return rounds.hits(ctx, text)


def heard(record, event) -> None:
    """A case was closed or taken up again, or something is done with what came out of a note: the steward is told."""
    if isinstance(record, Case):
        Round.hear(record, event.verb)
    elif getattr(record, "origin_kind", "") == Round.__tablename__ and record.origin:
        record.origin.follow(record, event)


def serving(ctx: Context) -> list[Serving]:
    """The stewards in office in the unit."""
    found = select(Steward, Neighbourhood.name).join(Steward.neighbourhood).options(lazyload(Steward.contact))
    found = found.where(ctx.unit.subtree_of(Neighbourhood), Steward.serving()).order_by(Steward.id)
    return [
        Serving(each.name, each.post_name, place=place, area=each.area) for each, place in db.session.execute(found)
    ]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (Round, "{} 条巡访记录还没有办完。", Round.status == "noted"))
