"""权限调整: a district gives a role a permission, or takes it away. The rules of separation are checked for the role as a whole, and for
everybody who holds it."""

from flask import current_app
from sqlalchemy import func, select

from portal import clock
from portal.accounts import apart, sight
from portal.accounts.models import Appointment, User
from portal.accounts.rights import RoleGrant, granted, without_effect
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATION, every_role

FIXED = "管理方面的权限是固定的，不能给予也不能收回；其他角色不能有管理方面的权限。"


def adjust(role: str, permission: str, unit: OrgUnit, *, granted: bool, reason: str, by: User) -> RoleGrant:
    """Give or take `permission` in `unit` and below. Raises RuleError, at `role` or `permission`, for what is nobody's to give, for a role
    that `by` holds, and where it would not be kept apart from what the role, or somebody who holds it, has. Does not commit."""
    row = RoleGrant(unit_id=unit.id, role=role, permission=permission, granted=granted, actor_id=by.id, reason=reason)
    _refuse(row, by)
    db.session.add(row)
    db.session.flush()
    if granted and (users := apart.holders_in_conflict(role, unit)):
        raise RuleError(_in_conflict(row, users), at="role")
    verb = "给予" if granted else "收回"
    trail.record("role_change", unit=unit, detail=f"{verb} {role} {permission}：{reason}")
    return row


def loss(role: str, permission: str, unit: OrgUnit, *, by: User) -> list[str]:
    """What taking `permission` from `role` in `unit` comes to, in sentences for whoever is about to. Raises RuleError as `adjust` does."""
    _refuse(RoleGrant(unit_id=unit.id, role=role, permission=permission, granted=False), by)
    name, label = every_role()[role], current_app.extensions["portal_permissions"][permission].label
    held = granted(role, unit)
    if permission not in held:
        return [f"{name}在{unit.name}现在没有“{label}”。下级单位单独给过的，不受影响。"]
    said = [f"{unit.name}及其下级单位有 {_holders(role, unit)} 个账号是{name}，收回以后都不能再用“{label}”。"]
    if rest := sight.blinded(held, permission):
        said.append(f"{name}还有“{'”“'.join(rest)}”：收回“{label}”以后，打不开办理这些的页面。")
    return said


def _holders(role: str, unit: OrgUnit) -> int:
    """Accounts in use that hold `role` today in `unit` or below."""
    held = Appointment.current_on(clock.today()) & (Appointment.role == role)
    here = User.appointments.any(held & Appointment.unit.has(unit.subtree_of(OrgUnit)))
    return db.session.scalar(select(func.count(User.id)).where(User.active, here)) or 0


def _refuse(row: RoleGrant, by: User) -> None:
    if row.permission in ADMINISTRATION:
        raise RuleError(FIXED, at="permission")
    withheld = without_effect(row)
    name = every_role().get(row.role, row.role)
    if row.role in by.roles:
        said = "不能给自己的角色增加权限。" if row.granted else "不能调整自己担任的角色。"
        raise RuleError(said + (f"{name}{withheld}" if withheld else ""), at="role")
    if withheld:
        raise RuleError(withheld if withheld.startswith(name) else f"{name}{withheld}", at="role")


def _in_conflict(row: RoleGrant, users: list[User]) -> str:
    label = current_app.extensions["portal_permissions"][row.permission].label
    why = apart.objection(apart.offices_of(users[0]))
    return f"给予“{label}”以后，有人同时担任不能兼任的角色：{apart.told(users)}。{why}请先调整他们的任职。"
