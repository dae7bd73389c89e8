"""What happens by itself each day: publications end, visits become due."""

from sqlalchemy import select

from plugins.heroes.models import Deed, Hero
from plugins.heroes.models.states import RECOGNISED
from portal import clock
from portal.extensions import db
from portal.plugin.hookspecs import Context


def end_publications(ctx: Context, progress) -> str:
    """公示期满 → 待确认, in `ctx.unit`; those with an objection unanswered stay, and are counted."""
    over = db.session.scalars(
        select(Deed)
        .where(ctx.unit.subtree_of(Deed), Deed.status == "published", Deed.published_until < clock.today())
        .order_by(Deed.id)
    ).all()
    ended = waiting = 0
    for number, deed in enumerate(over, start=1):
        if deed.unanswered:
            waiting += 1
        else:
            deed.end_publication(by=None)
            ended += 1
        progress(number, len(over))
    return f"公示期满转入确认 {ended} 件，异议未答复 {waiting} 件。"


def mark_visits(ctx: Context, progress) -> str:
    """回访到期: noted once in the timeline of each."""
    due = db.session.scalars(
        select(Hero)
        .join(Hero.deed)
        .where(
            ctx.unit.subtree_of(Hero),
            Hero.visit_due_on <= clock.today(),
            Hero.visit_marked_on.is_(None),
            Deed.status.in_(RECOGNISED),
        )
        .order_by(Hero.id)
    ).all()
    for number, hero in enumerate(due, start=1):
        hero.mark_visit_due(by=None)
        progress(number, len(due))
    return f"到期回访 {len(due)} 人。"
