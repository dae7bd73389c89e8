"""Demo accounts: one per role, also of plugins, at 昭君街道 and its county, a user of another district, colleagues elsewhere."""

from datetime import date
from typing import Any

from portal import clock
from portal.accounts import delegation
from portal.accounts.demo import ACCOUNTS
from portal.accounts.models import Appointment, User
from portal.config import DEMO_PASSWORD
from portal.demo.names import NameBook
from portal.demo.world import SEED, World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import every_role, plugin_of_role

SINCE = date(2024, 1, 1)
NAMES = {
    "clerk": "王丽",
    "mediator": "李建国",
    "grid": "赵磊",
    "director": "张志强",
    "department": "陈静",
    "district": "孙敏",
    "administrator": "郑凯",
    "auditor": "周慧",
    "outsider": "吴娜",
}


def load(world: World) -> None:
    """Create the accounts. The named ones and those with a plugin's role can sign in; the colleagues have no password."""
    units = world.units
    places = places_of(units)
    for username in ACCOUNTS:
        role = "clerk" if username == "outsider" else username
        world.users[username] = _appoint(username, NAMES[username], role, places[username], DEMO_PASSWORD)
    world.staff[units.zhaojun.id] = {role: world.users[role] for role in ("clerk", "mediator", "director")}
    for key, unit in (("gongye", units.gongye), ("bainijing", units.bainijing)):
        world.staff[unit.id] = {
            role: _appoint(f"{key}_{role}", world.names.person().name, role, unit)
            for role in ("clerk", "mediator", "director")
        }
    for department in units.departments.values():
        if department.id != places["department"].id:
            world.staff[department.id] = {
                "department": _appoint(f"dept_{department.id}", world.names.person().name, "department", department)
            }
        else:
            world.staff[department.id] = {"department": world.users["department"]}
    head, deputy = (world.staff[units.gongye.id][role] for role in ("director", "mediator"))
    delegation.name_deputy(head.appointments[0], deputy, clock.today(), None, reason="街道分工，AB 岗", by=None)
    _load_roles_of_plugins(world)
    world.staff[units.county.id] = {"clerk": _appoint("county_clerk", "刘洋", "clerk", units.county)}
    db.session.flush()


def places_of(units: Any) -> dict[str, OrgUnit]:
    """Where each named account works; both READMEs say so."""
    return {
        "clerk": units.zhaojun,
        "mediator": units.zhaojun,
        "grid": units.grids["泰兴社区"][0],
        "director": units.zhaojun,
        "department": units.departments["人社局"],
        "district": units.county,
        "administrator": units.county,
        "auditor": units.county,
        "outsider": units.outsider_street,
    }


def _load_roles_of_plugins(world: World) -> None:
    """Named from a book of their own, so that the rest of the demo is the same whatever is installed."""
    names = NameBook(SEED + 1)
    for role in filter(plugin_of_role, every_role()):
        user = _appoint(role, names.person().name, role, world.units.zhaojun, DEMO_PASSWORD)
        world.users[role] = world.staff[world.units.zhaojun.id][role] = user


def _appoint(username: str, name: str, role: str, unit: OrgUnit, password: str = "") -> User:
    user = User(username=username, name=name, active=True)
    if password:
        user.set_password(password)
    else:
        user.bar_password()
    user.appointments.append(Appointment(unit=unit, role=role, valid_from=SINCE))
    db.session.add(user)
    db.session.flush()
    return user
