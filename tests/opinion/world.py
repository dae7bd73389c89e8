"""A small world drawn by dice: a city with its units, modules switched here and there, roles adjusted, accounts with one to four offices, and records.
Days are numbers, counted from `World.today`, which is 0."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from tests.opinion.declared import Declared

COUNTIES, TOWNSHIPS, ACCOUNTS, MODULES = 2, 2, 14, 5
HELD = ("sent", "acknowledged", "contested", "reported", "ended", "silent")  # what a unit has, or had and has done
WITH_RESIDENTS = (
    "clerk",
    "director",
    "mediator",
    "district",
    "clerk",
    "director",
    "administrator",
    "grid",
)  # met more often than others
WIDE = ("county", "township", "city", "community")
GIVEN_BACK = ("returned", "recalled")


@dataclass(eq=False)
class Unit:
    """`column`: whether rows below it carry its id (docs/adr/0001); `rank`: how far below the city it stands."""

    key: str
    kind: str
    parent: "Unit | None"
    column: bool
    rank: int
    closed: bool = False
    heir: "Unit | None" = None

    @property
    def way(self) -> list["Unit"]:
        """From the top down to itself."""
        return [*(self.parent.way if self.parent else ()), self]


@dataclass(frozen=True)
class Switch:
    """A decision about a module at a unit, in force on days `first` to `last`."""

    module: str
    unit: Unit
    state: str
    locked: bool
    first: int
    last: int | None


@dataclass(frozen=True)
class OwnRole:
    """A role that a unit made by copying `base`."""

    key: str
    base: str
    unit: Unit
    ended: bool


@dataclass(frozen=True)
class Adjustment:
    """`right` given to `role`, or taken from it, at `unit` and below."""

    unit: Unit
    role: str
    right: str
    given: bool


@dataclass(eq=False)
class Office:
    """`role` in `unit` from day `first` to `last`; `stands_for` the account of that number, which is on leave."""

    key: str
    role: str
    unit: Unit
    first: int
    last: int | None
    stands_for: int | None = None

    @property
    def is_current(self) -> bool:
        return self.first <= 0 and (self.last is None or self.last >= 0)


@dataclass(eq=False)
class Account:
    number: int
    active: bool
    vouched: bool
    offices: list[Office] = field(default_factory=list)


@dataclass(eq=False)
class Row:
    """A record that lies in `unit`. `handed`: (unit, state of the assignment) of a case; `charge` as in docs/adr/0045; `secret` of a deed,
    `restricted` of a resident."""

    key: str
    kind: str
    unit: Unit
    handed: tuple[tuple[Unit, str], ...] = ()
    charge: int | None = None
    secret: bool = False
    restricted: bool = False


@dataclass
class World:
    units: list[Unit]
    modules: tuple[str, ...]
    switches: list[Switch]
    own_roles: list[OwnRole]
    adjustments: list[Adjustment]
    accounts: list[Account]
    rows: list[Row]

    @property
    def open_units(self) -> list[Unit]:
        return [each for each in self.units if not each.closed]


def draw(dice: Random, declared: Declared) -> World:
    """A world."""
    units = list(_tree(dice))
    open_units = [each for each in units if not each.closed]
    modules = ("heroes", *dice.sample([each for each in declared.modules if each != "heroes"], MODULES - 1))
    switching = [each for each in open_units if each.kind in ("city", "county", "township", "community")]
    switches = [_switch(dice, module, switching) for module in modules for _ in range(dice.randint(0, 5))]
    dice.shuffle(switches)
    roles = [each for each in declared.roles if each.partition(".")[0] in (each, *modules)]
    own_roles = [_own_role(dice, number, roles, open_units) for number in range(3)]
    roles += [each.key for each in own_roles]
    rights = [each.key for each in declared.rights.values() if not each.fixed]
    adjusted = [each for each in rights if each.partition(".")[0] in modules] + rights
    adjustments = [
        Adjustment(dice.choice(open_units), dice.choice(roles), dice.choice(adjusted), dice.random() < 0.6)
        for _ in range(dice.randint(0, 25))
    ]
    adjustments += [_not_to_be_given(dice, declared, roles, open_units) for _ in range(3)]
    accounts = _accounts(dice, [*roles, *roles, *WITH_RESIDENTS], own_roles, open_units)
    return World(units, modules, switches, own_roles, adjustments, accounts, list(_rows(dice, units, open_units)))


def _not_to_be_given(dice: Random, declared: Declared, roles: list[str], units: list[Unit]) -> Adjustment:
    """Often what the role may not have, or what a role of a module that is off, or one made elsewhere, has in vain."""
    role = dice.choice((*roles, "grid", "auditor", *(each for each in roles if "." in each)))
    nature = dice.choice(("reveals", "views", "acts", "residents"))
    rights = [key for key, each in declared.rights.items() if not each.fixed and each.nature == nature]
    return Adjustment(dice.choice(units[:4]), role, dice.choice(rights), True)


def _tree(dice: Random) -> Iterable[Unit]:
    province = Unit("0", "province", None, False, 6)
    city = Unit("1", "city", province, True, 0)
    yield from (province, city)
    number = 1

    def below(kind: str, parent: Unit, column: bool, rank: int) -> Unit:
        nonlocal number
        number += 1
        return Unit(str(number), kind, parent, column, rank)

    for county in [below("county", city, True, 1) for _ in range(COUNTIES)]:
        yield from (county, below("department", county, False, 6))
        for township in [below("township", county, True, 2) for _ in range(TOWNSHIPS)]:
            yield from (township, below("department", township, False, 6))
            communities = [below("community", township, True, 3) for _ in range(dice.randint(1, 3))]
            _close_one(dice, communities)
            yield from communities
            for community in communities[: dice.randint(0, 2)]:
                if not community.closed:
                    grid = below("grid", community, True, 4)
                    subgrid = below("grid", grid, True, 5)
                    yield from (grid, subgrid, below("building", subgrid, False, 6))


def _close_one(dice: Random, communities: list[Unit]) -> None:
    """The last of several may be closed, merged into the first or not."""
    last = communities[-1]
    if len(communities) > 1 and dice.random() < 0.5:
        last.closed, last.heir = True, communities[0] if dice.random() < 0.7 else None


def _switch(dice: Random, module: str, units: list[Unit]) -> Switch:
    state = dice.choices(("on", "off", "read_only"), (5, 3, 2))[0]
    first = dice.choice((-300, -300, -10, 0, 1))
    last = dice.choice((None, None, None, first, 0, 200)) if first <= 0 else None
    return Switch(
        module, dice.choice(units), state, dice.random() < 0.15, first, last if last is None else max(first, last)
    )


def _own_role(dice: Random, number: int, roles: list[str], units: list[Unit]) -> OwnRole:
    bases = [each for each in roles if each not in ("administrator", "auditor")]
    places = [each for each in units if each.kind in ("county", "township")]
    return OwnRole(f"own.{number}", dice.choice(bases), dice.choice(places), dice.random() < 0.2)


def _accounts(dice: Random, roles: list[str], own_roles: list[OwnRole], units: list[Unit]) -> list[Account]:
    made_at = {each.key: each.unit for each in own_roles}
    wide = [each for each in units if each.kind in WIDE]
    accounts = [Account(number, dice.random() < 0.92, dice.random() < 0.8) for number in range(ACCOUNTS)]
    for account in accounts:
        for nth in range(dice.choice((1, 1, 2, 2, 3, 4))):
            role, first = dice.choice(roles), dice.choice((-400, -400, -30, 0, 1, 30))
            last = dice.choice((None, None, None, -1, 0, 90))
            last = None if last is None else max(first, last)
            key = f"{account.number}.{nth}"
            unit = dice.choice(wide if dice.random() < 0.6 else units)
            unit = made_at[role] if role in made_at and dice.random() < 0.6 else unit
            account.offices.append(Office(key, role, unit, first, last, _on_leave(dice, role, account)))
    return accounts


def _on_leave(dice: Random, role: str, account: Account) -> int | None:
    handed_over = dice.random() < 0.25 and role not in ("administrator", "auditor")
    return dice.choice([each for each in range(ACCOUNTS) if each != account.number]) if handed_over else None


def _rows(dice: Random, units: list[Unit], open_units: list[Unit]) -> Iterable[Row]:
    places = [each for each in units if each.kind != "province"]
    for number, unit in enumerate(places):
        yield Row(f"r{number}", "Resident", unit, restricted=dice.random() < 0.3)
        yield Row(f"d{number}", "Deed", unit, secret=dice.random() < 0.5)
        handed = tuple(
            (each, dice.choice(HELD if dice.random() < 0.7 else GIVEN_BACK))
            for each in dice.sample(open_units, dice.choice((0, 0, 1, 2)))
        )
        charge = dice.choice((None, None, 0, 1, 2, 3, 4, 5))
        yield Row(f"c{number}", "Case", unit, handed=handed, charge=charge)
