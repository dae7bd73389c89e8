"""权限调整: a district gives a role a permission, or takes it away. The rules of separation are checked for the role as a whole, and for
everybody who holds it."""

from collections.abc import Collection

from flask import current_app
from sqlalchemy import func, select

from portal import clock
from portal.accounts import apart, sight
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import role_name
from portal.accounts.rights import RoleGrant, granted, without_effect
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATION

FIXED = "管理方面的权限是固定的，不能给予也不能收回；其他角色不能有管理方面的权限。"
HAS = {True: "有", False: "没有"}


class Refused(RuleError):
    """Permissions that the role may not gain or lose: `each` says why, by key."""

    def __init__(self, each: dict[str, str]) -> None:
        super().__init__("有的权限不能这样调整，一项也没有改。")
        self.each = each


def adjust(role: str, permission: str, unit: OrgUnit, *, granted: bool, reason: str, by: User) -> RoleGrant:
    """Give or take `permission` in `unit` and below. Raises RuleError, at `role` or `permission`, for what is nobody's to give, for a role
    that `by` holds, and where it would not be kept apart from what the role, or somebody who holds it, has. Does not commit."""
    row = RoleGrant(unit_id=unit.id, role=role, permission=permission, granted=granted, actor_id=by.id, reason=reason)
    _refuse(row, by)
    _keep([row], unit)
    return row


def settle(role: str, wanted: Collection[str], among: Collection[str], unit: OrgUnit, *, reason: str, by: User) -> int:
    """Give `role` in `unit` what of the permissions `among` is `wanted`, and take the others; answers how many changed. Raises Refused with what
    stands against each, RuleError where nothing changes or somebody would hold what is kept apart. Does not commit."""
    rows = [
        RoleGrant(unit_id=unit.id, role=role, permission=key, granted=given, actor_id=by.id, reason=reason)
        for key, given in changes(role, wanted, among, unit)
    ]
    if not rows:
        raise RuleError("没有改动：勾选的和现在的一样。", at="reason")
    refused = {}
    for row in rows:
        try:
            _refuse(row, by)
        except RuleError as error:
            refused[row.permission] = str(error)
    if refused:
        raise Refused(refused)
    _keep(rows, unit)
    return len(rows)


def changes(role: str, wanted: Collection[str], among: Collection[str], unit: OrgUnit) -> list[tuple[str, bool]]:
    """What `settle` takes, then what it gives: `(permission, given)`."""
    held = granted(role, unit)
    taken = [(each, False) for each in among if each in held and each not in wanted]
    return taken + [(each, True) for each in among if each in wanted and each not in held]


def loss(role: str, permission: str, unit: OrgUnit, *, by: User) -> list[str]:
    """What taking `permission` from `role` in `unit` comes to, in sentences for whoever is about to. Raises RuleError as `adjust` does."""
    _refuse(RoleGrant(unit_id=unit.id, role=role, permission=permission, granted=False), by)
    name, label = role_name(role), current_app.extensions["portal_permissions"][permission].label
    held = granted(role, unit)
    if permission not in held:
        return [f"{name}在{unit.name}现在没有“{label}”。下级单位单独给过的，不受影响。"]
    said = [f"{unit.name}及其下级单位有 {holders(role, unit)} 个账号是{name}，收回以后都不能再用“{label}”。"]
    if rest := sight.blinded(held, permission):
        said.append(f"{name}还有“{'”“'.join(rest)}”：收回“{label}”以后，打不开办理这些的页面。")
    return said


def _keep(rows: list[RoleGrant], unit: OrgUnit) -> None:
    held = {row.permission: row.permission in granted(row.role, unit) for row in rows}
    db.session.add_all(rows)
    db.session.flush()
    given = [row for row in rows if row.granted]
    if given and (users := apart.holders_in_conflict(given[0].role, unit)):
        raise RuleError(_in_conflict(given, users), at="role")
    known = current_app.extensions["portal_permissions"]
    for row in rows:
        label, had = known[row.permission].label, held[row.permission]
        detail = f"{'给予' if row.granted else '收回'}{role_name(row.role)}“{label}”：{row.reason}"
        changes = [(f"{role_name(row.role)}“{label}”", HAS[had], HAS[row.granted])]
        trail.record("role_change", unit=unit, detail=detail, changes=changes)


def holders(role: str, unit: OrgUnit) -> int:
    """Accounts in use that hold `role` today in `unit` or below."""
    held = Appointment.counting_on(clock.today()) & (Appointment.role == role)
    here = User.appointments.any(held & Appointment.unit.has(unit.subtree_of(OrgUnit)))
    return db.session.scalar(select(func.count(User.id)).where(User.active, here)) or 0


def _refuse(row: RoleGrant, by: User) -> None:
    if row.permission in ADMINISTRATION:
        raise RuleError(FIXED, at="permission")
    withheld = without_effect(row)
    name = role_name(row.role)
    if row.role in by.roles:
        said = "不能给自己的角色增加权限。" if row.granted else "不能调整自己担任的角色。"
        raise RuleError(said + (f"{name}{withheld}" if withheld else ""), at="role")
    if withheld:
        raise RuleError(withheld if withheld.startswith(name) else f"{name}{withheld}", at="role")


def _in_conflict(given: list[RoleGrant], users: list[User]) -> str:
    known = current_app.extensions["portal_permissions"]
    label = "”“".join(known[row.permission].label for row in given)
    why = apart.objection(apart.offices_of(users[0]))
    return f"给予“{label}”以后，有人同时担任不能兼任的角色：{apart.told(users)}。{why}请先调整他们的任职。"
