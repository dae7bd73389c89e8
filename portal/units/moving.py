"""调整上级: a unit stands under another from now on, with all below it."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from portal.accounts import apart
from portal.accounts.models import User
from portal.cases.models import Case
from portal.cases.models.referral import Referral
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.plugin.activation import in_effect
from portal.records import begins
from portal.units.held import open_of
from portal.units.offices import offices_below, offices_go_along, with_effect
from portal.units.relocation import Relocation, not_under_way
from portal.units.rules import MANAGE, REFUSED, hold, must_manage, name_is_free, places_for, short_of

if TYPE_CHECKING:
    from portal.units.models import UnitChange

OTHER_COUNTY = "居民、编号、模块和设置都按旗县区登记，不能调整到另一个旗县区，请在那里增设，事项用移送。"


class Moving:
    """A unit that goes to another place of the tree keeps its name, its staff, its settings and all that lies in it."""

    @begins("调整上级", needs=MANAGE, refused=REFUSED)
    def reparent(
        cls: type["UnitChange"],
        unit: OrgUnit,
        parent_id: int,
        valid_from: date,
        reason: str,
        basis: str = "",
        name: str = "",
        short_name: str = "",
        *,
        by: User | None,
    ) -> "UnitChange":
        """`name`, `short_name`: how it is called from now on; "" as before. Raises RuleError for a place that is none for it: another county, one of another kind, one below itself, one where a module is off in
        which something is still open, where somebody's role is not there, or where somebody would hold what is kept apart."""
        hold(unit)
        parent = db.session.get(OrgUnit, parent_id)
        _is_a_place(unit, parent)
        was = unit.parent
        must_manage(by, was, parent)
        not_under_way(unit, parent)
        called = (name, short_name) if name else (unit.name, unit.short_name)
        name_is_free(parent, *called)
        stood, known = {level: getattr(unit, level) for level in LEVELS}, set(in_effect(unit))
        offices = with_effect(offices_below(unit))
        moved = unit.move_under(parent)
        db.session.flush()
        modules_go_along(unit, known - set(in_effect(unit)), parent)
        offices_go_along(offices, parent)
        duties_stay_apart(unit)
        _readdress(moved, {was.id: parent.id} | _changed(stood, unit))
        change = cls.note(unit, "reparent", was.name, parent.name, valid_from, reason, basis, by)
        if (called[0], short_of(*called)) != (unit.name, unit.short_name):
            cls.call(unit, *called, valid_from, reason, basis, by)
        Relocation.begin(change, moved)
        return change


def _is_a_place(unit: OrgUnit, parent: OrgUnit | None) -> None:
    if unit.parent is None or parent is None or parent.id == unit.parent_id:
        raise RuleError("请选一个和现在的上级不同的单位。", at="parent_id")
    if parent.path.startswith(unit.path):
        raise RuleError("不能放到自己或者自己的下级单位下面。", at="parent_id")
    if parent.county_id != unit.county_id or unit.kind == "county":
        raise RuleError(OTHER_COUNTY, at="parent_id")
    if db.session.scalar(places_for(unit).where(OrgUnit.id == parent.id)) is None:
        raise RuleError("请选一个和现在的上级同级、没有撤销的单位。", at="parent_id")


def modules_go_along(unit: OrgUnit, lost: set[str], target: OrgUnit) -> None:
    """Raises RuleError where a module that is off for `target` has still something open in `unit`: nobody would see it there."""
    if left := [f"{count} 件{name}" for key in sorted(lost) for name, count in open_of(unit, key)]:
        raise RuleError(f"{target}没有启用所属的模块，还有{'、'.join(left)}没有办结，请先办结，或者先启用模块。")


def duties_stay_apart(moved: OrgUnit) -> None:
    """Raises RuleError where roles have other rights in the place to which `moved` went, and somebody would hold what no one account holds together."""
    if users := apart.in_conflict(moved):
        raise RuleError(f"调整以后，{apart.told(users)}会同时有不能由一个人担任的权限，请先调整他们的任职。")


def _changed(stood: dict[str, int | None], unit: OrgUnit) -> dict[int, int]:
    """The unit that stood above at a level → the one that does now."""
    pairs = ((was, getattr(unit, level)) for level, was in stood.items())
    return {was: now for was, now in pairs if was and now and was != now}


def _readdress(moved: list[OrgUnit], instead: dict[int, int]) -> None:
    """What was passed up to a unit above, or down from it, and is not over, is with the one that stands there now."""
    inside = select(Case.id).where(Case.unit_id.in_([each.id for each in moved]))
    for was, now in instead.items():
        for end in (Referral.from_id, Referral.to_id, Referral.place_was_id):
            open_ = end == was, Referral.status.in_(("pending", "taken")), Referral.case_id.in_(inside)
            db.session.execute(update(Referral).where(*open_).values({end: now}))
