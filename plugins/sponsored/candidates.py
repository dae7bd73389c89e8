"""Who may answer for a case: leaders of the units in which it lies, and whoever handles in the units that may get it. Both have accounts, for
what they owe stands on their desks."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.sponsored.choices import HANDLE, LEAD, REVIEW
from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.choosers import handlers_for
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship

NOBODY = "没有能复核的人：销号由责任单位以外、没有参与这件包案的人复核，本单位和上级单位没有这样的账号。请换责任单位或者包案领导，或者请上级单位开通有复核权限的账号。"


def leaders_for(unit: OrgUnit) -> dict[int, str]:
    """Id → name and unit of those who may lead in `unit` or a unit above it."""
    return {user.id: f"{user.name}（{place}）" for place, user in _holding(LEAD, unit.ancestor_ids)}


def handlers_in(unit: OrgUnit) -> dict[str, str]:
    """“unit-user” → unit and name of those who may handle what lies in `unit`: its communities, grids and departments."""
    units = [ident for group in handlers_for(unit).values() for ident in group]
    found = _holding(HANDLE, [*unit.ancestor_ids, *units])
    return {f"{place.id}-{user.id}": f"{place}：{user.name}" for place, user in found}


def partners_for(unit: OrgUnit) -> dict[int, str]:
    """Id → name of the units that may take part: grids are spoken for by their community."""
    groups = handlers_for(unit)
    return {ident: name for kind, units in groups.items() if kind != "网格" for ident, name in units.items()}


def refuse_without_reviewer(sponsorship: "Sponsorship", *others: User) -> None:
    """Raises RuleError where nobody of its unit and those above it could review it who is none of `others`."""
    parts = {sponsorship.leader_id, sponsorship.handler_id, *(each.id for each in others)}
    found = _holding(REVIEW, sponsorship.unit.ancestor_ids)
    if not any(user.id not in parts and sponsorship.entrusted_to(user, REVIEW) for _, user in found):
        raise RuleError(NOBODY, at="handler")


def _holding(permission: str, units: Iterable[int]) -> list[tuple[OrgUnit, User]]:
    """Whoever holds `permission` by an office in one of `units`, by unit and name."""
    wanted = set(units)
    offices = select(Appointment.user_id).where(Appointment.unit_id.in_(wanted), Appointment.counting_on(clock.today()))
    users = db.session.scalars(
        select(User)
        .where(User.active, User.id.in_(offices))
        .options(selectinload(User.appointments).joinedload(Appointment.unit))
        .order_by(User.name, User.id)
    )
    found = [(place, user) for user in users for place in user.units_with(permission) if place.id in wanted]
    return sorted(found, key=lambda each: each[0].path)
