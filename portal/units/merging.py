"""并入: a unit is closed, and another takes over what lay in it and what it had to do."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from portal import clock
from portal.accounts import verbs
from portal.accounts.models import Appointment, User
from portal.accounts.policy import is_there
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, StoodUnder
from portal.plugin.activation import in_effect
from portal.records import begins
from portal.units.moving import duties_stay_apart, modules_go_along
from portal.units.relocation import Relocation, not_under_way
from portal.units.rules import COUNTED, MANAGE, REFUSED, hold, likes, must_manage, name_is_free

if TYPE_CHECKING:
    from portal.units.models import UnitChange


class Merging:
    """What is over keeps the unit in which it happened; what is open or in force, the registers, the units below and the staff go to the other."""

    @begins("并入其他单位", needs=MANAGE, refused=REFUSED)
    def merge(
        cls: type["UnitChange"],
        unit: OrgUnit,
        into_id: int,
        valid_from: date,
        reason: str,
        basis: str = "",
        *,
        by: User | None,
    ) -> "UnitChange":
        """Raises RuleError for a unit that cannot take over: itself, one of another kind or county, one that is closed, one where a module is off in
        which something is still open, or where a unit below would find its name taken."""
        into = db.session.get(OrgUnit, into_id)
        if into is None or db.session.scalar(likes(unit).where(OrgUnit.id == into.id)) is None:
            raise RuleError("请选一个本旗县区里同级、没有撤销的其他单位。", at="into_id")
        must_manage(by, into)
        hold(unit, into)
        not_under_way(unit, into)
        modules_go_along(unit, set(in_effect(unit)) - set(in_effect(into)), into)
        below = db.session.scalars(select(OrgUnit).where(OrgUnit.parent_id == unit.id).order_by(OrgUnit.id)).all()
        for each in below:
            if not each.closed_on:
                name_is_free(into, each.name, each.short_name)
        StoodUnder.note(unit, unit.parent)
        moved = [one for each in below for one in each.move_under(into)]
        if unit.kind in COUNTED and unit.households:
            into.households = (into.households or 0) + unit.households
        unit.closed_on, unit.merged_into = clock.today(), into
        db.session.flush()
        _take_staff(unit, into)
        for each in below:
            duties_stay_apart(each)
        cls.note(into, "take_in", "", unit.name, valid_from, reason, basis, by)
        change = cls.note(unit, "merge", unit.name, into.name, valid_from, reason, basis, by)
        Relocation.begin(change, [unit, *moved], into=into)
        return change


def _take_staff(unit: OrgUnit, into: OrgUnit) -> None:
    """Whoever had an office in `unit` has the same in `into` from today, where there is such an office."""
    yesterday = clock.today() - timedelta(days=1)
    standing = or_(Appointment.valid_until.is_(None), Appointment.valid_until >= clock.today())
    for each in db.session.scalars(select(Appointment).where(Appointment.unit_id == unit.id, standing)).all():
        until = each.valid_until
        each.valid_until = max(yesterday, each.valid_from - timedelta(days=1))
        known = any((one.role, one.unit_id) == (each.role, into.id) for one in each.user.standing_appointments)
        if is_there(each.role, into) and not known:
            verbs.appoint(each.user, each.role, into, by=None).valid_until = until
