"""代办 and 副职: somebody on leave lets another hold the office from one day to another; an administrator names a standing deputy (AB 岗) of an office. Either is an
appointment like any other, which says for whom, so whatever asks what an account may do knows of it. It ends by its last day, with the office, when the account of the owner is
locked, and with the last own office near it of whoever holds it."""

from datetime import date, timedelta

from sqlalchemy import case, func, or_, select

from portal import clock
from portal.accounts import apart, policy
from portal.accounts.models import Appointment, User
from portal.accounts.offices import near
from portal.accounts.own_roles import role_name
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR, AUDITOR

LONGEST = 366  # days
MOST_OFFERED = 60
NOT_NEAR = "本单位和上下级单位没有这个账号，或者不在用。"
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


def colleagues(offices: list[Appointment], owner: User) -> list[tuple[str, str]]:
    """Name and account of those who may stand in for `owner` in one of `offices`, of the same unit first, at most MOST_OFFERED: they work there, below or above."""
    if not offices:
        return []
    units = [each.unit for each in offices]
    above = {ident for unit in units for ident in unit.ancestor_ids}
    around = or_(OrgUnit.id.in_(above), *(unit.subtree_of(OrgUnit) for unit in units))
    elsewhere = func.min(case((OrgUnit.id.in_([unit.id for unit in units]), 0), else_=1))
    found = (
        select(User.name, User.username)
        .join(User.appointments)
        .join(Appointment.unit)
        .where(
            User.active,
            User.id != owner.id,
            Appointment.for_id.is_(None),
            Appointment.current_on(clock.today()),
            around,
        )
        .where(Appointment.role.not_in(NEVER))
        .group_by(User.id, User.name, User.username)
        .order_by(elsewhere, User.name, User.id)
        .limit(MOST_OFFERED)
    )
    return [(name, username) for name, username in db.session.execute(found)]


def hand_over(office: Appointment, to: User, begins: date, ends: date, *, reason: str, by: User) -> Appointment:
    """请人代办: `to` holds `office` of `by` from the day `begins` to the day `ends`. Raises RuleError, at `office`, `to`, `begins` or `ends`, for an account of which nobody has said whose it is, for somebody who works elsewhere, for days that do
    not fit, and for what does not go together; WrongState for an office that is not his to hand over, and once the account of `by` is locked. Does not commit."""
    by.hold_offices(to)
    if not by.active:
        raise WrongState("您的账号已经锁定，不能请人代办。")
    if office.user_id != by.id or office not in offices_to_hand_over(by):
        raise WrongState("这个任职不能请人代办。")
    if not by.vouched:  # whoever opened the account could hand it to another
        raise RuleError("本单位确认您的账号以前，不能请人代办。", at="office")
    if (ends - begins).days >= LONGEST:
        raise RuleError(f"一次最长 {LONGEST} 天，更长的请管理员设副职。", at="ends")
    return _give(office, to, begins, ends, reason, deputy=False)


def name_deputy(
    office: Appointment, to: User, begins: date, ends: date | None, *, reason: str, by: User | None
) -> Appointment:
    """设副职: `to` holds `office` beside its owner, whose account may be locked, from the day `begins`, to the day `ends` or as long as the owner has it. `by` is the administrator of the place; None on the
    command line. Raises NotAllowed for an account or an office that is not his to change; RuleError as `hand_over` does; WrongState once the account of `by` is locked. Does not
    commit."""
    office.user.hold_offices(to, *filter(None, [by]))
    if by is not None and not by.active:
        raise WrongState("您的账号已经锁定，不能设副职。")
    policy.must_appoint(by, to, office.role, office.unit)
    if by is not None and not policy.may_appoint(by, office.user):
        raise NotAllowed("不能给自己的任职设副职。")
    if office not in offices_to_hand_over(office.user):
        raise WrongState("这个任职不能设副职：管理员、审计员的，代别人的，已经终止的，都不设。")
    return _give(office, to, begins, ends, reason, deputy=True)


def _give(office: Appointment, to: User, begins: date, ends: date | None, reason: str, *, deputy: bool) -> Appointment:
    """Both accounts are held."""
    owner = office.user
    _check_days(office, begins, ends)
    _check_person(office, to, owner)
    ends = ends or office.valid_until
    _check_others(office, begins, ends, deputy)
    made = Appointment(
        user=to,
        unit=office.unit,
        role=office.role,
        valid_from=begins,
        valid_until=ends,
        for_id=owner.id,
        deputy=deputy,
        reason=reason,
    )
    db.session.add(made)
    db.session.flush()
    days = f"{begins} 至 {ends}" if ends else f"从 {begins} 起"
    trail.record(
        "account_deputy" if deputy else "account_delegate",
        subject=to,
        unit=office.unit,
        detail=f"{'副职，' if deputy else ''}代{owner.name}：{role_name(office.role)}，{days}，{reason}",
        changes=[("任职", "", f"{office.unit.name} {made.role_name}，{days}")],
        whose="",  # only own offices are handed over, and nobody administers for another
    )
    return made


def _check_others(office: Appointment, begins: date, ends: date | None, deputy: bool) -> None:
    """One stands in, and one is deputy, at a time."""
    for each in handed_over(office.user):
        if each.deputy == deputy and same_office(each, office) and each.overlaps(begins, ends):
            until = f"到 {each.valid_until}" if each.valid_until else "没有写到哪一天"
            said = f"从 {each.valid_from}，{until}"
            raise RuleError(
                f"这几天{each.user.name}已经是副职（{said}），先终止，或者换个日期。"
                if deputy
                else f"这几天已经请了人代办（{each.user.name}，{said}），先收回，或者换个日期。",
                at="begins",
            )


def call_back(held: Appointment, *, by: User) -> None:
    """收回: from now on. Raises WrongState for what is not held for `by`, or is over; and for a deputy, whom the administrator named."""
    if held.for_id != by.id or held.is_over(clock.today()):
        raise WrongState("这项代办已经结束。")
    if held.deputy:
        raise WrongState("副职由管理员设、由管理员终止。")
    end_with(held)


def end_with(held: Appointment, last: date | None = None) -> None:
    """What is held for somebody ends after `last`; now where that is none or past, or it would begin later. Nothing where it ends by then anyway."""
    yesterday = clock.today() - timedelta(days=1)
    last = yesterday if last is None or last < held.valid_from else max(last, yesterday)
    if held.valid_until and held.valid_until <= last:
        return
    before, held.valid_until = held.valid_until, last
    changes = [("任职到", str(before or "长期"), str(held.valid_until))]
    detail = f"{held.how}：{role_name(held.role)}"
    trail.record("account_delegate_end", subject=held.user, unit=held.unit, detail=detail, changes=changes)


def end_all_of(office: Appointment) -> None:
    """Nobody holds for its owner an office that ends: with it, or on its last day."""
    for each in handed_over(office.user):
        if same_office(each, office):
            end_with(each, office.valid_until)


def end_all_for(user: User) -> None:
    """Nobody stands in for `user`, whose account is locked, until an administrator names a deputy anew."""
    for each in handed_over(user):
        end_with(each)


def end_without_own(user: User) -> None:
    """What `user` holds for others ends where no own office lies near it any more, or none that may have what it opens."""
    standing = user.standing_appointments
    own = [each for each in standing if each.for_id is None]
    for each in standing:
        if each.for_id and (not near(each.unit, [office.unit for office in own]) or _withheld(each, own)):
            end_with(each)


def _check_days(office: Appointment, begins: date, ends: date | None) -> None:
    if begins < clock.today():
        raise RuleError("从今天或者以后的日期开始。", at="begins")
    if ends and ends < begins:
        raise RuleError("结束日期不能比开始日期早。", at="ends")
    if begins < office.valid_from:
        raise RuleError(f"这个任职从 {office.valid_from} 才开始，不能更早。", at="begins")
    if office.valid_until and ends and ends > office.valid_until:
        raise RuleError(f"这个任职到 {office.valid_until} 为止，不能更晚。", at="ends")


def _check_person(office: Appointment, to: User, owner: User) -> None:
    if to.id == owner.id:
        raise RuleError("不能由本人代办本人的任职。", at="to")
    own = [each for each in to.current_appointments if each.for_id is None]
    if not to.active or not near(office.unit, [each.unit for each in own]):
        raise RuleError(NOT_NEAR, at="to")
    if found := next((each for each in to.standing_appointments if same_office(each, office)), None):
        raise RuleError(f"{to.name}已经是{office.unit.name}的{found.role_name}。", at="to")
    if said := apart.objection([*apart.offices_of(to), (office.role, office.unit)]) or _withheld(office, own):
        raise RuleError(f"{to.name}不能代办：{said}", at="to")


def _withheld(office: Appointment, own: list[Appointment]) -> str:
    return apart.withheld_from([each.role for each in own], (office.role, office.unit))


def same_office(one: Appointment, other: Appointment) -> bool:
    """Whether both are of one role in one unit, on whatever days."""
    return (one.role, one.unit_id) == (other.role, other.unit_id)
