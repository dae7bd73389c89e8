"""Roles (角色) and what each may do, as declared. Plugins add roles and permissions through their manifests; what a district
adjusts stands in `portal.accounts.rights`."""

import logging
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import Flask, current_app

from portal.separation import (
    ACTS,
    ADMINISTERS,
    AUDITS,
    NATURES,
    OUTSIDE,
    RESIDENTS,
    REVEALS,
    VIEWS,
    WITHHELD,
    reason_against,
)

__all__ = ["permission", "Permission", "Role"]

log = logging.getLogger(__name__)
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "clerk": "受理员",
        "mediator": "调解员",
        "grid": "网格员",
        "director": "中心主任",
        "department": "部门联络员",
        "district": "旗县区主管",
        "administrator": "系统管理员",
        "auditor": "审计员",
    }
)
ROLE_LENGTH = 32  # of a key, in the database


@dataclass(frozen=True)
class Permission:
    """One thing a person may be allowed to do, and the roles that have it unless a district says otherwise.

    `nature` decides with which others it goes together (portal/separation.py)."""

    key: str
    label: str
    roles: frozenset[str]
    nature: str = RESIDENTS


@dataclass(frozen=True)
class Role:
    """A role that a plugin brings: its key is `<plugin>.<word>`, so that no other plugin, now or later, can mean the same.

    `may` are permissions of the core that it has unless a district says otherwise. `outside`: who holds it works in no office (a
    volunteer, the staff of a company), and gets the full numbers of residents from nobody.
    """

    key: str
    name: str
    may: tuple[str, ...] = ()
    outside: bool = False


def permission(key: str, label: str, *roles: str, nature: str = RESIDENTS) -> Permission:
    """Short form for manifests. Raises ValueError for a role of the core that does not exist; whether the roles of plugins
    exist, their manifests say.

    `nature` is residents (sight of residents), reveals (of their full numbers), acts or views. The last two are for what shows no
    resident; left out, it is residents, so that a right of which nobody thought is withheld from who administers and who audits. A role
    that may not have it beside what it has is left out, and the log says so.
    """
    if nature not in NATURES:
        raise ValueError(f"permission {key}: nature {nature!r} is not one of {sorted(NATURES)}")
    unknown = {each for each in roles if not plugin_of_role(each)} - set(ROLES)
    if unknown:
        raise ValueError(f"permission {key}: unknown roles {sorted(unknown)}")
    return Permission(key, label, frozenset(roles), nature)


def plugin_of_role(role: str) -> str:
    """Key of the plugin that brings `role`; empty for a role of the core."""
    plugin, dot, _ = role.partition(".")
    return plugin if dot else ""


EXPLAIN, UNDO_IMPORTS, READ_TRAIL = "access.explain", "records.undo_imports", "audit.view"
CORE_PERMISSIONS = (
    permission("cases.view", "查看事项", "clerk", "mediator", "grid", "director", "department", "district"),
    permission("cases.register", "登记事项", "clerk", "mediator", "grid", "director"),
    permission("cases.correct", "更正登记的事项和当事人", "clerk", "mediator", "grid", "director"),
    permission("cases.triage", "受理分流", "clerk", "director"),
    permission("cases.assign", "交办", "clerk", "director"),
    permission("cases.handle", "签收、办理、反馈", "clerk", "mediator", "grid", "director", "department"),
    permission("cases.resolve", "核查办结、归档", "clerk", "director"),
    permission("cases.oversee", "超期未反馈销单、裁定退回、挂起", "director"),
    permission("cases.export", "导出事项", "clerk", "director"),
    permission("records.share_view", "把列表视图共享给本单位", "director", "district", nature=ACTS),
    permission("records.approve_exports", "审批行数多的导出", "director", "district"),
    permission(UNDO_IMPORTS, "停下、撤销别人的导入", "director", "district"),
    permission("people.view", "查看居民", "clerk", "mediator", "grid", "director"),
    permission("people.edit", "登记居民", "clerk", "mediator", "grid", "director"),
    permission("people.reveal", "查看完整个人信息", "clerk", "mediator", "director", nature=REVEALS),
    permission("people.merge", "合并重复登记的居民", "director"),
    permission("people.rights", "办理本人的信息查阅、限制和删除", "director"),
    permission("privacy.decide", "复核本人的限制和删除请求", "director", "district"),
    permission("retention.manage", "处理到期的个人信息", "director", "district"),
    permission("people.seen", "告知本人谁看过他的信息", "director"),
    permission("families.view", "查看家庭档案", "clerk", "grid", "director", "district"),
    permission("families.edit", "登记和更正家庭，查看联系人全名和电话", "clerk", "grid", "director"),
    permission("families.merge", "合并、删除家庭档案", "director"),
    permission("families.export", "导出家庭档案", "director", "district"),
    permission("accounts.vouch", "确认新开通、重设密码的账号是不是本单位的人", "director", "district", nature=ACTS),
    permission("accounts.manage", "管理账号", "administrator", nature=ADMINISTERS),
    permission(EXPLAIN, "查询账号的权限和缘由", "director", "district", "administrator", "auditor", nature=VIEWS),
    permission("units.view", "查看组织机构", "director", "district", "administrator", "auditor", nature=VIEWS),
    permission("units.manage", "设立、更名、撤销单位", "administrator", nature=ADMINISTERS),
    permission("plugins.manage", "开关功能模块", "administrator", nature=ADMINISTERS),
    permission("settings.manage", "修改时限、编号和模块设置", "district", nature=ACTS),
    permission("notices.manage", "设置消息通道", "administrator", nature=ADMINISTERS),
    permission(READ_TRAIL, "查看审计记录", "auditor", nature=AUDITS),
    permission("jobs.view", "查看后台任务", "administrator", "auditor", nature=VIEWS),
)

# 三员分立: these, and what residents ask about themselves, belong to offices of the core, whatever a plugin declares
VOUCH = "accounts.vouch"
ADMINISTRATION = frozenset(
    (
        VOUCH,
        "accounts.manage",
        "units.manage",
        "plugins.manage",
        "notices.manage",
        "settings.manage",
        READ_TRAIL,
        "jobs.view",
        "people.rights",
        "privacy.decide",
        "people.seen",
        "retention.manage",
    )
)
ADMINISTRATOR, AUDITOR, DISTRICT = "administrator", "auditor", "district"
OPEN_TO_ROLES = frozenset(each.key for each in CORE_PERMISSIONS) - ADMINISTRATION


def catalogue(app: Flask, permissions: Iterable[Permission], roles: Iterable[Role] = ()) -> None:
    """Make `permissions` and `roles` known to `app`. Raises ValueError when the key of a permission is taken."""
    known = app.extensions.setdefault("portal_permissions", {})
    roles = tuple(roles)
    outside = app.extensions.setdefault("portal_outside", set())
    outside.update(each.key for each in roles if each.outside)
    for each in permissions:
        if each.key in known:
            raise ValueError(f"permission {each.key} is declared twice")
        known[each.key] = _apart(known, each, outside)
    for role in roles:
        app.extensions.setdefault("portal_roles", {})[role.key] = role.name
        for key in role.may:
            known[key] = replace(known[key], roles=known[key].roles | {role.key})


def withheld(role: str, nature: str, outside: Container[str]) -> str:
    """Why `role` never has rights of `nature`, whatever else it has, in words; "" when it may. `outside`: roles of no office."""
    return WITHHELD.get((role, nature)) or (OUTSIDE.get(nature, "") if role in outside else "")


def refused_to(role: str, right: Permission, known: Mapping[str, Permission], outside: Container[str]) -> str:
    """Why `role` may not have `right` beside what it has by declaration (`known`), in words; "" when it may. `outside`: roles of no office."""
    if reason := withheld(role, right.nature, outside):
        return f"不能有“{right.label}”：{reason}。"
    held = (each for each in known.values() if role in each.roles)
    found = ((each, reason_against(each.nature, right.nature)) for each in held)
    return next((f"已有“{each.label}”，不能再有“{right.label}”：{reason}。" for each, reason in found if reason), "")


def _apart(known: Mapping[str, Permission], right: Permission, outside: Container[str]) -> Permission:
    """`right` without roles that may not have it: an update of a plugin gives no administrator sight of residents."""
    withheld = {role: reason for role in sorted(right.roles) if (reason := refused_to(role, right, known, outside))}
    for role, reason in withheld.items():
        log.warning("permission %s is not given to %s: %s", right.key, role, reason)
    return replace(right, roles=right.roles - set(withheld)) if withheld else right


def every_role() -> dict[str, str]:
    """Key → name of the roles of the core and of every installed plugin, on or off."""
    return dict(ROLES) | current_app.extensions.get("portal_roles", {})


def declared(key: str) -> str:
    """`key`, checked: raises LookupError when no permission of that key is declared, so that typos are noticed."""
    if key not in current_app.extensions["portal_permissions"]:
        raise LookupError(f"nobody declares the permission {key!r}")
    return key
