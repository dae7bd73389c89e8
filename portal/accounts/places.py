"""The units offered in a form where something is registered: those in which a user holds a permission."""

from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit

__all__ = ["places_for", "place_for"]


def places_for(user: User, permission: str, kinds: tuple[str, ...] = ()) -> dict[int, str]:
    """Where the user holds `permission`: own units, and what lies below down to the grid (from a county: the community).
    `kinds`: only units of these kinds, where others cannot have what is registered."""
    own = user.units_with(permission)
    found = db.session.execute(
        select(OrgUnit.id, OrgUnit.short_name, OrgUnit.kind, OrgUnit.grid_level)
        .where(user.reach(OrgUnit, permission), OrgUnit.kind.in_(_kinds_below(own)), OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path)
    )
    if kinds:
        places = {row.id: row.short_name for row in found if row.kind in kinds}
    else:
        places = {row.id: _indent(row.kind, row.grid_level) + row.short_name for row in found}
    mine = (unit for unit in own if unit.id not in places and (not kinds or unit.kind in kinds))
    return {unit.id: unit.short_name for unit in mine} | places


def _indent(kind: str, grid_level: int | None) -> str:
    depth = {"township": 0, "community": 1, "grid": 2}[kind]
    return "　" * (depth + (kind == "grid" and grid_level == 3))


def place_for(user: User, ident: int | None, permission: str) -> OrgUnit | None:
    """The one of `places_for` with this id, and its township with it."""
    own = user.units_with(permission)
    if chosen := next((unit for unit in own if unit.id == ident), None):
        return chosen
    asked = ident and 0 < ident < 2**31  # beyond that no database takes it for a number of a row
    found = db.session.scalars(_unit(), {"ident": ident}).one_or_none() if asked else None
    fits = found is not None and found.closed_on is None and found.kind in _kinds_below(own)
    return found if fits and any(unit.contains(found) for unit in own) else None


@cache
def _unit() -> Select:
    return select(OrgUnit).where(OrgUnit.id == bindparam("ident")).options(joinedload(OrgUnit.township))


def _kinds_below(own: list[OrgUnit]) -> tuple[str, ...]:
    from_above = any(unit.kind in ("city", "county") for unit in own)
    return ("township", "community") if from_above else ("township", "community", "grid")
