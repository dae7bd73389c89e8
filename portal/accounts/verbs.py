"""Operations on accounts, for the pages and the command line; each is recorded in the audit trail.

`by` is the administrator, whose rights are checked; None on the command line. The other rules hold for both.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select

from portal import clock, guessing
from portal.accounts import apart, delegation, policy
from portal.accounts.guesses import of_strangers
from portal.accounts.models import Appointment, User, folded
from portal.accounts.own_roles import role_name
from portal.accounts.passwords import check_strength
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction.numbers import numbers_in

USERNAME = re.compile(r"[a-z0-9_.@\u3400-\u9fff\U00020000-\U000323af-]{2,40}")  # no letters that look like others


def open_account(
    username: str,
    name: str,
    password: str | None,
    role: str,
    unit: OrgUnit,
    *,
    by: User | None,
    begins: date | None = None,
    last_day: date | None = None,
) -> User:
    """开通, with an office from `begins` (today) to `last_day`. Without a password nobody signs in until one is set. Raises RuleError for a username
    that is taken or none, or a number of a person, a role that there is not in `unit`, or days that do not fit; WeakPassword, NotAllowed."""
    username = folded(username)
    if not USERNAME.fullmatch(username):
        raise RuleError("账号用 2 至 40 个英文字母、汉字、数字或 . _ - @，不能有空格和其他文字；不分大小写。")
    if numbers_in(username):
        raise RuleError("账号里不能写身份证号、电话号码和其他证件、银行卡的号码，请换一个，例如姓名拼音。")
    if User.known_as(username) or db.session.scalar(select(User.id).where(func.lower(User.username) == username)):
        raise RuleError(f"账号 {username} 已经存在。")
    policy.must_grant(by, role, unit)
    _check_place(role, unit)
    begins = _days(begins, last_day)
    user = User(username=username, name=name)
    if password is None:
        user.bar_password()
    else:
        check_strength(password, username)
        _set(user, password, by)
    office = Appointment(unit=unit, role=role, valid_from=begins, valid_until=last_day)
    user.appointments.append(office)
    db.session.add(user)
    db.session.flush()
    told = with_days(office)
    trail.record("account_create", subject=user, unit=unit, detail=f"{username}：{told}", changes=[("任职", "", told)])
    return user


def reset_password(user: User, password: str, *, by: User | None) -> None:
    """重设密码: ends every session, and lets in who was slowed after wrong passwords. Raises WeakPassword, NotAllowed."""
    must_look_after(by, user)
    check_strength(password, user.username)
    _set(user, password, by)
    guessing.forget(of_strangers(user))
    record("account_password", user)


def lock(user: User, reason: str, *, by: User | None) -> None:
    """锁定: nobody signs in, and whoever is in is out, nor does anybody stand in any longer; the own appointments stay."""
    user.hold_offices()
    must_look_after(by, user)
    if not user.active:
        raise WrongState("这个账号已经锁定。")
    user.active = False
    user.end_sessions()
    delegation.end_all_for(user)
    record("account_lock", user, reason, [("账号", "在用", "已锁定")])


def lock_unused(user: User, days: int) -> None:
    """长期没有登录锁定, by the program, as `lock` does: nobody has signed in for `days`; the administrator sees to it."""
    user.hold_offices()
    user.active, user.dormant_at = False, clock.now()
    user.end_sessions()
    delegation.end_all_for(user)
    record("account_dormant", user, f"{days} 天没有登录")


def unlock(user: User, *, by: User | None) -> None:
    """解除锁定: of an account that was locked, or that wrong passwords hold up."""
    must_look_after(by, user)
    strangers = of_strangers(user)
    if user.active and not guessing.seconds_left(strangers):
        raise WrongState("这个账号没有锁定。")
    before = "输错密码太多，受限" if user.active else "已锁定"
    user.active, user.dormant_at, user.used_at = True, None, clock.now()
    guessing.forget(strangers)
    record("account_unlock", user, changes=[("账号", before, "在用")])


def appoint(
    user: User,
    role: str,
    unit: OrgUnit,
    *,
    by: User | None,
    begins: date | None = None,
    last_day: date | None = None,
) -> Appointment:
    """增加任职, from `begins` (today) to `last_day`. Raises RuleError for one of which a day is in another, for a role that there is not in
    `unit`, and for one that does not go together with what the account has (`portal.separation`)."""
    user.hold_offices()
    policy.must_appoint(by, user, role, unit)
    _check_place(role, unit)
    begins = _days(begins, last_day)
    alike = (each for each in user.appointments if (each.role, each.unit_id) == (role, unit.id))
    if found := next((each for each in alike if each.overlaps(begins, last_day)), None):
        until = f"到 {found.valid_until}" if found.valid_until else "没有写到哪一天"
        raise RuleError(
            f"{user.name}已经是{unit.name}的{role_name(role)}（从 {found.valid_from}，{until}），同一任职的日期不能重叠。",
            at="role",
        )
    if said := apart.objection([*apart.offices_of(user), (role, unit)]):
        raise RuleError(f"{apart.told([user]) or user.name}不能再任{role_name(role)}：{said}", at="role")
    appointment = Appointment(unit=unit, role=role, valid_from=begins, valid_until=last_day)
    user.appointments.append(appointment)
    db.session.flush()
    told = with_days(appointment)
    trail.record("account_appoint", subject=user, unit=unit, detail=told, changes=[("任职", "", told)])
    return appointment


def with_days(appointment: Appointment) -> str:
    """受理员，从 2026-11-30 起, as the trail says of an office that was given."""
    until = f"到 {appointment.valid_until}" if appointment.valid_until else "起"
    return f"{role_name(appointment.role)}，从 {appointment.valid_from} {until}"


def end(appointment: Appointment, last_day: date | None, *, by: User | None) -> None:
    """终止任职 after `last_day`, without one at once. Raises RuleError before it began or after it ended."""
    appointment.user.hold_offices()
    policy.must_appoint(by, appointment.user, appointment.role, appointment.unit)
    if appointment.is_over(clock.today()):
        raise WrongState("这个任职已经终止。")
    if last_day and last_day < appointment.valid_from:
        raise RuleError(f"任职从 {appointment.valid_from} 开始，终止日期不能更早。")
    before, appointment.valid_until = appointment.valid_until, last_day or clock.today() - timedelta(days=1)
    delegation.end_all_of(appointment)
    delegation.end_without_own(appointment.user)
    trail.record(
        "account_end",
        subject=appointment.user,
        unit=appointment.unit,
        detail=f"{role_name(appointment.role)}，任职到 {appointment.valid_until}",
        changes=[("任职到", str(before or "长期"), str(appointment.valid_until))],
    )


def close(user: User, reason: str, *, by: User | None) -> None:
    """停用: locked, and every appointment ends at once; the records stay."""
    user.hold_offices()
    must_look_after(by, user)
    if not user.active and not user.standing_appointments:
        raise WrongState("这个账号已经停用。")
    last, changes = clock.today() - timedelta(days=1), [("账号", "在用" if user.active else "已锁定", "已停用")]
    ended = user.standing_appointments
    changes += [
        (f"{each.unit.name} {each.role_name}，任职到", str(each.valid_until or "长期"), str(last)) for each in ended
    ]
    record("account_close", user, reason, changes)
    user.active, user.dormant_at = False, None
    user.end_sessions()
    for appointment in ended:
        appointment.valid_until = last
    delegation.end_all_for(user)


def _set(user: User, password: str, by: User | None) -> None:
    """A password that somebody handed over lasts until the first sign-in; whose account it is, the unit says (`vouching`)."""
    user.set_password(password)
    user.must_change_password = by is not None
    user.handed_at, user.handed_by = (clock.now(), by.id) if by else (None, None)


def _days(begins: date | None, last_day: date | None) -> date:
    """The first day of an office. Raises RuleError where it would end before it begins, or be over already."""
    begins = begins or clock.today()
    if last_day and last_day < begins:
        raise RuleError(f"任职从 {begins} 开始，结束日期不能更早。", at="last_day")
    if last_day and last_day < clock.today():
        raise RuleError(f"任职到 {last_day} 已经结束，不用登记。", at="last_day")
    return begins


def _check_place(role: str, unit: OrgUnit) -> None:
    if not policy.is_there(role, unit):
        raise RuleError(policy.NOT_THERE.format(role=role_name(role), unit=unit.name))


def must_look_after(by: User | None, user: User) -> None:
    """Raises NotAllowed where the account of `user` is not `by`'s to look after; None, on the command line, looks after all."""
    if by is not None and not policy.may_look_after(by, user):
        raise NotAllowed("这个账号在您管辖范围以外还有任职，或者是管理员、审计员，请联系系统运行人员。")


def record(action: str, user: User, detail: str = "", changes: Iterable[tuple[str, str, str]] = ()) -> None:
    """For the auditor of where the account belongs. `changes` as in the trail."""
    unit = next((each.unit for each in user.standing_appointments), None)
    trail.record(action, subject=user, unit=unit, detail=detail, changes=changes)
