"""Whom the meeting of a unit may give a task."""

from sqlalchemy import and_, or_, select

from portal.extensions import db
from portal.org.models import OrgUnit

BELOW = {"county": ("township",), "township": ("community", "grid"), "community": ("grid",)}
LABELS = {"department": "部门", "township": "乡镇、街道", "community": "村、社区", "grid": "网格"}


def targets_of(unit: OrgUnit) -> dict[str, dict[int, str]]:
    """The unit itself, what lies below it, and the departments beside it and above: of each kind id → name. Units that were closed are none."""
    below = and_(unit.subtree_of(OrgUnit), OrgUnit.kind.in_(BELOW.get(unit.kind, ())))
    departments = and_(OrgUnit.kind == "department", OrgUnit.parent_id.in_(unit.ancestor_ids))
    found = db.session.execute(
        select(OrgUnit.id, OrgUnit.short_name, OrgUnit.kind)
        .where(OrgUnit.closed_on.is_(None), OrgUnit.id != unit.id, or_(below, departments))
        .order_by(OrgUnit.path)
    ).all()
    groups = {label: {row.id: row.short_name for row in found if row.kind == kind} for kind, label in LABELS.items()}
    return {"本单位": {unit.id: unit.short_name}} | {label: units for label, units in groups.items() if units}
