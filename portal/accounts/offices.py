"""What an account may do, and where: by its own offices, and by those it holds for somebody on leave (`portal.accounts.delegation`)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import false, or_

from portal import clock
from portal.accounts.rights import granted, not_before_vouched, places_of
from portal.extensions import db
from portal.org.models import Ancestors, OrgUnit
from portal.permissions import declared

if TYPE_CHECKING:
    from portal.accounts.models import Appointment, User


def near(unit: OrgUnit, units: Iterable[OrgUnit]) -> bool:
    """Whether one of `units` is `unit`, or lies above or below it."""
    return any(unit.contains(each) or each.contains(unit) for each in units)


class HoldsOffices:
    """The questions that everybody asks of an account. Within `acting_for`, `only` says whose offices it has: None stands for its own."""

    only: ClassVar[frozenset[int | None] | None] = None

    if TYPE_CHECKING:
        id: Any
        appointments: Any
        handed_at: Any

    @property
    def current_appointments(self) -> list["Appointment"]:
        """In force. What is held for somebody counts only beside an own one that lies near it."""
        today = clock.today()
        held = [appointment for appointment in self.appointments if appointment.is_current(today)]
        own = [each.unit for each in held if each.for_id is None]
        held = [each for each in held if each.for_id is None or near(each.unit, own)]
        return held if self.only is None else [each for each in held if each.for_id in self.only]

    @property
    def standing_appointments(self) -> list["Appointment"]:
        """In force, or to come."""
        today = clock.today()
        return [appointment for appointment in self.appointments if not appointment.is_over(today)]

    @property
    def units(self) -> list[OrgUnit]:
        return [appointment.unit for appointment in self.current_appointments]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(appointment.role for appointment in self.current_appointments)

    @property
    def permissions(self) -> frozenset[str]:
        """Keys of everything that a current appointment grants somewhere."""
        held = frozenset().union(*(granted(each.role, each.unit) for each in self.current_appointments))
        return held if self.vouched else held - not_before_vouched()

    @property
    def offices(self) -> list[tuple[OrgUnit, frozenset[str]]]:
        """Where which permissions are held today: in the units of the appointments, and by oversight in units below."""
        places = [place for each in self.current_appointments for place in places_of(each.role, each.unit)]
        return places if self.vouched else [(unit, held - not_before_vouched()) for unit, held in places]

    @property
    def offices_by_owner(self) -> list[tuple[OrgUnit, frozenset[str], int]]:
        """`offices`, each with 0 where it is an own one, else the number, from 1 on, of whose of `owners` it is."""
        found = []
        for number, owner in enumerate((None, *self.owners)):
            with self.holding(owner):
                found += [(unit, keys, number) for unit, keys in self.offices]
        return found

    @property
    def vouched(self) -> bool:
        """Whether nobody but its owner can know the password, or somebody of the unit has said whose account it is."""
        return self.handed_at is None

    def can(self, permission: str, row: Ancestors | None = None) -> bool:
        """Whether a current appointment grants `permission`, and if `row` is given, whether it lies in that unit."""
        return any(row is None or unit.contains(row) for unit in self.units_with(permission))

    def allows(self, user: "User", permission: str) -> bool:
        """Whether `user` holds `permission` where this account has an office; where it had its last when it has none."""
        offices = self.standing_appointments or self.appointments
        return any(user.can(permission, each.unit) for each in offices)

    def units_with(self, permission: str) -> list[OrgUnit]:
        """The units in which an appointment grants `permission`: what one office allows does not count in another's."""
        key = declared(permission)
        return [unit for unit, held in self.offices if key in held]

    def offices_over(self, row: Ancestors, permission: str) -> list[OrgUnit]:
        """Of these the ones in whose subtree `row` (anything scoped, or a line of a list) lies, the nearest to it first."""
        over = [unit for unit in self.units_with(permission) if unit.contains(row)]
        return sorted(over, key=lambda unit: len(unit.path), reverse=True)

    @property
    def owners(self) -> list[int]:
        """Ids of those on leave, an office of whom this account holds today."""
        return list(dict.fromkeys(each.for_id for each in self.current_appointments if each.for_id))

    @property
    def persons(self) -> list[int]:
        """For whom this account sees to what waits for a person by name: itself, and those on leave."""
        return [self.id, *self.owners]

    def acting_for(self, owner: int | None) -> AbstractContextManager[None]:
        """Within, this account has its own offices (None), or these with those held for `owner`, and no others."""
        return self.holding(None, owner)

    @contextmanager
    def holding(self, *owners: int | None) -> Iterator[None]:
        """Within, this account has only the offices held for one of `owners` (None: its own)."""
        before, self.only = self.only, frozenset(owners)  # type: ignore[misc]  # of this one, not of all
        try:
            yield
        finally:
            self.only = before  # type: ignore[misc]

    def owner_needed(self, may: Callable[[], bool]) -> int | None:
        """Id of who is on leave, by whose office alone `may` holds; None where an own office is enough, or none is."""
        owners = self.owners
        if not owners:
            return None
        for owner in (None, *owners):
            with self.acting_for(owner):
                if may():
                    return owner
        return owners[0] if may() else None

    def on_behalf_of(self, permission: str, row: object = None) -> str:
        """Name of who is on leave, in whose office alone this account holds `permission` on `row` (anything scoped); "" where none is needed."""
        place = row if isinstance(row, Ancestors) else None
        owner = self.owner_needed(lambda: self.can(permission, place))
        return db.session.get_one(type(self), owner).name if owner else ""

    def reach(self, model: type[Ancestors], permission: str):
        """The condition for rows of `model` in the subtrees of the appointments that grant `permission`."""
        return or_(false(), *(unit.subtree_of(model) for unit in self.units_with(permission)))
