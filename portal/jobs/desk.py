"""Background work that failed lately stands on the desk of whoever may see it."""

from datetime import timedelta

from sqlalchemy import Date, Select, case, cast, null, or_, select

from portal.accounts.reader import Reader
from portal.jobs.models import Job
from portal.jobs.tasks import tasks
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue

VIEW, DAYS = "jobs.view", 7


def _lately(unit: OrgUnit, now):
    return now - timedelta(days=DAYS)


def _rows(reader: Reader) -> Select | None:
    if not reader.can(VIEW):
        return None
    names = {each.name: each.label for each in tasks().values()}
    mine = select(OrgUnit.id).where(reader.reach(OrgUnit, VIEW))
    found = select(Job.id, case(names, value=Job.task, else_=Job.task).label("text"), cast(null(), Date).label("due"))
    failed = Job.state == "failed", Job.run_at >= reader.then(_lately)
    return found.where(*failed, or_(Job.unit_id.is_(None), Job.unit_id.in_(mine))).order_by(Job.id.desc())


QUEUE = Queue(
    "jobs-failed",
    f"后台任务失败（近 {DAYS} 天）",
    "/jobs?state=failed",
    "/jobs?state=failed",
    _rows,
    "warn",
    8,
    "看原因，告诉运维人员",
)
