"""Who may be asked to handle a case."""

from sqlalchemy import exists, or_, select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.rights import roles_with
from portal.cases.models import Case
from portal.cases.models.assignment import HANDLE
from portal.extensions import db
from portal.org.models import OrgUnit

__all__ = ["handlers_for"]


def handlers_for(unit: OrgUnit) -> dict[str, dict[int, str]]:
    """Who may be asked to handle a case of `unit`: its township's and county's departments, its communities and grids;
    of each kind id → name."""
    above = unit.ancestor_ids
    if unit.township_id:
        places = (OrgUnit.township_id == unit.township_id) & OrgUnit.kind.in_(["township", "community", "grid"])
    else:
        places = (OrgUnit.county_id == unit.county_id) & (OrgUnit.kind == "township")
    found = db.session.execute(
        select(OrgUnit.id, OrgUnit.short_name, OrgUnit.kind, OrgUnit.parent_id)
        .where(
            OrgUnit.closed_on.is_(None),
            or_(
                (OrgUnit.kind == "department") & OrgUnit.parent_id.in_(above),
                places,
            ),
        )
        .order_by(OrgUnit.kind, OrgUnit.path)
    ).all()
    groups = (("township", "乡镇街道"), ("department", "部门"), ("community", "村社区"), ("grid", "网格"))
    offered = {label: {row.id: row.short_name for row in found if row.kind == kind} for kind, label in groups}
    return {label: units for label, units in offered.items() if units}


def unsigned(case: Case) -> str:
    """What is said to whoever hands `case` to units in which nobody who is in office today could sign for it; "" where somebody can."""
    waiting = [each.unit for each in case.in_hand if each.status == "sent" and not each.channel]
    nobody = [unit.short_name for unit in waiting if not has_hands(unit)]
    return f"{'、'.join(nobody)}现在没有能签收的账号，请打电话告知，或者收回改交。" if nobody else ""


def has_hands(unit: OrgUnit) -> bool:
    """Whether somebody in office today could sign for what is handed to `unit`."""
    post = Appointment.counting_on(clock.today()) & Appointment.role.in_(roles_with(HANDLE, unit))
    here = Appointment.unit_id == unit.id, Appointment.user.has(User.active), post
    return bool(db.session.scalar(select(exists().where(*here))))
