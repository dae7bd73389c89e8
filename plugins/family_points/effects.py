"""What a change of the rules of points would have meant for the last quarter; it never touches what was confirmed."""

from datetime import date
from itertools import groupby

from sqlalchemy import func, select

from plugins.family_points.models import PointAccount, PointClaim, PointLine
from plugins.family_points.sums import expired
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Effect, Effects, Settings

MOST = 50_000  # lines that are reckoned; of more, every so many-th account stands for the others


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """The table that is shown before a change is saved; None where it is of no consequence for points."""
    lines, note = list[Effect](), ""
    if before.months != after.months:
        lines, note = _of_expiry(unit, before.months, after.months, first, last)
    if before.late_days != after.late_days:
        lines.append(_of_claims(unit, before.late_days, after.late_days, first, last))
    if before.appeal_days != after.appeal_days:
        lines.append(_of_appeals(unit, before.appeal_days, after.appeal_days, first, last))
    return Effects.of_records(unit, first, last, lines, note) if lines else None


def _of_expiry(unit: OrgUnit, before: int, after: int, first: date, last: date) -> tuple[list[Effect], str]:
    """Points that would have expired, had they always held so long."""
    here = select(PointLine).join(PointAccount, PointAccount.id == PointLine.account_id)
    here = here.where(unit.subtree_of(PointAccount), PointLine.booked_on <= last)
    count = db.session.scalar(here.with_only_columns(func.count(PointLine.id))) or 0
    one_of, sums = 1 + count // MOST, [0, 0]
    rows = here.where(PointAccount.id % one_of == 0).order_by(PointLine.account_id, PointLine.sequence)
    for _, found in groupby(db.session.scalars(rows), key=lambda line: line.account_id):
        moves = list(found)
        for place, months in enumerate((before, after)):
            sums[place] += one_of * expired(moves, months, first, last)
    note = "已经确认的积分，到期日不变。" + (f"按 {one_of} 分之一的家庭推算。" if one_of > 1 else "")
    return [Effect("到期的积分", *sums, "分")], note


def _of_claims(unit: OrgUnit, before: int, after: int, first: date, last: date) -> Effect:
    """Claims of the quarter that were early enough."""
    rows = select(PointClaim.happened_on, PointClaim.created_at).where(
        unit.subtree_of(PointClaim), PointClaim.happened_on.between(first, last)
    )
    late = [(clock.local(row.created_at).date() - row.happened_on).days for row in db.session.execute(rows)]
    return Effect("来得及登记的", sum(each <= before for each in late), sum(each <= after for each in late), "件")


def _of_appeals(unit: OrgUnit, before: int, after: int, first: date, last: date) -> Effect:
    """Refusals of the quarter against which an objection would still be possible today."""
    rows = select(PointClaim.refused_on).where(
        unit.subtree_of(PointClaim), PointClaim.status == "refused", PointClaim.refused_on.between(first, last)
    )
    since = [(clock.today() - each).days for each in db.session.scalars(rows)]
    label = "上季度不予确认、今天还能提出异议的"
    return Effect(label, sum(each <= before for each in since), sum(each <= after for each in since), "件")
