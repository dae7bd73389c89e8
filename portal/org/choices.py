"""Queries behind choosers: which units may be picked, in the order people expect. Closed units are left out."""

from sqlalchemy import Select, select

from portal.org.models import OrgUnit


def children_of(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """The places (not the departments) directly below `unit`."""
    return _open_units().where(OrgUnit.parent_id == unit.id, OrgUnit.kind != "department")


def communities_below(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """村社区 in the subtree of `unit`, itself included when it is one."""
    return _open_units().where(unit.subtree_of(OrgUnit), OrgUnit.kind == "community")


def _open_units() -> Select[tuple[OrgUnit]]:
    return select(OrgUnit).where(OrgUnit.closed_on.is_(None)).order_by(OrgUnit.id)
