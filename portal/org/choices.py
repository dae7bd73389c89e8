"""Queries behind choosers: which units may be picked, in the order people expect. Closed units are left out."""

from sqlalchemy import ColumnElement, Select, or_, select

from portal.org.models import OrgUnit

SEARCH_LIMIT = 20


def children_of(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """The places (not the departments) directly below `unit`."""
    return _open_units().where(OrgUnit.parent_id == unit.id, OrgUnit.kind != "department")


def communities_below(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """村社区 in the subtree of `unit`, itself included when it is one."""
    return _open_units().where(unit.subtree_of(OrgUnit), OrgUnit.kind == "community")


def grids_below(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """网格 of every level in the subtree of `unit`, each level 2 grid before its own level 3 grids."""
    return _open_units(OrgUnit.path).where(unit.subtree_of(OrgUnit), OrgUnit.kind == "grid")


def departments_for(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """Departments that may be handed an assignment from `unit`: its own, its township's and its county's.

    For a department these are its siblings and those of its county; it is not offered itself.
    """
    holders = {unit.id, unit.community_id, unit.township_id, unit.county_id} - {None}
    return _open_units().where(
        OrgUnit.kind == "department", OrgUnit.parent_id.in_(sorted(holders)), OrgUnit.id != unit.id
    )


def search_units(user_condition: ColumnElement[bool], text: str) -> Select[tuple[OrgUnit]]:
    """The first units with `text` in the name, or as a code in one of the books.

    `user_condition` is what the user may see, `user.reach(OrgUnit)`; nothing outside it is found.
    """
    text = text.strip()
    named = or_(OrgUnit.name.contains(text, autoescape=True), OrgUnit.short_name.contains(text, autoescape=True))
    if text.isdecimal():
        named = or_(named, OrgUnit.codes.any(code=text))
    return _open_units(OrgUnit.path).where(user_condition, named).limit(SEARCH_LIMIT)


def _open_units(order=OrgUnit.id) -> Select[tuple[OrgUnit]]:
    return select(OrgUnit).where(OrgUnit.closed_on.is_(None)).order_by(order)
