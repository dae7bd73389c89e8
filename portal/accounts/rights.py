"""Permissions of a role in a unit: as declared, adjusted by the unit or its ancestors (权限调整), without plugins that are off."""

from datetime import datetime

from flask import current_app
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, decision_cache
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import AUDITOR, ROLE_LENGTH, Permission, declared, every_role, plugin_of_role
from portal.plugin.activation import in_effect, in_effect_within, overseen


class RoleGrant(db.Model):
    """权限调整: a district gives a role a permission, or takes it away, from a unit downward. Append-only."""

    __tablename__ = "accounts_role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    permission: Mapped[str] = mapped_column(String(60))
    granted: Mapped[bool]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)


decision_cache.watch_rows(RoleGrant)


def granted(role: str, unit: OrgUnit) -> frozenset[str]:
    """Keys of all permissions of `role` in `unit`, after adjustments, without those of plugins that are off there."""
    return decision_cache.kept(("granted", role, unit.path, clock.today()), lambda: _load_granted(role, unit))


def roles_in(unit: OrgUnit) -> dict[str, str]:
    """Key → name of the roles there are in `unit`: those of the core, and of the plugins that are in effect there."""
    return {role: name for role, name in every_role().items() if plugin_of_role(role) in ("", *in_effect(unit))}


def roles_within(unit: OrgUnit) -> dict[str, str]:
    """Key → name of the roles there are in `unit` or somewhere below it."""
    plugins = {plugin_of_role(role) for role in every_role()} - {""}
    shown = in_effect_within(unit) if plugins else frozenset()
    return {role: name for role, name in every_role().items() if plugin_of_role(role) in ("", *shown)}


def roles_with(key: str, unit: OrgUnit) -> frozenset[str]:
    """Roles that have the permission `key` in `unit`. Raises KeyError for one that nobody declared."""
    return frozenset(role for role in roles_in(unit) if declared(key) in granted(role, unit))


def _load_granted(role: str, unit: OrgUnit) -> frozenset[str]:
    known = current_app.extensions["portal_permissions"].values() if role in roles_in(unit) else ()
    return frozenset(each.key for each in known if role in _holders(each, unit))


def _holders(permission: Permission, unit: OrgUnit) -> frozenset[str]:
    owner = permission.key.partition(".")[0]
    plugin = current_app.extensions["portal_plugins"].manifests.get(owner)
    if plugin and owner not in in_effect(unit) and not (permission.key in plugin.oversight and owner in overseen(unit)):
        return frozenset()
    changes = _adjustments(unit).get(permission.key)
    if not changes:
        return permission.roles
    return (permission.roles | {role for role, given in changes.items() if given}) - {
        role for role, given in changes.items() if not given
    }


def _adjustments(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    """Permission → role → given or taken, as the nearest unit up the tree decided last; who audits does no business, whatever was stored before that was refused."""
    return decision_cache.kept(("rights", unit.path), lambda: _load(unit))


def _load(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    way = unit.ancestor_ids
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.unit_id.in_(way)))
    found: dict[str, dict[str, bool]] = {}
    held = [row for row in rows if not (row.granted and row.role == AUDITOR)]
    for row in sorted(held, key=lambda row: (way.index(row.unit_id), row.id)):
        found.setdefault(row.permission, {})[row.role] = row.granted
    return found
