"""Which entries of the trail an auditor may read."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from portal.audit.models import AuditEntry
from portal.org.models import OrgUnit

__all__ = ["audited_by"]

VIEW = "audit.view"


def audited_by(reader: Any) -> ColumnElement[bool]:
    """The condition for entries of the units whose trail `reader` may see. An auditor of a county asks by the county alone, so that one index
    gives the entries in their order."""
    offices = reader.units_with(VIEW)
    counties = [unit.id for unit in offices if unit.kind == "county"]
    others = [unit.subtree_of(OrgUnit) for unit in offices if unit.kind != "county"]
    parts: list[ColumnElement[bool]] = []
    if counties:
        parts.append(AuditEntry.county_id == counties[0] if len(counties) == 1 else AuditEntry.county_id.in_(counties))
    if others:
        parts.append(AuditEntry.unit_id.in_(select(OrgUnit.id).where(or_(*others))))
    return or_(false(), *parts) if len(parts) != 1 else parts[0]
