"""Offices that soon end stand on the desk of whoever administers accounts: who follows is to be seen to before."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from portal.accounts import policy
from portal.accounts.models import Appointment, User
from portal.accounts.reader import Reader
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue

DAYS = 14


def ending(today, until) -> ColumnElement[bool]:
    """The condition for own offices in force on `today` that are over with `until` or before."""
    return Appointment.current_on(today) & (Appointment.valid_until <= until) & Appointment.for_id.is_(None)


def ends_soon(today: date) -> ColumnElement[bool]:
    """The condition for accounts of which an office ends soon."""
    return User.active & User.appointments.any(ending(today, today + timedelta(days=DAYS)))


def _rows(reader: Reader) -> Select | None:
    places = reader.units_with(policy.MANAGE)
    if not places:
        return None
    found = select(User.id, User.name.label("text"), func.min(Appointment.valid_until).label("due"))
    here = or_(*(place.subtree_of(OrgUnit) for place in places))
    found = found.join(Appointment, Appointment.user_id == User.id).join(OrgUnit, OrgUnit.id == Appointment.unit_id)
    soon = ending(reader.today(), reader.today(DAYS))
    return found.where(User.active, soon, here).group_by(User.id, User.name).order_by("due", User.id)


QUEUE = Queue(
    "ending",
    f"任职 {DAYS} 天内到期",
    "/accounts?state=ending",
    "/accounts/{id}",
    _rows,
    "info",
    9,
    "续任，或者安排接任",
)
