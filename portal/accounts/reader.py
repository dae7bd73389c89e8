"""A generic reader: stands for all users with the same permissions at the same levels of the tree.

SQL that depends only on these is built once for all such users and cached; units and time are bound when it runs.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, false, or_

from portal.accounts.models import User
from portal.columns import UtcDateTime
from portal.org.models import OrgUnit
from portal.permissions import declared

__all__ = ["Reader"]

Ahead = int | Callable[[OrgUnit], int]  # days
Then = Callable[[OrgUnit, datetime], datetime]  # of a unit and the moment of reading
OWNER = "owner"  # begins the names of parameters


class Office(NamedTuple):
    """An office of such a reader. `within`: numbers of other offices it lies in. `owner`: 0 for an own one, else of the how-manieth person on leave it is."""

    level: str
    permissions: frozenset[str]
    within: tuple[int, ...]
    owner: int


class Shape(NamedTuple):
    """What all readers of the same kind share: the key of the statement cache. `stood_in`: others have acted in their offices."""

    offices: tuple[Office, ...]
    stood_in: bool


class Place(NamedTuple):
    """A unit in which such a reader has an office; its `id` is a parameter. Otherwise as `Office`."""

    number: int
    level: str
    permissions: frozenset[str]
    within: tuple[int, ...]
    owner: int

    @property
    def id(self) -> BindParameter[int]:
        return bindparam(f"unit{self.number}", type_=OrgUnit.id.type)

    def subtree_of(self, model: Any) -> ColumnElement[bool]:
        """As `OrgUnit.subtree_of`."""
        column = model.id if model is OrgUnit and self.level == "unit_id" else getattr(model, self.level)
        return column == self.id


class Reader:
    """What conditions may ask of whoever reads: the same questions as of a `User`, and the time as a parameter.

    `asked` are the permissions that were asked for: readers who do not differ in these are alike.
    """

    def __init__(self, shape: Shape) -> None:
        self.places = [Place(number, *office) for number, office in enumerate(shape.offices)]
        self.stood_in = shape.stood_in
        self.days: dict[str, Ahead] = {}
        self.moments: dict[str, Then] = {}
        self.asked: set[str] = set()

    @property
    def id(self) -> BindParameter[int]:
        """The account that reads: for what depends on who did an earlier step."""
        return bindparam("reader", type_=User.id.type)

    @property
    def owners(self) -> list[BindParameter[int]]:
        """Those on leave, an office of whom the account holds."""
        known = sorted({each.owner for each in self.places} - {0})
        return [bindparam(f"{OWNER}{number}", type_=User.id.type) for number in known]

    @property
    def persons(self) -> list[BindParameter[int]]:
        """For whom the account sees to what waits for a person by name: itself, and those on leave."""
        return [self.id, *self.owners]

    @contextmanager
    def acting_for(self, owner: BindParameter[int] | None) -> Iterator[None]:
        """Within, only the own offices are there (None), or these with those held for `owner`."""
        before, number = self.places, int(owner.key.removeprefix(OWNER)) if owner is not None else 0
        self.places = [each for each in before if each.owner in (0, number)]
        try:
            yield
        finally:
            self.places = before

    def can(self, permission: str) -> bool:
        """Whether `permission` is held anywhere; which row it is about is not known yet."""
        return any(self.units_with(permission))

    def units_with(self, permission: str) -> list[Place]:
        key = declared(permission)
        self.asked.add(key)
        return [each for each in self.places if key in each.permissions]

    def outermost(self, permission: str) -> list[Place]:
        """Those of `units_with` of which none lies in another, so that no row belongs to two."""
        held = self.units_with(permission)
        return [each for each in held if not any(other.number in each.within for other in held)]

    def reach(self, model: Any, permission: str) -> ColumnElement[bool]:
        return or_(false(), *(each.subtree_of(model) for each in self.units_with(permission)))

    @property
    def now(self) -> BindParameter:
        """The moment of reading."""
        return bindparam("now", type_=UtcDateTime())

    def today(self, plus: Ahead = 0) -> BindParameter:
        """The day of reading, or one `plus` days later; where a setting says how many, as a function of the unit: the most of those in
        which the reader has an office."""
        name = f"day{len(self.days)}"
        self.days[name] = plus
        return bindparam(name, type_=Date())

    def then(self, moment: Then) -> BindParameter:
        """A moment that a setting of the unit says, reckoned from that of reading: the latest of the units in which the reader has an office."""
        name = next((name for name, known in self.moments.items() if known is moment), f"moment{len(self.moments)}")
        self.moments[name] = moment
        return bindparam(name, type_=UtcDateTime())


def offices_within(user: User, within: OrgUnit | None) -> list[tuple[OrgUnit, frozenset[str], int]]:
    """The offices of `user` as far as they reach into `within`, and of whom each is, as `Office` numbers them: those in it as they are, one above it as if it were held
    in `within`; others not. All of them where it is None."""
    held = user.offices_by_owner
    if within is None:
        return held
    inside = [(unit if within.contains(unit) else within, unit, keys, number) for unit, keys, number in held]
    return [(place, keys, number) for place, unit, keys, number in inside if unit.contains(place)]


def shape_of(user: User, within: OrgUnit | None = None) -> Shape:
    """The part of `user`'s permissions that all readers of the same kind share. `within`: as in `offices_within`."""
    offices = offices_within(user, within)
    units = [unit for unit, _, _ in offices]
    found = (Office(unit.level, held, _within(at, units), owner) for at, (unit, held, owner) in enumerate(offices))
    return Shape(tuple(found), user.stood_in)


def narrowed(shape: Shape, permissions: frozenset[str]) -> Shape:
    """`shape` as far as these permissions go."""
    less = (each._replace(permissions=each.permissions & permissions) for each in shape.offices)
    return shape._replace(offices=tuple(less))


def places_of(user: User, within: OrgUnit | None = None) -> dict[str, int]:
    """The values of the parameters that stand for `user`, those on leave, and the units of the offices held."""
    offices = {f"unit{at}": unit.id for at, (unit, _, _) in enumerate(offices_within(user, within))}
    owners = {f"{OWNER}{number}": ident for number, ident in enumerate(user.owners, start=1)}
    return offices | owners | {"reader": user.id}


def days_for(user: User, ahead: Mapping[str, Ahead], today: date, within: OrgUnit | None = None) -> dict[str, date]:
    """The values of the parameters that stand for days; those of `within` where there is one."""
    units = _decides(user, within)
    most = {name: max(map(plus, units)) if callable(plus) else plus for name, plus in ahead.items()}
    return {name: today + timedelta(days=number) for name, number in most.items()}


def moments_for(
    user: User, then: Mapping[str, Then], now: datetime, within: OrgUnit | None = None
) -> dict[str, datetime]:
    """As `days_for`, for the parameters that stand for moments."""
    units = _decides(user, within)
    return {name: max((moment(each, now) for each in units), default=now) for name, moment in then.items()}


def _decides(user: User, within: OrgUnit | None) -> list[OrgUnit]:
    """The units whose settings count for what `user` reads."""
    return [within] if within else user.units


def _within(number: int, units: list[OrgUnit]) -> tuple[int, ...]:
    """Numbers of the units that contain the one with this `number`; of two offices in one unit the first contains the second."""
    own = units[number]
    return tuple(
        other
        for other, unit in enumerate(units)
        if other != number and unit.contains(own) and (unit.id != own.id or other < number)
    )
