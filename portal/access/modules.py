"""Permissions grouped by the module they belong to, in the words of the menu."""

from flask import current_app

from portal.accounts.rights import permissions_in
from portal.org.models import OrgUnit
from portal.permissions import Permission

CORE = {"cases": "事项", "records": "事项", "people": "居民", "retention": "居民", "families": "家庭"}
REST = "系统管理"


def module_of(permission: str) -> str:
    """Name of the module that a permission belongs to: a plugin, or a part of the core."""
    owner = permission.partition(".")[0]
    manifest = current_app.extensions["portal_plugins"].manifests.get(owner)
    return manifest.name if manifest else CORE.get(owner, REST)


def by_module(unit: OrgUnit) -> dict[str, list[Permission]]:
    """Module → its permissions, of what is in effect in `unit`."""
    found: dict[str, list[Permission]] = {}
    for each in permissions_in(unit):
        found.setdefault(module_of(each.key), []).append(each)
    return found
