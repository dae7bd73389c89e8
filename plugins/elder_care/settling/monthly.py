"""What happens by itself: on the first of each month the month before is opened for every canteen that served."""

from datetime import timedelta

from sqlalchemy import select

from plugins.elder_care.models import Canteen, Meal, MealSettlement
from portal import clock
from portal.entitlements import Span
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context


def draw_up(ctx: Context, progress) -> str:
    """Open last month in `ctx.unit`; a canteen whose earlier month is missing is left to people."""
    day = Span.around("month", clock.today()).first - timedelta(days=1)
    span = Span.around("month", day)
    served = select(Meal.id).where(Meal.canteen_id == Canteen.id, Meal.booked_on.between(*span)).exists()
    there = select(MealSettlement.id).where(
        MealSettlement.canteen_id == Canteen.id, MealSettlement.first_day == span.first
    )
    missing = select(Canteen).where(rows_in_effect(Canteen, "elder_care", ctx.unit), served, ~there.exists())
    opened = 0
    canteens = db.session.scalars(missing.order_by(Canteen.id)).unique().all()
    for number, canteen in enumerate(canteens, start=1):
        try:
            MealSettlement.draw_up(day, unit=canteen.unit, canteen_id=canteen.id, by=None)
            opened += 1
        except RuleError:
            continue
        finally:
            progress(number, len(canteens))
    return f"已编制 {span}的月结 {opened} 份。"
