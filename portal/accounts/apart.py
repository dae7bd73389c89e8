"""Who would hold what does not go together (portal/separation.py), asked of all offices of an account at once, wherever they are.

What a role may come to have counts, not what is in effect today: then switching a plugin on brings nobody two rights that are kept apart.
"""

from collections.abc import Iterable

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal import clock, separation
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import base_of, role_names
from portal.accounts.rights import RoleGrant, possible, without_effect
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR, DISTRICT, withheld

Office = tuple[str, OrgUnit]
HOW = "请用 flask --app portal accounts create 账号 --name 姓名 --role administrator --unit {unit} 开通一个。"


def objection(offices: Iterable[Office]) -> str:
    """Why one account does not hold these offices together, naming two permissions; "" when it may."""
    return separation.objection(right for role, unit in offices for right in possible(role, unit))


def withheld_from(own: Iterable[str], office: Office) -> str:
    """Why whoever has the own roles `own`, and no others, does not hold `office` for somebody: it has a right that is withheld from each of them; "" when it may."""
    outside, (role, unit) = current_app.extensions["portal_outside"], office
    for right in possible(role, unit):
        against = [withheld(base_of(each), right.nature, outside) for each in own]
        if against and all(against):
            return f"“{right.label}”不能由他代：{against[0]}。"
    return ""


def offices_of(user: User) -> list[Office]:
    """Those in force and those to come."""
    return [(each.role, each.unit) for each in user.standing_appointments]


def holders_in_conflict(role: str, unit: OrgUnit) -> list[User]:
    """Who has `role` in `unit` or below, and with another office what does not go together."""
    return _in_conflict((Appointment.role == role) & _below(unit))


def in_conflict(unit: OrgUnit) -> list[User]:
    """Who has an office in `unit` or below, and with another what does not go together."""
    return _in_conflict(_below(unit))


def told(users: list[User]) -> str:
    """At most five of them by name, with what they are."""
    names = role_names()
    said = [
        f"{user.name}（{'、'.join(sorted({names.get(each.role, each.role) for each in user.standing_appointments}))}）"
        for user in users[:5]
    ]
    return "、".join(said) + (f"等 {len(users)} 人" if len(users) > 5 else "")


def faults() -> list[str]:
    """What is not kept apart in this database: accounts, and adjustments that have no effect; one line each."""
    users = db.session.scalars(_with_offices().order_by(User.id))
    found = [f"{user.username} {told([user])}：{said}" for user in users if (said := objection(offices_of(user)))]
    rows = db.session.scalars(select(RoleGrant).order_by(RoleGrant.id)).all()
    names = role_names()
    return found + [
        f"{db.session.get_one(OrgUnit, row.unit_id).name}给{names.get(row.role, row.role)}的 {row.permission} 不起作用：{said}"
        for row in rows
        if (said := without_effect(row))
    ]


def unadministered() -> list[str]:
    """Where somebody decides for a county and nobody administers it, there or above; one line each."""
    standing = Appointment.standing_on(clock.today())
    known = select(Appointment.role, OrgUnit).join(Appointment.unit).join(Appointment.user).where(standing, User.active)
    held = db.session.execute(known.order_by(OrgUnit.path)).all()
    served = {unit.id for role, unit in held if role == ADMINISTRATOR}
    bare = {unit.name: None for role, unit in held if role == DISTRICT and served.isdisjoint(unit.ancestor_ids)}
    return [f"{name}没有系统管理员，没有人能开通账号、调整权限、开关功能模块：{HOW.format(unit=name)}" for name in bare]


def _below(unit: OrgUnit):
    return Appointment.unit.has(unit.subtree_of(OrgUnit))


def _in_conflict(office) -> list[User]:
    """Of those who have such an `office`."""
    users = db.session.scalars(_with_offices().where(User.appointments.any(office)).order_by(User.id))
    return [user for user in users if _has_several(user) and objection(offices_of(user))]


def _has_several(user: User) -> bool:
    return len(user.standing_appointments) > 1


def _with_offices():
    standing = Appointment.standing_on(clock.today())
    return (
        select(User)
        .where(User.appointments.any(standing))
        .options(selectinload(User.appointments).joinedload(Appointment.unit))
    )
