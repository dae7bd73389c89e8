"""来文部门 that are offered while one types: those who handed something down before, and the departments of the district."""

from flask_login import current_user
from sqlalchemy import select, union

from plugins.duty_lists.models import DutyTask
from portal.extensions import db
from portal.org.models import OrgUnit

LATEST, MOST = 300, 60  # tasks that are looked through; names that are offered


def suggest_senders(form, unit) -> None:
    """`Ask.prepare` of the forms with a field `sender`."""
    form.sender.suggestions = senders_near(unit)


def senders_near(row) -> list[str]:
    """Of the latest tasks that the reader may see, and the departments of the county of `row` (a unit, or something placed)."""
    mine = DutyTask.reach(current_user, "duty_lists.view")
    latest = select(DutyTask.sender).where(mine).order_by(DutyTask.created_at.desc()).limit(LATEST).subquery()
    own = select(OrgUnit.name).where(OrgUnit.kind == "department", OrgUnit.county_id == row.county_id)
    found = union(select(latest.c.sender.label("name")), own).subquery()
    return list(db.session.scalars(select(found.c.name).order_by(found.c.name).limit(MOST)))
