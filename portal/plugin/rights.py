"""What a role may do in a unit: the declared permissions, adjusted up the tree, of the plugins in effect there."""

from flask import current_app
from sqlalchemy import select

from portal import clock, decision_cache
from portal.accounts.models import RoleGrant
from portal.accounts.permissions import Permission
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect


def granted(role: str, unit: OrgUnit) -> frozenset[str]:
    """Keys of the permissions that `role` has in `unit`."""
    known = current_app.extensions["portal_permissions"].values()
    return decision_cache.kept(
        ("granted", role, unit.path, clock.today()),
        lambda: frozenset(each.key for each in known if role in _roles_with(each, unit)),
    )


def _roles_with(permission: Permission, unit: OrgUnit) -> frozenset[str]:
    owner = permission.key.partition(".")[0]
    if owner in current_app.extensions["portal_plugins"].manifests and owner not in in_effect(unit):
        return frozenset()
    changes = _adjustments(unit).get(permission.key)
    if not changes:
        return permission.roles
    return (permission.roles | {role for role, given in changes.items() if given}) - {
        role for role, given in changes.items() if not given
    }


def _adjustments(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    """Permission → role → given or taken, as the nearest unit up the tree decided last."""
    return decision_cache.kept(("rights", unit.path), lambda: _load(unit))


def _load(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    way = unit.ancestor_ids
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.unit_id.in_(way)))
    found: dict[str, dict[str, bool]] = {}
    for row in sorted(rows, key=lambda row: (way.index(row.unit_id), row.id)):
        found.setdefault(row.permission, {})[row.role] = row.granted
    return found
