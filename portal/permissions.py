"""Roles (角色) and what each may do, as declared. Plugins add permissions through their manifests; what a district adjusts
stands in `portal.accounts.rights`."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, current_app

ROLES = {
    "clerk": "受理员",
    "mediator": "调解员",
    "grid": "网格员",
    "director": "中心主任",
    "department": "部门联络员",
    "district": "区管理员",
    "auditor": "审计员",
}


@dataclass(frozen=True)
class Permission:
    """One thing a person may be allowed to do, and the roles that have it unless a district says otherwise."""

    key: str
    label: str
    roles: frozenset[str]


def permission(key: str, label: str, *roles: str) -> Permission:
    """Short form for manifests. Raises ValueError for a role that does not exist."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"permission {key}: unknown roles {sorted(unknown)}")
    return Permission(key, label, frozenset(roles))


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
    permission("accounts.manage", "管理账号", "district"),
    permission("plugins.manage", "开关功能模块", "district"),
    permission("settings.manage", "修改时限、编号和模块设置", "district"),
    permission("audit.view", "查看审计记录", "auditor"),
    permission("jobs.view", "查看后台任务", "district", "auditor"),
)


def catalogue(app: Flask, permissions: Iterable[Permission]) -> None:
    """Make `permissions` known to `app`. Raises ValueError when a key is taken."""
    known = app.extensions.setdefault("portal_permissions", {})
    for each in permissions:
        if each.key in known:
            raise ValueError(f"permission {each.key} is declared twice")
        known[each.key] = each


def declared(key: str) -> str:
    """`key`, checked: raises KeyError when no permission of that key is declared, so that typos are noticed."""
    return current_app.extensions["portal_permissions"][key].key
