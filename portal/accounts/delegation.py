"""代办: somebody on leave lets another hold the office from one day to another. It is an appointment like any other, which says for whom, so whatever asks what
an account may do knows of it, and it ends by itself."""

from datetime import date, timedelta

from sqlalchemy import select

from portal import clock
from portal.accounts import apart
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import role_name
from portal.audit import trail
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.permissions import ADMINISTRATOR, AUDITOR

LONGEST = 366  # days
NEVER = frozenset((ADMINISTRATOR, AUDITOR))


def offices_to_hand_over(user: User) -> list[Appointment]:
    """The own offices of `user` that another may hold meanwhile: not those held for somebody, nor those of who administers and who audits."""
    return [each for each in user.standing_appointments if each.for_id is None and each.role not in NEVER]


def handed_over(user: User) -> list[Appointment]:
    """Who holds an office of `user` meanwhile, or will."""
    standing = Appointment.standing_on(clock.today())
    return list(
        db.session.scalars(select(Appointment).where(Appointment.for_id == user.id, standing).order_by(Appointment.id))
    )


def hand_over(office: Appointment, to: User, begins: date, ends: date, *, reason: str, by: User) -> Appointment:
    """请人代办: `to` holds `office` of `by` from the day `begins` to the day `ends`. Raises RuleError, at `office`, `to`, `begins` or `ends`, for an account of which nobody has said whose it is, for somebody who works elsewhere, for days that do
    not fit, and for what does not go together. Does not commit."""
    if office.user_id != by.id or office not in offices_to_hand_over(by):
        raise WrongState("这个任职不能请人代办。")
    if not by.vouched:  # whoever opened the account could hand it to another
        raise RuleError("本单位确认您的账号以前，不能请人代办。", at="office")
    _check_days(office, begins, ends)
    _check_person(office, to, by)
    if any(each.valid_from <= ends and _last(each) >= begins for each in handed_over(by) if _same(each, office)):
        raise RuleError("这几天已经请了人代办，先收回，或者换个日期。", at="begins")
    made = Appointment(
        user=to, unit=office.unit, role=office.role, valid_from=begins, valid_until=ends, for_id=by.id, reason=reason
    )
    db.session.add(made)
    db.session.flush()
    days = f"{begins} 至 {ends}"
    trail.record(
        "account_delegate",
        subject=to,
        unit=office.unit,
        detail=f"代{by.name}：{role_name(office.role)}，{days}，{reason}",
    )
    return made


def call_back(held: Appointment, *, by: User) -> None:
    """收回: from now on. Raises WrongState for what is not held for `by`, or is over."""
    if held.for_id != by.id or held.is_over(clock.today()):
        raise WrongState("这项代办已经结束。")
    end_with(held)


def end_with(held: Appointment) -> None:
    """What is held for somebody ends now."""
    held.valid_until = clock.today() - timedelta(days=1)
    trail.record("account_delegate_end", subject=held.user, unit=held.unit, detail=role_name(held.role))


def end_all_of(office: Appointment) -> None:
    """Nobody holds for its owner an office that ends: with it, or on its last day."""
    for each in handed_over(office.user):
        if not _same(each, office):
            continue
        if office.is_over(clock.today()):
            end_with(each)
        elif office.valid_until is not None:
            each.valid_until = min(_last(each), office.valid_until)


def _check_days(office: Appointment, begins: date, ends: date) -> None:
    if begins < clock.today():
        raise RuleError("从今天或者以后的日期开始。", at="begins")
    if ends < begins:
        raise RuleError("结束日期不能比开始日期早。", at="ends")
    if (ends - begins).days >= LONGEST:
        raise RuleError(f"一次最长 {LONGEST} 天，更长的请管理员增加任职。", at="ends")
    if begins < office.valid_from or (office.valid_until and ends > office.valid_until):
        raise RuleError("超出了您这个任职的起止日期。", at="ends")


def _check_person(office: Appointment, to: User, by: User) -> None:
    if to.id == by.id:
        raise RuleError("不能请自己代办。", at="to")
    near = [
        each for each in to.current_appointments if office.unit.contains(each.unit) or each.unit.contains(office.unit)
    ]
    if not to.active or not near:
        raise RuleError("本单位和上下级单位没有这个账号，或者不在用。", at="to")
    if any(_same(each, office) for each in to.standing_appointments):
        raise RuleError(f"{to.name}已经是{office.unit.name}的{role_name(office.role)}。", at="to")
    if said := apart.objection([*apart.offices_of(to), (office.role, office.unit)]):
        raise RuleError(f"{to.name}不能代办：{said}", at="to")


def _same(one: Appointment, other: Appointment) -> bool:
    return (one.role, one.unit_id) == (other.role, other.unit_id)


def _last(held: Appointment) -> date:
    return held.valid_until or date.max
