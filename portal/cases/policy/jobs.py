"""What is done about clocks by itself: reckoned anew when holidays are published, said aloud at twice the time."""

from flask import Flask

from portal.cases.models import Case
from portal.cases.policy.running import late_twice_ids, tentative_ids
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


def tell_late_twice(ctx, progress) -> str:
    """Tell the plugins in effect of each case that has taken twice as long as it may."""
    found = late_twice_ids(ctx.now)
    for number, ident in enumerate(found, start=1):
        db.session.get_one(Case, ident).be_late_twice(by=None)
        _step(progress, number, len(found))
    return f"超过规定时限一倍的 {len(found)} 件。"


def _step(progress, number: int, total: int) -> None:
    if number % TOGETHER == 0 or number == total:
        progress(number, total)


def init_app(app: Flask) -> None:
    """Offer the two."""
    add_task(app, Task("cases.reckon_tentative", "按公布的放假安排重算时限", reckon_tentative, "day", at=3))
    add_task(app, Task("cases.late_twice", "找出超期一倍的事项", tell_late_twice, "hour"))
