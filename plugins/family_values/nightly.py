"""What happens by itself each day: bookings whose day is over come to nothing, publications whose days are over end, points expire,
balances are proved."""

from sqlalchemy import select

from plugins.family_values.models import AHEAD, Booking, FamilyHonour, PointAccount
from plugins.family_values.settings import KEY, rules_of
from portal import clock
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context


def expire(ctx: Context, progress) -> str:
    """作废 in `ctx.unit`: what nobody answered by its day, and what nobody signed in within the days of grace."""
    passed = select(Booking).where(
        rows_in_effect(Booking, KEY, ctx.unit), Booking.status.in_(AHEAD), Booking.day < clock.today()
    )
    over = [each for each in db.session.scalars(passed.order_by(Booking.id)).unique() if _is_over(each)]
    for number, booking in enumerate(over, start=1):
        booking.expire(by=None)
        progress(number, len(over))
    return f"过期作废的预约 {len(over)} 批。"


def _is_over(booking: Booking) -> bool:
    late = (clock.today() - booking.day).days
    return booking.status == "requested" or late > rules_of(booking.unit).grace_days


def expire_points(ctx: Context, progress) -> str:
    """到期 in `ctx.unit`: points whose last day has passed, oldest first; then every balance is compared with the sum of its lines."""
    due = rows_in_effect(PointAccount, KEY, ctx.unit), PointAccount.next_expiry < clock.today()
    over = list(db.session.scalars(select(PointAccount.id).where(*due).order_by(PointAccount.id)))
    total = 0
    for number, ident in enumerate(over, start=1):
        total += db.session.get_one(PointAccount, ident).lock().expire()
        progress(number, len(over))
    wrong = "、".join(each.number for each in PointAccount.unproved(ctx.unit))
    return f"到期的积分 {len(over)} 户、{total} 分。" + (
        f"余额与明细不符，请核对：{wrong}。" if wrong else "余额与明细相符。"
    )


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
