"""The job that asks by itself about cases at twice their limit, where the district has switched that on."""

from collections.abc import Iterator

from sqlalchemy import select

from plugins.supervision.choices import REMIND
from plugins.supervision.models import Supervision
from plugins.supervision.models.supervision import answering_for
from plugins.supervision.settings import KEY, rules_of
from portal import clock
from portal.cases.models import STATES, Case
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context

CAUSE = "unhandled"
DEMANDS = "请说明原因，抓紧办理，在期限内答复。"
PORTION = 50


def watch(ctx: Context, progress) -> str:
    """Ask about every open case whose time ran out as long ago as it had: the unit that has it in hand, or in which it lies. Once only, as long as that
    is not lifted. Answers how many were asked about."""
    made = 0
    for number, case in enumerate(_at_twice_the_limit(ctx), start=1):
        made += _ask(ctx, case)
        if number % PORTION == 0:
            progress(number, number)
    return f"自动督办 {made} 次。" if rules_of(ctx.unit).automatic == "yes" else "没有开启自动督办。"


def _at_twice_the_limit(ctx: Context) -> Iterator[Case]:
    """A suspended case has no limit."""
    if rules_of(ctx.unit).automatic != "yes":
        return
    late = select(Case.id, Case.created_at, Case.due_at).where(
        rows_in_effect(Case, KEY, ctx.unit), Case.status.in_(STATES.open), Case.due_at < ctx.now
    )
    for row in db.session.execute(late.order_by(Case.due_at)).all():
        if ctx.now - row.due_at >= row.due_at - row.created_at:
            yield db.session.get_one(Case, row.id)


def _ask(ctx: Context, case: Case) -> int:
    asked = {each.target_id for each in Supervision.under_way(case) if each.unit_id == ctx.unit.id}
    found = [
        each
        for each in answering_for(case)
        if each.id not in asked and each.id != ctx.unit.id and ctx.unit.contains(each) and not each.closed_on
    ]
    due_at = f"{clock.local(case.due_at):%Y-%m-%d}" if case.due_at else ""
    for target in found:
        Supervision.start_about(
            case,
            asking=ctx.unit,
            target=target,
            level=REMIND,
            cause=CAUSE,
            matter=f"{case.number}应于 {due_at} 前办结，已超过时限一倍。",
            demands=DEMANDS,
            by=None,
        )
    return len(found)
