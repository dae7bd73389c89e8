"""Who may administer which accounts: those of the own subtree, except one's own, those of equals, and auditors.

三员分立 (separation of duties): an administrator appoints no auditor, and appoints administrators only further down the
tree. What is refused here can be done on the command line by whoever operates the server.
"""

from sqlalchemy import Select, or_, select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import role_name
from portal.accounts.rights import roles_in, roles_within
from portal.errors import NotAllowed
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATOR, AUDITOR

MANAGE = "accounts.manage"
WATCHES, EQUAL = AUDITOR, ADMINISTRATOR
NOT_THERE = "{unit}没有启用“{role}”所属的模块，不能在那里安排。"
ABOVE_COUNTIES = ("province", "city")


def visible_to(admin: User, permission: str = MANAGE) -> Select[tuple[User]]:
    """Accounts with an appointment where `admin` holds `permission`; of those with none left anywhere, who had one there."""
    here = User.appointments.any(Appointment.unit.has(admin.reach(OrgUnit, permission)))
    standing = Appointment.standing_on(clock.today())
    stands_here = User.appointments.any(Appointment.unit.has(admin.reach(OrgUnit, permission)) & standing)
    return select(User).where(or_(stands_here, here & ~User.appointments.any(standing)))


def units_of(admin: User) -> Select[tuple[OrgUnit]]:
    """Units in which `admin` appoints people."""
    return select(OrgUnit).where(admin.reach(OrgUnit, MANAGE), OrgUnit.closed_on.is_(None))


def roles_for(admin: User) -> dict[str, str]:
    """Key → name of the roles that `admin` gives somewhere."""
    withheld = {WATCHES} if any(unit.kind in ABOVE_COUNTIES for unit in admin.units_with(MANAGE)) else {WATCHES, EQUAL}
    return {role: name for role, name in known_to(admin).items() if role not in withheld}


def known_to(admin: User) -> dict[str, str]:
    """Key → name of the roles there are somewhere in the subtree of `admin`."""
    return {role: name for unit in admin.units_with(MANAGE) for role, name in roles_within(unit).items()}


def is_there(role: str, unit: OrgUnit) -> bool:
    """Whether anybody can hold `role` in `unit`: those of a plugin only where it is on."""
    return role in roles_in(unit)


def reaches(admin: User, unit: OrgUnit) -> bool:
    """Whether `unit` lies in the subtree of `admin`."""
    return any(own.contains(unit) for own in admin.units_with(MANAGE))


def may_grant(admin: User, role: str, unit: OrgUnit) -> bool:
    """Whether `admin` gives, and takes back, `role` in `unit`."""
    if role == WATCHES:
        return False
    return any(own.contains(unit) and not (role == EQUAL and own.id == unit.id) for own in admin.units_with(MANAGE))


def may_appoint(admin: User, user: User) -> bool:
    """Whether `admin` changes the appointments of `user` at all: not his own, and an auditor holds no other office."""
    return user.id != admin.id and all(each.role != WATCHES for each in user.standing_appointments)


def must_grant(by: User | None, role: str, unit: OrgUnit) -> None:
    """Raises NotAllowed where `by` does not give `role` in `unit`; None, on the command line, gives all."""
    if by is not None and not may_grant(by, role, unit):
        raise NotAllowed(f"您不能在{unit.name}安排{role_name(role)}。")


def must_appoint(by: User | None, user: User, role: str, unit: OrgUnit) -> None:
    """The same, and where the appointments of `user` are not his to change."""
    if by is not None and not may_appoint(by, user):
        raise NotAllowed("您不能调整自己的任职；审计员不能兼任其他角色。")
    must_grant(by, role, unit)


def may_look_after(admin: User, user: User) -> bool:
    """Whether `admin` may set the password of `user` and lock the account: everything it opens is his to give."""
    return user.id != admin.id and all(may_grant(admin, each.role, each.unit) for each in user.standing_appointments)
