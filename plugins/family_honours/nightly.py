"""What happens by itself each day: publications whose days are over end."""

from sqlalchemy import select

from plugins.family_honours.models import FamilyHonour
from plugins.family_honours.settings import KEY
from portal import clock
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context


def end_publications(ctx: Context, progress) -> str:
    """公示期满 in `ctx.unit`: what nobody objects to goes on; an objection without an answer keeps it."""
    over = select(FamilyHonour).where(
        rows_in_effect(FamilyHonour, KEY, ctx.unit),
        FamilyHonour.status == "published",
        FamilyHonour.published_until < clock.today(),
    )
    ready = [each for each in db.session.scalars(over.order_by(FamilyHonour.id)).unique() if not each.still_published()]
    for number, honour in enumerate(ready, start=1):
        honour.end_publication(by=None)
        progress(number, len(ready))
    return f"公示期满 {len(ready)} 件。"
