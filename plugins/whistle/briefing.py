"""What 研判 of a unit is told: how often it whistled, and whether the departments came."""

from datetime import date

from sqlalchemy import distinct, func, select

from plugins.whistle.figures import IN_TIME, STAYED_AWAY, TOO_LATE
from plugins.whistle.models import Call, Whistle
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context
from portal.records.briefing import counted, how_many, lies_in, on_days


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line about what went out from `first` to `last`, both counted."""
    told = counted(
        select(Whistle).join(Whistle.calls).where(lies_in(ctx.unit, Whistle), on_days(Whistle.out_at, first, last)),
        {
            "吹哨 {} 次": func.count(distinct(Whistle.id)),
            "叫来部门 {} 个次": func.count(Call.id),
            "按时报到 {} 次": how_many(IN_TIME),
            "迟到 {} 次": how_many(TOO_LATE),
            "没有报到 {} 次": how_many(STAYED_AWAY),
        },
    )
    return [BriefLine("吹哨报到", told)] if told else []
