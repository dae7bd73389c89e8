"""Roles (角色) and what each may do, as declared. Plugins add roles and permissions through their manifests; what a district
adjusts stands in `portal.accounts.rights`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import Flask, current_app

__all__ = ["permission", "Permission", "Role"]

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "clerk": "受理员",
        "mediator": "调解员",
        "grid": "网格员",
        "director": "中心主任",
        "department": "部门联络员",
        "district": "区管理员",
        "auditor": "审计员",
    }
)
ROLE_LENGTH = 32  # of a key, in the database


@dataclass(frozen=True)
class Permission:
    """One thing a person may be allowed to do, and the roles that have it unless a district says otherwise."""

    key: str
    label: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Role:
    """A role that a plugin brings: its key is `<plugin>.<word>`, so that no other plugin, now or later, can mean the same.

    `may` are permissions of the core that it has unless a district says otherwise.
    """

    key: str
    name: str
    may: tuple[str, ...] = ()


def permission(key: str, label: str, *roles: str) -> Permission:
    """Short form for manifests. Raises ValueError for a role of the core that does not exist; whether the roles of plugins
    exist, their manifests say."""
    unknown = {each for each in roles if not plugin_of_role(each)} - set(ROLES)
    if unknown:
        raise ValueError(f"permission {key}: unknown roles {sorted(unknown)}")
    return Permission(key, label, frozenset(roles))


def plugin_of_role(role: str) -> str:
    """Key of the plugin that brings `role`; empty for a role of the core."""
    plugin, dot, _ = role.partition(".")
    return plugin if dot else ""


CORE_PERMISSIONS = (
    permission("cases.view", "查看事项", "clerk", "mediator", "grid", "director", "department", "district"),
    permission("cases.register", "登记事项", "clerk", "mediator", "grid", "director"),
    permission("cases.triage", "受理分流", "clerk", "director"),
    permission("cases.assign", "交办", "clerk", "director"),
    permission("cases.handle", "签收、办理、反馈", "clerk", "mediator", "grid", "director", "department"),
    permission("cases.resolve", "核查办结、归档", "clerk", "director"),
    permission("cases.export", "导出事项", "clerk", "director"),
    permission("records.share_view", "把列表视图共享给本单位", "director", "district"),
    permission("people.view", "查看居民", "clerk", "mediator", "grid", "director"),
    permission("people.edit", "登记居民", "clerk", "mediator", "grid", "director"),
    permission("people.reveal", "查看完整个人信息", "clerk", "mediator", "director"),
    permission("people.rights", "办理本人的信息查阅和删除", "director"),
    permission("families.view", "查看家庭档案", "clerk", "grid", "director", "district", "auditor"),
    permission("families.edit", "登记和更正家庭，查看联系人全名和电话", "clerk", "grid", "director"),
    permission("families.merge", "合并、删除家庭档案", "director"),
    permission("families.export", "导出家庭档案", "director", "district", "auditor"),
    permission("accounts.manage", "管理账号", "district"),
    permission("plugins.manage", "开关功能模块", "district"),
    permission("settings.manage", "修改时限、编号和模块设置", "district"),
    permission("audit.view", "查看审计记录", "auditor"),
    permission("jobs.view", "查看后台任务", "district", "auditor"),
)

# 三员分立: these, and what residents ask about themselves, belong to offices of the core, whatever a plugin declares
ADMINISTRATION = frozenset(
    ("accounts.manage", "plugins.manage", "settings.manage", "audit.view", "jobs.view", "people.rights")
)
AUDITOR = "auditor"
OPEN_TO_ROLES = frozenset(each.key for each in CORE_PERMISSIONS) - ADMINISTRATION


def catalogue(app: Flask, permissions: Iterable[Permission], roles: Iterable[Role] = ()) -> None:
    """Make `permissions` and `roles` known to `app`. Raises ValueError when the key of a permission is taken."""
    known = app.extensions.setdefault("portal_permissions", {})
    for each in permissions:
        if each.key in known:
            raise ValueError(f"permission {each.key} is declared twice")
        known[each.key] = each
    for role in roles:
        app.extensions.setdefault("portal_roles", {})[role.key] = role.name
        for key in role.may:
            known[key] = replace(known[key], roles=known[key].roles | {role.key})


def every_role() -> dict[str, str]:
    """Key → name of the roles of the core and of every installed plugin, on or off."""
    return dict(ROLES) | current_app.extensions.get("portal_roles", {})


def declared(key: str) -> str:
    """`key`, checked: raises LookupError when no permission of that key is declared, so that typos are noticed."""
    if key not in current_app.extensions["portal_permissions"]:
        raise LookupError(f"nobody declares the permission {key!r}")
    return key
