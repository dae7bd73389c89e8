"""Why an account may, or may not, do something: each office in turn, by what the rights themselves ask (`portal.accounts.rights`), and
what the record has to say besides."""

from datetime import date
from typing import Any, NamedTuple

from flask import current_app

from portal import clock
from portal.access.history import decision_about
from portal.accounts import hands
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import declared_for
from portal.accounts.rights import granted, not_before_vouched, places_of, roles_in
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect, takes_new
from portal.records.record import subject
from portal.records.steps import Step


class Line(NamedTuple):
    """What one rule says: whether it lets through, and why, in words."""

    lets: bool
    said: str


class Answer(NamedTuple):
    """Whether somebody may, and the lines that made it so."""

    may: bool
    lines: list[Line]


def answer(user: User, permission: str, row: Any = None, step: Step | None = None) -> Answer:
    """Whether `user` holds `permission`, on `row` (a record, or a row of one) where it is given, and may take `step` there now. What decides is what
    decides on the pages; the lines tell its parts."""
    offices = [office_line(each, permission, row) for each in user.appointments]
    lines = [*account_lines(user, permission), *(offices or [Line(False, "没有任职。")])]
    may = user.active and user.can(permission)
    if row is not None and may:
        own = row_lines(user, permission, row, any(each.lets for each in offices))
        lines, may = lines + own, all(each.lets for each in own)
    if step is not None and may:
        own = step_lines(user, row, step)
        lines, may = lines + own, all(each.lets for each in own)
    return Answer(may, lines)


def account_lines(user: User, permission: str) -> list[Line]:
    """What the account itself has against it."""
    found = []
    if not user.active:
        found.append(Line(False, "账号已锁定或者停用，不能登录。"))
    if not user.vouched and permission in not_before_vouched():
        found.append(Line(False, "账号还没有人确认是本单位的人，确认以前没有这项权限。"))
    return found


def office_line(office: Appointment, permission: str, row: Any = None) -> Line:
    """What one office gives: by its dates, its role there, and its place."""
    unit, today = office.unit, clock.today()
    who = f"{unit.name}{office.role_name}{_until(office)}"
    if not office.is_current(today):
        return Line(False, f"{who}：{_not_now(office, today)}。")
    if not office.counts:
        return Line(False, f"{who}：本人在这里和上下级单位没有任职，代别人的不起作用。")
    if office.role not in roles_in(unit):
        return Line(False, f"{who}：{unit.name}没有启用这个角色所属的模块。")
    places = [place for place, held in places_of(office.role, unit) if permission in held]
    label = current_app.extensions["portal_permissions"][permission].label
    if not places:
        return Line(False, f"{who}：没有“{label}”。{_why_not(office.role, permission, unit)}")
    below = (
        ""
        if permission in granted(office.role, unit) and unit in places
        else f"，只在{'、'.join(each.name for each in places)}"
    )
    why = decision_about(office.role, permission, unit)
    said = f"{who}：有“{label}”{below}{f'（{why}）' if why else ''}"
    if row is None or any(place.contains(subject(row)) for place in places):
        return Line(True, f"{said}。")
    return Line(False, f"{said}，但这一条在{_place(row).name}，不在管辖范围里。")


def row_lines(user: User, permission: str, row: Any, inside: bool) -> list[Line]:
    """What the row has to say, beyond where it lies."""
    model, found = type(subject(row)), []
    if hasattr(model, "visible_to"):
        seen = model.visible_to(user).where(model.id == subject(row).id)
        if db.session.scalars(seen).unique().one_or_none() is None:
            found.append(Line(False, "这一条不在这个账号看得到的范围里（没有查看的权限，或者是保密的）。"))
    allowed = row.allows(user, permission)
    if not allowed and not found:
        found.append(
            Line(
                False,
                "这一条另有限制，这项权限在这里不起作用（例如只归承办的单位，或者是保密的）。"
                if inside
                else "没有一个任职管到这一条。",
            )
        )
    if allowed and not inside:
        found.append(Line(True, "这一条交给了本人任职的单位，或者邀请了它，所以可以。"))
    return found or [Line(True, "这一条在范围里，没有另外的限制。")]


def step_lines(user: User, row: Any, step: Step) -> list[Line]:
    """What stands against taking a step now, in the order of the pages."""
    found = []
    plugin = (step.needs or "").partition(".")[0]
    if plugin in current_app.extensions["portal_plugins"].manifests and not takes_new(plugin, subject(row).unit):
        state = "目前只读" if plugin in in_effect(subject(row).unit) else "没有启用"
        found.append(Line(False, f"这个功能模块在{subject(row).unit.name}{state}。"))
    if not step.fits(row):
        found.append(Line(False, f"现在是“{row.status_name}”，这一步不是在这个时候办。"))
    if not row.entrusted_to(user, step.needs or ""):
        found.append(Line(False, row.refusal(step.needs or "")))
    if called := step.taken_before(user, row):
        found.append(Line(False, f"这个账号是{called}，不能自己办“{step.label}”，由另一个人办。"))
    if not found and (objection := step.objection(row)):
        found.append(Line(False, str(objection)))
    if found:
        return found
    owner = hands.owner_for(user, step.needs, row.entrusted_to)
    return [
        Line(True, f"可以办“{step.label}”{f'，办理记录和文书上写“{hands.in_words(owner)[:-1]}”' if owner else ''}。")
    ]


def _place(row: Any) -> OrgUnit:
    """The unit in which `row` lies; itself where it is one."""
    return row if isinstance(row, OrgUnit) else subject(row).unit


def _until(office: Appointment) -> str:
    """，到 2026-12-05, of what is held for another and ends by itself."""
    return f"，代到 {office.valid_until}" if office.for_id and office.valid_until else ""


def _not_now(office: Appointment, today: date) -> str:
    if office.is_over(today):
        return f"任职到 {office.valid_until} 已经结束"
    return f"任职从 {office.valid_from} 才开始"


def _why_not(role: str, permission: str, unit: OrgUnit) -> str:
    right = current_app.extensions["portal_permissions"][permission]
    owner = permission.partition(".")[0]
    manifest = current_app.extensions["portal_plugins"].manifests.get(owner)
    if manifest and owner not in in_effect(unit):
        return f"“{manifest.name}”在{unit.name}没有启用。"
    if role in declared_for(right, unit):
        return f"这个角色本来有，{decision_about(role, permission, unit)}。"
    return "这个角色没有这项权限。"
