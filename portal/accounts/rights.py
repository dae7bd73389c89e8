"""Permissions of a role in a unit: as declared, adjusted by the unit or its ancestors (权限调整), without plugins that are off."""

from collections.abc import Collection, Container
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, decision_cache
from portal.accounts.own_roles import OwnRole, base_of, declared_for, own_roles_in
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import AUDITOR, ROLE_LENGTH, VOUCH, Permission, declared, every_role, plugin_of_role, refused_to
from portal.plugin.activation import in_effect, in_effect_within, overseen, places_overseen
from portal.redaction import RedactedText
from portal.separation import REVEALS


class RoleGrant(db.Model):
    """权限调整: a district gives a role a permission, or takes it away, from a unit downward. Append-only."""

    __tablename__ = "accounts_role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    permission: Mapped[str] = mapped_column(String(60))
    granted: Mapped[bool]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(RedactedText(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)


decision_cache.watch_rows(RoleGrant)


def granted(role: str, unit: OrgUnit) -> frozenset[str]:
    """Keys of all permissions of `role` in `unit`, after adjustments, without those of plugins that are off there."""
    return decision_cache.kept(("granted", role, unit.path, clock.today()), lambda: _load_granted(role, unit))


def places_of(role: str, unit: OrgUnit) -> list[tuple[OrgUnit, frozenset[str]]]:
    """Where an office with `role` in `unit` has which permissions: in `unit`, and those that it has by oversight only in the units below in
    which their plugin is in effect, and nowhere else."""
    held, watched = granted(role, unit), overseen(unit)
    if not watched:
        return [(unit, held)]
    by_plugin = {key: frozenset(each for each in held if each.partition(".")[0] == key) for key in sorted(watched)}
    own = held.difference(*by_plugin.values())
    below = ((place, keys) for key, keys in by_plugin.items() if keys for place in places_overseen(key, unit))
    return [(unit, own), *below]


def possible(role: str, unit: OrgUnit) -> list[Permission]:
    """All that `role` has in `unit` where every installed plugin is on: what is kept apart stays apart whatever is switched on later."""
    return decision_cache.kept(("possible", role, unit.path), lambda: _load_possible(role, unit))


def roles_in(unit: OrgUnit) -> dict[str, str]:
    """Key → name of the roles there are in `unit`: those of the core, of the plugins that are in effect there, and those that were made of them."""
    return _of_plugins(unit, {"", *in_effect(unit)})


def permissions_in(unit: OrgUnit) -> list[Permission]:
    """Those of the core and of the plugins in effect in `unit`: one that is off leaves no trace."""
    plugins, shown = current_app.extensions["portal_plugins"].manifests, in_effect(unit)
    known = current_app.extensions["portal_permissions"].values()
    return [each for each in known if (owner := each.key.partition(".")[0]) not in plugins or owner in shown]


def roles_within(unit: OrgUnit) -> dict[str, str]:
    """Key → name of the roles there are in `unit` or somewhere below it."""
    return _of_plugins(unit, {"", *in_effect_within(unit)})


def roles_with(key: str, unit: OrgUnit) -> frozenset[str]:
    """Roles that have the permission `key` in `unit`. Raises LookupError for one that nobody declared."""
    return frozenset(role for role in roles_in(unit) if declared(key) in granted(role, unit))


def may_have(role: Any, keys: Collection[str]) -> ColumnElement[bool]:
    """Condition on the column `role`: the role has one of the permissions `keys` by declaration, or somewhere given. What it has in a unit `granted`
    says. Raises KeyError for one that nobody declared."""
    known = current_app.extensions["portal_permissions"]
    roles = sorted(frozenset().union(*(known[key].roles for key in keys)))
    copies = select(OwnRole.key).where(OwnRole.base.in_(roles))  # in the statement, which may be kept: they come later
    given = select(RoleGrant.role).where(RoleGrant.permission.in_(sorted(keys)), RoleGrant.granted)
    return or_(role.in_(roles), role.in_(copies), role.in_(given))


def not_before_vouched() -> frozenset[str]:
    """Keys of the permissions that open nothing to an account of which nobody has said whose it is: full numbers, and saying so of others."""
    known = current_app.extensions["portal_permissions"].values()
    return frozenset((VOUCH, *(each.key for each in known if each.nature == REVEALS)))


def _of_plugins(unit: OrgUnit, plugins: Container[str]) -> dict[str, str]:
    declared_here = {role: name for role, name in every_role().items() if plugin_of_role(role) in plugins}
    return declared_here | {each.key: each.name for each in own_roles_in(unit) if each.base in declared_here}


def _load_granted(role: str, unit: OrgUnit) -> frozenset[str]:
    known = current_app.extensions["portal_permissions"].values() if role in roles_in(unit) else ()
    return frozenset(each.key for each in known if role in _holders(each, unit))


def _load_possible(role: str, unit: OrgUnit) -> list[Permission]:
    known = current_app.extensions["portal_permissions"].values()
    return [each for each in known if role in _adjusted(each, unit)]


def _holders(permission: Permission, unit: OrgUnit) -> frozenset[str]:
    owner = permission.key.partition(".")[0]
    plugin = current_app.extensions["portal_plugins"].manifests.get(owner)
    if plugin and owner not in in_effect(unit) and not (permission.key in plugin.oversight and owner in overseen(unit)):
        return frozenset()
    return _adjusted(permission, unit)


def _adjusted(permission: Permission, unit: OrgUnit) -> frozenset[str]:
    changes, roles = _adjustments(unit).get(permission.key), declared_for(permission, unit)
    if not changes:
        return roles
    return (roles | {role for role, given in changes.items() if given}) - {
        role for role, given in changes.items() if not given
    }


def _adjustments(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    """Permission → role → given or taken, as the nearest unit up the tree decided last, without what is not kept apart (`without_effect`)."""
    return decision_cache.kept(("rights", unit.path), lambda: _load(unit))


def _load(unit: OrgUnit) -> dict[str, dict[str, bool]]:
    way = unit.ancestor_ids
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.unit_id.in_(way)))
    found: dict[str, dict[str, bool]] = {}
    held = [row for row in rows if not without_effect(row)]
    for row in sorted(held, key=lambda row: (way.index(row.unit_id), row.id)):
        found.setdefault(row.permission, {})[row.role] = row.granted
    return found


def without_effect(row: RoleGrant) -> str:
    """Why this adjustment, stored before it was refused, gives nothing, in words; "" when it does: who audits does no business, and no
    role gets what goes not together with what it has by declaration."""
    if not row.granted:
        return ""
    if row.role == AUDITOR:
        return "审计员只看审计记录，不能有业务权限。"
    known, outside = (current_app.extensions[name] for name in ("portal_permissions", "portal_outside"))
    return refused_to(base_of(row.role), known[row.permission], known, outside) if row.permission in known else ""
