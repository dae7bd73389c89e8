"""What goes by the clock: a shift that is over, and nobody came; shifts far ahead that follow the days of their centre."""

from sqlalchemy import select

from plugins.centre.models import DutyShift, ServiceCentre
from plugins.centre.settings import KEY
from portal import clock
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job

MOST = 200  # at once: what is left is done in the next hour


def end_shifts(ctx: Context, progress) -> str:
    """In `ctx.unit`."""
    over = DutyShift.status == "awaited", DutyShift.ends_at < clock.now()
    found = select(DutyShift).where(rows_in_effect(DutyShift, KEY, ctx.unit), *over).order_by(DutyShift.ends_at)
    shifts = db.session.scalars(found.limit(MOST)).all()
    for number, each in enumerate(shifts, start=1):
        each.lapse(by=None)
        progress(number, len(shifts))
    return f"到时无人到岗 {len(shifts)} 班。"


def settle_shifts(ctx: Context, progress) -> str:
    """In `ctx.unit`, a few in one transaction: as the days of 到岗登记 of their centres and of their windows say."""
    done = 0
    while found := db.session.scalars(ServiceCentre.unsettled(rows_in_effect(DutyShift, KEY, ctx.unit))).all():
        for each in found:
            each.settle()
        done += len(found)
        progress(done, done)
    return f"按中心、窗口的起止日期调整 {done} 班。"


JOBS = (
    Job(key="end_shifts", name="登记到时无人到岗的值班", run=end_shifts, every="hour"),
    Job(key="settle_shifts", name="按中心、窗口的起止日期调整以后的值班", run=settle_shifts, every="hour"),
)
