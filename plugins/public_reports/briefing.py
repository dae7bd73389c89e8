"""What 研判 of a unit is told: how much was reported there, and about what most. Tip-offs are not counted: few are, and each is secret."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from plugins.public_reports.models import Report
from portal import clock
from portal.cases.neighbourhood import MATTER_NAMES
from portal.extensions import db
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context

FEW, MOST = 5, 3  # of a matter that is named; matters that are


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line, where anything was reported in `ctx.unit` from `first` to `last`, both counted."""
    begin, end = (datetime.combine(each, time(), clock.SHANGHAI) for each in (first, last + timedelta(days=1)))
    number = func.count()
    found = (
        select(Report.matter, number)
        .where(
            ctx.unit.subtree_of(Report), Report.tip_off.is_(False), Report.created_at >= begin, Report.created_at < end
        )
        .group_by(Report.matter)
        .order_by(number.desc(), Report.matter)
    )
    rows = db.session.execute(found).all()
    if not rows:
        return []
    most = "、".join(f"{MATTER_NAMES[matter]} {count} 件" for matter, count in rows[:MOST] if count >= FEW)
    return [BriefLine("群众反映", f"来件 {sum(count for _, count in rows)} 件" + (f"，最多的是{most}" if most else ""))]
