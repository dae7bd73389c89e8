"""What happens by itself each day: bookings whose day is over come to nothing."""

from sqlalchemy import select

from plugins.family_values.models import AHEAD, Booking
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
