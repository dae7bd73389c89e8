"""What ends by itself: what was taken urgently and not approved in time, or whose days are over; what was admitted to a day."""

from sqlalchemy import or_, select

from plugins.duty_lists.models import Admission, DutyTask
from plugins.duty_lists.settings import KEY
from portal import clock
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job


def end_what_is_over(ctx: Context, progress) -> str:
    """In `ctx.unit`."""
    unapproved = (DutyTask.status == "urgent") & (DutyTask.approve_by < clock.now())
    over = (DutyTask.status == "urgent_agreed") & (DutyTask.urgent_until < clock.today())
    tasks = _of(DutyTask, ctx, or_(unapproved, over))
    admitted = _of(Admission, ctx, (Admission.status == "approved") & (Admission.valid_until < clock.today()))
    ended = [*(each.lapse for each in tasks), *(each.expire for each in admitted)]
    for number, end in enumerate(ended, start=1):
        end(by=None)
        progress(number, len(ended))
    return f"应急失效 {len(tasks)} 件，准入到期 {len(admitted)} 件。"


def _of(model, ctx: Context, due) -> list:
    found = select(model).where(rows_in_effect(model, KEY, ctx.unit), due).order_by(model.id)
    return list(db.session.scalars(found).unique())


JOB = Job(key="end_what_is_over", name="应急到时失效、准入到期退出", run=end_what_is_over, every="hour")
