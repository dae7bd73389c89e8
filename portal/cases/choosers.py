"""Who may be asked to handle a case."""

from sqlalchemy import or_, select

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
