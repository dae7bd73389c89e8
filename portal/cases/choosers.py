"""The units offered in the drop-down lists of the case forms."""

from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit


def places_for(user: User, permission: str = "cases.register") -> dict[int, str]:
    """Where the user holds `permission`: own units, and what lies below down to the grid (from a county: the community)."""
    own = user.units_with(permission)
    found = db.session.execute(
        select(OrgUnit.id, OrgUnit.short_name, OrgUnit.kind, OrgUnit.grid_level)
        .where(user.reach(OrgUnit, permission), OrgUnit.kind.in_(_kinds_below(own)), OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path)
    )
    indents = {"township": 0, "community": 1, "grid": 2}
    places = {
        row.id: "　" * (indents[row.kind] + (row.kind == "grid" and row.grid_level == 3)) + row.short_name
        for row in found
    }
    return {unit.id: unit.short_name for unit in own if unit.id not in places} | places


def place_for(user: User, ident: int | None) -> OrgUnit | None:
    """The one of `places_for` with this id, and its township with it."""
    own = user.units_with("cases.register")
    if chosen := next((unit for unit in own if unit.id == ident), None):
        return chosen
    found = db.session.scalars(_unit(), {"ident": ident}).one_or_none() if ident else None
    fits = found is not None and found.closed_on is None and found.kind in _kinds_below(own)
    return found if fits and any(unit.contains(found) for unit in own) else None


@cache
def _unit() -> Select:
    return select(OrgUnit).where(OrgUnit.id == bindparam("ident")).options(joinedload(OrgUnit.township))


def _kinds_below(own: list[OrgUnit]) -> tuple[str, ...]:
    from_above = any(unit.kind in ("city", "county") for unit in own)
    return ("township", "community") if from_above else ("township", "community", "grid")


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
