"""确认账号: whoever chose a password could sign in with it, so of an account that an administrator opened, or whose password he set, somebody of
the unit says whether it belongs to one of them. Until then it opens no full number (docs/adr/0038).
"""

from flask import current_app
from sqlalchemy import Date, Select, cast, null, or_, select
from sqlalchemy.orm import aliased

from portal import clock
from portal.accounts.delegation import end_all_for
from portal.accounts.models import Appointment, User
from portal.accounts.reader import Reader
from portal.accounts.rights import may_have, not_before_vouched
from portal.audit import trail
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.permissions import VOUCH
from portal.plugin.contributions import Queue

__all__ = ["let_out"]

ABOVE_STREETS = ("city_id", "county_id")
SETTLED = "这个账号现在不用确认：已经有人确认过，或者已经锁定。"
WAITS = "您的账号在等本单位的中心主任（没有的，旗县区主管）确认，确认以前看不到完整的证件号码和电话，不能打印、导出、下载。请告诉他，在工作台上确认。"


def matters(user: User) -> bool:
    """Whether `user` waits, and has an office to which it makes a difference."""
    if user.vouched:
        return False
    own = (Appointment.user_id == user.id) & Appointment.standing_on(clock.today()) & _opens_more()
    return db.session.scalar(select(Appointment.id).where(own).limit(1)) is not None


def let_out(user: User) -> None:
    """Before a paper, a list or a file is handed to `user`: they have numbers in full. Raises NotAllowed for whoever waits."""
    if matters(user):
        raise NotAllowed(WAITS)


def vouch(user: User, *, by: User | None) -> None:
    """是本单位的人. `by` None: on the command line. Raises WrongState when nobody waits for it; NotAllowed for oneself, and for whoever set
    the password."""
    _check(user, by)
    user.handed_at = user.handed_by = None
    _record("account_vouch", user)


def disown(user: User, *, by: User) -> None:
    """不是本单位的人: locked, and out at once; unlocked, it waits again. Raises as `vouch` does."""
    user.hold_offices()
    _check(user, by)
    user.active = False
    user.end_sessions()
    end_all_for(user)
    _record("account_disown", user)


def visible_to(reader: User) -> Select[tuple[User]]:
    """Accounts of the units for which `reader` vouches."""
    here = Appointment.unit.has(reader.reach(OrgUnit, VOUCH))
    return select(User).where(User.appointments.any(Appointment.standing_on(clock.today()) & here))


def _check(user: User, by: User | None) -> None:
    if by is not None and (by.id in (user.id, user.handed_by) or not user.allows(by, VOUCH)):
        raise NotAllowed("这个账号由本单位的另一个人确认。")
    if user.vouched or not user.active:
        raise WrongState(SETTLED)


def waiting(reader: User | Reader, today) -> Select | None:
    """Who waits for `reader`, the longest first; None where nobody can."""
    places = reader.units_with(VOUCH)
    if not places:
        return None
    office = (
        select(Appointment.id)
        .join(Appointment.unit)
        .where(Appointment.user_id == User.id, Appointment.standing_on(today))
    )
    theirs = _opens_more() & or_(*(_for(place, today) for place in places))
    waits = User.handed_at.is_not(None) & User.active & (User.id != reader.id)
    found = select(User.id, User.name.label("text"), cast(null(), Date).label("due"))
    return found.where(waits, office.where(theirs).exists()).order_by(User.handed_at, User.id)


def _for(place, today):
    """Offices in `place`; for whoever stands above the streets, those near which nobody else can say whose account it is."""
    here = place.subtree_of(OrgUnit)
    return here & ~_somebody_nearer(today) if place.level in ABOVE_STREETS else here


def _somebody_nearer(today):
    held, other = aliased(Appointment), aliased(User)
    near = [getattr(OrgUnit, level) for level in LEVELS if level not in ABOVE_STREETS]
    found = select(held.id).join(other, held.user_id == other.id)
    able = other.active & other.handed_at.is_(None) & (other.id != User.id) & held.role.in_(_declared_to_vouch())
    return found.where(able, held.counting_on(today), held.unit_id.in_(near)).correlate(User, OrgUnit).exists()


def _opens_more():
    """Whether an office has, by declaration or anywhere given, what opens nothing before."""
    return may_have(Appointment.role, not_before_vouched())


def _declared_to_vouch() -> list[str]:
    return sorted(current_app.extensions["portal_permissions"][VOUCH].roles)


def _record(action: str, user: User) -> None:
    unit = next((each.unit for each in user.standing_appointments), None)
    trail.record(action, subject=user, unit=unit, detail=user.username)


def _rows(reader: Reader) -> Select | None:
    return waiting(reader, reader.today())


QUEUE = Queue(
    "vouch", "等确认的账号", "/accounts/vouching", "/accounts/{id}/vouching", _rows, "warn", 6, "确认是不是本单位的人"
)
