"""Where 议事坊 meets the core: the desk, the search, the answer of a case, what stays open."""

from sqlalchemy import Date, Select, cast, func, null, select

from plugins.consultation.models import Round
from plugins.consultation.models.round import ROUND
from plugins.consultation.register import rounds
from portal.accounts.reader import Reader
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import Hit, Queue
from portal.plugin.hookspecs import Context


def _rounds(reader: Reader) -> Select | None:
    """Notes about which nothing was done yet, the oldest first."""
    if not reader.can(ROUND):
        return None
    return (
        select(Round.id, Round.title.label("text"), cast(null(), Date).label("due"))
        .where(Round.seen_by(reader), Round.waiting_for(reader))
        .order_by(Round.noted_at, Round.id)
    )


QUEUES = [
    Queue(
        "consultation-rounds",
        "巡访待处理",
        "/consultation/rounds?status=noted",
        "/consultation/rounds/{id}",
        _rounds,
        order=40,
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Notes by what they are about: only what the reader may see."""
    return rounds.hits(ctx, text)


def heard(record, event) -> None:
    """A case was closed: the steward who brought it in is told."""
    if isinstance(record, Case):
        Round.hear(record, event.verb, event.note)


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    waiting = select(func.count(Round.id)).where(ctx.unit.subtree_of(Round), Round.status == "noted")
    count = db.session.scalar(waiting)
    return [f"{count} 条巡访记录还没有处理。"] if count else []
