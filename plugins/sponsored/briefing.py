"""What 研判 of a unit is told: how many cases are sponsored there, whose limit is near or over, and what came back."""

from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from plugins.sponsored.choices import GRAVE
from plugins.sponsored.models import Sponsorship
from plugins.sponsored.settings import rules_of
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context
from portal.records.briefing import counted, how_many, lies_in, on_days


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line: what was in hand at the end of the day `last`, by the limits of today, and what was done since `first`. What was ended with its
    case is none."""
    warn = rules_of(ctx.unit).warn_days
    approved = and_(on_days(Sponsorship.approved_at, None, last), Sponsorship.status != "ended")
    in_hand = and_(approved, or_(Sponsorship.struck_at.is_(None), ~on_days(Sponsorship.struck_at, None, last)))
    near = Sponsorship.due_on.between(last + timedelta(days=1), last + timedelta(days=warn))
    told = counted(
        select(Sponsorship).where(lies_in(ctx.unit, Sponsorship)),
        {
            "在包 {} 件": how_many(in_hand),
            "其中重大 {} 件": how_many(and_(in_hand, Sponsorship.grade == GRAVE)),
            f"{warn} 日内到期 {{}} 件": how_many(and_(in_hand, near)),
            "超期 {} 件": how_many(and_(in_hand, Sponsorship.due_on <= last)),
            "本期新包 {} 件": how_many(and_(approved, on_days(Sponsorship.approved_at, first, last))),
            "本期销号 {} 件": how_many(on_days(Sponsorship.struck_at, first, last)),
            "本期认定反弹 {} 件": how_many(on_days(Sponsorship.relapsed_at, first, last)),
        },
    )
    return [BriefLine("包案", told)] if told else []
