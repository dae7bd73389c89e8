"""Where 以案定补 meets the core: the desk, the page of a case, what stays open."""

from flask import url_for
from sqlalchemy import and_, select

from plugins.case_subsidy.choices import APPROVE, DECLARE, KEY
from plugins.case_subsidy.models import Award, AwardShare
from plugins.case_subsidy.settlements import settlements
from portal.accounts.reader import Reader
from portal.cases.attached import attached, attaches
from portal.cases.models import Case
from portal.plugin.contributions import Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of

HERE = "/case_subsidy/awards"
attaches(KEY, Award.case_id)


def _to_approve(reader: Reader):
    """What others declared, and others mediated, by the accounts known when it was declared: of one that was entered since the step itself asks."""
    mine = select(AwardShare.id).where(AwardShare.award_id == Award.id, AwardShare.user_id == reader.id).exists()
    return and_(Award.waiting_for(reader), ~mine)


QUEUES = [
    queue_of(
        Award,
        "awards-found",
        "以案定补待申报",
        at=HERE,
        needs=DECLARE,
        text=Award.dispute,
        where=lambda _: Award.status == "found",
        sort=(Award.created_at,),
        order=66,
    ),
    queue_of(
        Award,
        "awards-declared",
        "以案定补待审定",
        at=HERE,
        needs=APPROVE,
        text=Award.dispute,
        where=_to_approve,
        sort=(Award.created_at,),
        order=65,
    ),
]


def panels(ctx: Context, case: Case) -> list[Panel]:
    """The subsidy for the case, for whoever may see it."""
    if not attached(case, KEY):
        return []
    found = Award.visible_about(case, ctx.actor)
    return panel_of(
        "以案定补",
        [Line(each, url_for("case_subsidy.award", award_id=each.id), each.number, each.grade_name) for each in found],
    )


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return [*still_open(ctx.unit, (Award, "{} 件以案定补还没有审定。")), *settlements.open_work(ctx)]
