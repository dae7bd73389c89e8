"""Where copied cases lie: in every village and community of the city, and in the grids of the streets that have any."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from portal.extensions import db
from portal.org.demo_departments import plant_departments
from portal.org.models import LEVELS, RANK_OF_KIND, OrgUnit

BUSY = 4  # times as many cases come in where there are grids


@dataclass(frozen=True)
class Home:
    """A unit in which cases lie; `first`, `many`: the residents of its township, by number."""

    unit: OrgUnit
    first: int
    many: int

    @property
    def holder(self) -> OrgUnit:
        """Whose series its cases are numbered in."""
        return db.session.get_one(OrgUnit, self.unit.township_id)

    @property
    def weight(self) -> int:
        return BUSY if self.unit.grid_id else 1


def furnish() -> None:
    """Every county and township gets the departments that those of the demo have."""
    bare = select(OrgUnit).where(OrgUnit.kind.in_(("county", "township")), ~OrgUnit.id.in_(_with_departments()))
    plant_departments(db.session.scalars(bare).unique().all())
    db.session.commit()


def leaves() -> list[OrgUnit]:
    """The lowest units that are places: grids, and communities without any."""
    divided = select(OrgUnit.community_id).where(OrgUnit.grid_id.is_not(None))
    places = select(OrgUnit).where(
        (OrgUnit.kind == "grid") | ((OrgUnit.kind == "community") & ~OrgUnit.id.in_(divided)),
        OrgUnit.township_id.is_not(None),
        OrgUnit.closed_on.is_(None),
    )
    return list(db.session.scalars(places.order_by(OrgUnit.path)).unique())


class Roles:
    """What a unit is to the place of a case (itself, its county, the 人社局 of its county), and which unit is that elsewhere."""

    def __init__(self) -> None:
        units = db.session.scalars(select(OrgUnit)).unique()
        self.units = {each.id: each for each in units}
        self.offices = {
            (each.parent_id, self._office(each)): each.id for each in self.units.values() if each.kind == "department"
        }
        self.known: dict[tuple[str, str], int] = {}

    def of(self, ident: int, home: int) -> int:
        """The number of the role of unit `ident` to `home`."""
        return self.known.setdefault(self._role(self.units[ident], self.units[home]), len(self.known) + 1)

    def filled(self, homes: list[Home]) -> Iterator[dict[str, int]]:
        """Which unit has each role to each home."""
        for home in homes:
            for (level, office), number in self.known.items():
                place = getattr(home.unit, level, None) or home.unit.id
                yield {"home": home.unit.id, "role": number, "unit": self.offices.get((place, office), place)}

    def _role(self, unit: OrgUnit, home: OrgUnit) -> tuple[str, str]:
        if unit.id == home.id:
            return "", ""
        place = self.units[unit.parent_id] if unit.kind == "department" and unit.parent_id else unit
        level = LEVELS[RANK_OF_KIND[place.kind]] if place.kind in RANK_OF_KIND else ""
        return level, self._office(unit) if place is not unit else ""

    def _office(self, unit: OrgUnit) -> str:
        """What a department is called without its place."""
        return unit.short_name.removeprefix(self.units[unit.parent_id].short_name) if unit.parent_id else unit.name


def _with_departments():
    return select(OrgUnit.parent_id).where(OrgUnit.kind == "department", OrgUnit.parent_id.is_not(None))
