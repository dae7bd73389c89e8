"""What is done about clocks in the background: reckoned anew when holidays are published or somebody asks, said aloud at twice the time."""

from flask import Flask

from portal.accounts.models import User
from portal.audit import trail
from portal.cases.models import Case
from portal.cases.policy.running import batches, late_twice_ids, tentative_ids
from portal.extensions import db
from portal.jobs.tasks import Task, add_task

TOGETHER = 100  # in one transaction


def reckon_tentative(ctx, progress) -> str:
    """暂定 no more: whose year is published now. On the timeline stands only what moved."""
    moved, found = 0, tentative_ids()
    for number, ident in enumerate(found, start=1):
        case = db.session.get_one(Case, ident)
        if case.reckoned()[0] == case.due_at:
            case.reckon()
        else:
            case.reckon_anew("放假安排已经公布。", by=None)
            moved += 1
        _step(progress, number, len(found))
    return f"重算 {len(found)} 件暂定的时限，改了 {moved} 件。"


def move_running(ctx, progress, *, user_id: int) -> str:
    """Move all cases of the unit that the user may see to the rules in force. Begun again, it goes on with what has not moved."""
    user = db.session.get_one(User, user_id)
    looked_at = moved = 0
    for batch in batches(ctx.unit, user):
        for each in filter(None, batch):
            each.case.reckon_anew(f"按现行规定（{each.granted.basis}）重算。", by=user, granted=each.granted)
            moved += 1
        looked_at += len(batch)
        progress(looked_at, looked_at)
    told = f"按现行时限规定看了 {looked_at} 件，重算 {moved} 件。"
    trail.record("settings_change", subject=ctx.unit, unit=ctx.unit, actor=user, detail=told)
    return told


def tell_late_twice(ctx, progress) -> str:
    """Tell the plugins in effect of each case that has taken twice as long as it may; each in a transaction of its own, for what they begin about
    it locks the case, then a series of numbers."""
    found = late_twice_ids(ctx.now)
    for number, ident in enumerate(found, start=1):
        db.session.get_one(Case, ident).be_late_twice(by=None)
        progress(number, len(found))
    return f"超过规定时限一倍的 {len(found)} 件。"


def _step(progress, number: int, total: int) -> None:
    if number % TOGETHER == 0 or number == total:
        progress(number, total)


def init_app(app: Flask) -> None:
    """Offer the three."""
    add_task(app, Task("cases.reckon_tentative", "按公布的放假安排重算时限", reckon_tentative, "day", at=3))
    add_task(app, Task("cases.move_running", "正在办理的按现行规定重算", move_running))
    add_task(app, Task("cases.late_twice", "找出超期一倍的事项", tell_late_twice, "hour"))
