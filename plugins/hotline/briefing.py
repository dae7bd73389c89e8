"""What 研判 of a unit is told: how many orders came there, and of which categories of the platform most."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from plugins.hotline.models import Order
from portal import clock
from portal.extensions import db
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context

FEW, MOST = 5, 3  # of a category that is named; categories that are


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line, where orders were entered in `ctx.unit` from `first` to `last`, both counted; what was entered by mistake is none."""
    begin, end = (datetime.combine(each, time(), clock.SHANGHAI) for each in (first, last + timedelta(days=1)))
    number = func.count()
    found = (
        select(Order.category, number)
        .where(ctx.unit.subtree_of(Order), Order.status != "dropped", Order.created_at >= begin, Order.created_at < end)
        .group_by(Order.category)
        .order_by(number.desc(), Order.category)
    )
    rows = db.session.execute(found).all()
    if not rows:
        return []
    named = [f"{category} {count} 件" for category, count in rows if category and count >= FEW]
    most = f"，最多的是{'、'.join(named[:MOST])}" if named else ""
    return [BriefLine("热线转办", f"工单 {sum(count for _, count in rows)} 件{most}")]
