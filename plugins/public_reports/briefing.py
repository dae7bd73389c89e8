"""What 研判 of a unit is told: how much was reported there, and about what most. Tip-offs are not counted: few are, and each is secret."""

from datetime import date

from sqlalchemy import func, select

from plugins.public_reports.models import Report
from portal.cases.neighbourhood import MATTER_NAMES
from portal.extensions import db
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context
from portal.records.briefing import lies_in, on_days

FEW, MOST = 5, 3  # of a matter that is named; matters that are


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line, where anything was reported in `ctx.unit` from `first` to `last`, both counted."""
    number = func.count()
    found = (
        select(Report.matter, number)
        .where(lies_in(ctx.unit, Report), Report.tip_off.is_(False), on_days(Report.created_at, first, last))
        .group_by(Report.matter)
        .order_by(number.desc(), Report.matter)
    )
    rows = db.session.execute(found).all()
    if not rows:
        return []
    most = "、".join(f"{MATTER_NAMES[matter]} {count} 件" for matter, count in rows[:MOST] if count >= FEW)
    return [BriefLine("群众反映", f"来件 {sum(count for _, count in rows)} 件" + (f"，最多的是{most}" if most else ""))]
