"""What 研判 of a unit is told: what its units were asked in supervision, and what of it is not answered."""

from datetime import date

from sqlalchemy import and_, or_, select

from plugins.supervision.models import Supervision
from plugins.supervision.models.states import UNANSWERED
from portal.org.models import OrgUnit
from portal.plugin.contributions import BriefLine
from portal.plugin.hookspecs import Context
from portal.records.briefing import counted, how_many, on_days


def brief_lines(ctx: Context, first: date, last: date) -> list[BriefLine]:
    """One line: what was begun and lifted from `first` to `last`, by `ctx.unit` and those below or about them, and what was not lifted at the end of
    the day `last`. What ended with its case is none."""
    units = select(OrgUnit.id).where(ctx.unit.subtree_of(OrgUnit))
    ours, asked = Supervision.unit_id.in_(units), Supervision.target_id.in_(units)
    begun = on_days(Supervision.created_at, first, last)
    lifted = Supervision.lifted_at.is_not(None) & on_days(Supervision.lifted_at, None, last)
    stands = and_(on_days(Supervision.created_at, None, last), ~lifted)
    late = or_(Supervision.late, and_(Supervision.status.in_(UNANSWERED), on_days(Supervision.due_at, None, last)))
    told = counted(
        select(Supervision).where(or_(ours, asked), Supervision.status != "ended"),
        {
            "本期督办下级 {} 件": how_many(and_(begun, ours)),
            "被上级督办 {} 件": how_many(and_(begun, ~ours)),
            "本期解除 {} 件": how_many(on_days(Supervision.lifted_at, first, last)),
            "没有解除 {} 件": how_many(stands),
            "其中挂牌 {} 件": how_many(and_(stands, on_days(Supervision.listed_at, None, last))),
            "没有按时答复 {} 件": how_many(and_(stands, late)),
        },
    )
    return [BriefLine("督办", told)] if told else []
