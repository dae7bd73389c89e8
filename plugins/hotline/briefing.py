"""What 研判 of a unit is told: how many orders came there, and of which categories of the platform most."""

from datetime import date

from sqlalchemy import func, select

from plugins.hotline.models import Order
from portal.extensions import db
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context
from portal.records.briefing import lies_in, on_days

FEW, MOST = 5, 3  # of a category that is named; categories that are


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line, where orders were sent to `ctx.unit` from `first` to `last`, both counted; what was entered by mistake is none."""
    number = func.count()
    found = (
        select(Order.category, number)
        .where(lies_in(ctx.unit, Order), Order.status != "dropped", on_days(Order.sent_at, first, last))
        .group_by(Order.category)
        .order_by(number.desc(), Order.category)
    )
    rows = db.session.execute(found).all()
    if not rows:
        return []
    named = [f"{category} {count} 件" for category, count in rows if category and count >= FEW]
    most = f"，最多的是{'、'.join(named[:MOST])}" if named else ""
    return [BriefLine("热线转办", f"工单 {sum(count for _, count in rows)} 件{most}")]
