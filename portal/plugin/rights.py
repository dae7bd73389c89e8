"""What a role may do in a unit: the declared permissions, adjusted up the tree, of the plugins in effect there."""

from flask import current_app
from sqlalchemy import select

from portal import clock, standing
from portal.accounts.models import RoleGrant
from portal.accounts.permissions import Permission
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect


def roles_of(permission: Permission, unit: OrgUnit) -> frozenset[str]:
    """Roles that have `permission` in `unit`."""
    return standing.kept(("roles", permission.key, unit.path, clock.today()), lambda: _roles_of(permission, unit))


def _roles_of(permission: Permission, unit: OrgUnit) -> frozenset[str]:
    owner = permission.key.partition(".")[0]
    if owner in current_app.extensions["portal_plugins"].manifests and owner not in in_effect(unit):
        return frozenset()
    changes = adjustments(unit).get(permission.key)
    if not changes:
        return permission.roles
    return (permission.roles | {role for role, granted in changes.items() if granted}) - {
        role for role, granted in changes.items() if not granted}


def adjustments(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    """Permission → role → given or taken, as the nearest unit up the tree decided last."""
    return standing.kept(("rights", unit.path), lambda: _load(unit))


def _load(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    way = unit.ancestor_ids
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.unit_id.in_(way)))
    found: dict[str, dict[str, bool]] = {}
    for row in sorted(rows, key=lambda row: (way.index(row.unit_id), row.id)):
        found.setdefault(row.permission, {})[row.role] = row.granted
    return found
