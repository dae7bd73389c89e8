"""What 研判 of a unit is told: how many came to its windows, and what became of it."""

from datetime import date

from sqlalchemy import func, select

from plugins.reception.models import Visit
from plugins.reception.models.visit import GROUP
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context
from portal.records.briefing import counted, how_many, lies_in, on_days


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line about the visits from `first` to `last`, both counted; what was entered by mistake is none."""
    came = lies_in(ctx.unit, Visit), on_days(Visit.visited_at, first, last), Visit.status != "dropped"
    told = counted(
        select(Visit).where(*came),
        {
            "来访 {} 批": func.count(),
            "{} 人次": func.sum(Visit.people_count),
            "当场答复 {} 批": how_many(Visit.status == "answered"),
            "立为事项 {} 批": how_many(Visit.case_id.is_not(None)),
            "集体来访 {} 批": how_many(Visit.people_count >= GROUP),
        },
    )
    return [BriefLine("接访", told)] if told else []
