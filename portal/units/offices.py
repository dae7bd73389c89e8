"""The offices in a unit that goes elsewhere: a role that a township made (自设角色) is there only below that township."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts.models import Appointment
from portal.accounts.own_roles import every_own_role, role_name
from portal.accounts.policy import is_there
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

MOST = 5  # people named


def offices_below(unit: OrgUnit) -> list[Appointment]:
    """Those that stand in `unit` and below."""
    return list(db.session.scalars(_standing(unit)))


def with_effect(offices: Sequence[Appointment]) -> list[Appointment]:
    """Those whose role is there: of a module that is off nothing is lost."""
    return [each for each in offices if is_there(each.role, each.unit.heir)]


def offices_go_along(offices: Sequence[Appointment], target: OrgUnit) -> None:
    """Raises RuleError, after the change in the tree, where one of `offices`, which had effect before, has none any more: nobody would be told."""
    left = with_effect(offices)
    if lost := _told([each for each in offices if each not in left]):
        raise RuleError(f"{lost}的角色在{target}没有，请先改任别的角色，或者终止任职。")


def bound(unit: OrgUnit) -> str:
    """Who in `unit` and below has a role that only a part of the county has, in Chinese; "" where nobody has."""
    inside = set(unit.ancestor_ids).difference(unit.county.ancestor_ids)
    made = [each.key for each in every_own_role().values() if each.unit_id in inside]
    return _told(db.session.scalars(_standing(unit).where(Appointment.role.in_(made))).all()) if made else ""


def _standing(unit: OrgUnit) -> Select[tuple[Appointment]]:
    here = OrgUnit.path.startswith(unit.path), Appointment.standing_on(clock.today())
    whole = joinedload(Appointment.unit), joinedload(Appointment.user)
    return select(Appointment).join(Appointment.unit).where(*here).options(*whole).order_by(Appointment.id)


def _told(offices: Sequence[Appointment]) -> str:
    named = "、".join(f"{each.user.name}（{role_name(each.role)}）" for each in offices[:MOST])
    return f"{named}等 {len(offices)} 项任职" if len(offices) > MOST else named
