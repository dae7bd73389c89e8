"""并入: a unit is closed, and another takes over what lay in it and what it had to do."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

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
from portal.units.offices import offices_below, offices_go_along, with_effect
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
        which something is still open, where somebody's role is not there, or where a unit below would find its name taken."""
        hold(unit)
        into = db.session.get(OrgUnit, into_id)
        if into is None or db.session.scalar(likes(unit).where(OrgUnit.id == into.id)) is None:
            raise RuleError("请选一个本旗县区里同级、没有撤销的其他单位。", at="into_id")
        must_manage(by, into)
        not_under_way(unit, into)
        modules_go_along(unit, set(in_effect(unit)) - set(in_effect(into)), into)
        offices = offices_below(unit)
        known = with_effect(offices)
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
        offices_go_along(known, into)
        for each in offices:
            if each.unit_id == unit.id:
                _take_over(each, into)
        for each in below:
            duties_stay_apart(each)
        cls.note(into, "take_in", "", unit.name, valid_from, reason, basis, by)
        change = cls.note(unit, "merge", unit.name, into.name, valid_from, reason, basis, by)
        Relocation.begin(change, [unit, *moved], into=into)
        return change


def _take_over(office: Appointment, into: OrgUnit) -> None:
    """Whoever has `office` has the same in `into`, from today or from the later day on which it begins. One that he has there already lasts as long as
    both; what he does for somebody on leave adds nothing to what he does there himself. Of a module that is off it ends."""
    begins, until = max(clock.today(), office.valid_from), office.valid_until
    office.valid_until = clock.today() - timedelta(days=1)
    standing = office.user.standing_appointments
    same = next((each for each in standing if (each.role, each.unit_id) == (office.role, into.id)), None)
    if not is_there(office.role, into):
        return
    if same is None:
        made = verbs.appoint(office.user, office.role, into, by=None)
        made.valid_from, made.valid_until, made.for_id = begins, until, office.for_id
        made.deputy, made.reason = office.deputy, office.reason
    elif office.for_id in (None, same.for_id):
        same.for_id, same.deputy, same.valid_from = office.for_id, office.deputy, min(begins, same.valid_from)
        same.valid_until = max(until, same.valid_until) if until and same.valid_until else None
