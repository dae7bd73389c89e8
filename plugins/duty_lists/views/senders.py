"""来文部门 that are offered while one types: those who handed something down before, and the departments of the district."""

from flask_login import current_user
from sqlalchemy import select, union

from plugins.duty_lists.models import DutyTask
from plugins.duty_lists.models.task_states import REGISTER
from portal.extensions import db
from portal.org.models import OrgUnit

LATEST, MOST = 300, 60  # tasks that are looked through; names that are offered


def suggest_senders(form, unit) -> None:
    """`Ask.prepare` of the forms with a field `sender`."""
    form.sender.suggestions = senders_near(unit, REGISTER)


def senders_near(row, permission: str) -> list[str]:
    """Of the latest tasks of the unit of `row` (or of `row`, a unit), and the departments of its county; none where the reader does not hold `permission` there."""
    unit = getattr(row, "unit", row)
    if not current_user.can(permission, unit):
        return []
    mine = unit.subtree_of(DutyTask)
    latest = select(DutyTask.sender).where(mine).order_by(DutyTask.created_at.desc()).limit(LATEST).subquery()
    own = select(OrgUnit.name).where(OrgUnit.kind == "department", OrgUnit.county_id == unit.county_id)
    found = union(select(latest.c.sender.label("name")), own).subquery()
    return list(db.session.scalars(select(found.c.name).order_by(found.c.name).limit(MOST)))
