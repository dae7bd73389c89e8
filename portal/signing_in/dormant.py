"""长期没有登录的账号: locked by a job at night, and on the desk of who administers them until he has unlocked or closed them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Date, Select, cast, null, or_, select

from portal import clock
from portal.accounts import policy, verbs
from portal.accounts.models import NO_PASSWORD, Appointment, User
from portal.accounts.reader import Reader
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR
from portal.plugin.contributions import Queue
from portal.signing_in.provider.models import IdentityProvider
from portal.signing_in.settings import SHORTEST, locked_after

AT_ONCE = 20  # accounts, after which others may write


def lock_dormant(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """Lock accounts to which nobody has signed in for longer than their district allows, the longest unused first. The last administrator of a place is
    not locked: nobody there could unlock anybody. Nor is who has no password, and cannot sign in, unless by a provider of identity."""
    unused = (User.used_at < ctx.now - timedelta(days=SHORTEST)) & User.active
    providers = db.session.scalars(IdentityProvider.offered()).all()
    if not providers:
        unused &= User.password_hash != NO_PASSWORD
    candidates = db.session.scalars(select(User.id).where(unused).order_by(User.used_at, User.id)).all()
    locked, last = 0, 0
    for number, ident in enumerate(candidates, 1):
        user = db.session.get_one(User, ident, with_for_update=True, populate_existing=True)
        opens = user.password_hash != NO_PASSWORD or any(each.opens(user) for each in providers)
        if opens and (days := _overdue(user, ctx.now)):
            if _is_last_administrator(user):
                last += 1
            else:
                verbs.lock_unused(user, days)
                locked += 1
        if number % AT_ONCE == 0:
            progress(number, len(candidates))
    kept = f"{last} 个是当地唯一的系统管理员，没有锁定。" if last else ""
    return f"锁定长期没有登录的账号 {locked} 个。{kept}"


def _overdue(user: User, now: datetime) -> int:
    """For how many days nobody has signed in, where that is too long; 0 where it is not, or somebody did meanwhile."""
    allowed, unused = locked_after(user), (now - user.used_at).days
    return unused if user.active and allowed is not None and unused >= allowed else 0


def _is_last_administrator(user: User) -> bool:
    """Whether `user` administers a place, and nobody else does, there or above, who can sign in."""
    current = Appointment.current_on(clock.today()) & (Appointment.role == ADMINISTRATOR)
    others = select(Appointment.id).join(Appointment.user).where(current, User.active, User.id != user.id)
    others = others.where(User.password_hash != NO_PASSWORD)
    places = [each.unit for each in user.current_appointments if each.role == ADMINISTRATOR]
    return any(
        db.session.scalar(others.where(Appointment.unit_id.in_(place.ancestor_ids)).limit(1)) is None
        for place in places
    )


def _rows(reader: Reader) -> Select | None:
    places = reader.units_with(policy.MANAGE)
    if not places:
        return None
    office = select(Appointment.id).join(Appointment.unit)
    office = office.where(Appointment.user_id == User.id, Appointment.standing_on(reader.today()))
    here = office.where(or_(*(place.subtree_of(OrgUnit) for place in places))).exists()
    found = select(User.id, User.name.label("text"), cast(null(), Date).label("due"))
    return found.where(User.dormant_at.is_not(None), here).order_by(User.dormant_at, User.id)


QUEUE = Queue(
    "dormant",
    "长期没有登录被锁定的账号",
    "/accounts?state=dormant",
    "/accounts/{id}",
    _rows,
    "info",
    7,
    "解除锁定，或者停用",
)
