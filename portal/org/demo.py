"""The demo's places: all of 鄂尔多斯市 from the real code books, and 达拉特旗 with offices and grids."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.extensions import db
from portal.org.choices import communities_below
from portal.org.code_map import import_codes
from portal.org.demo_departments import plant_departments
from portal.org.demo_grids import plant_buildings, plant_grids
from portal.org.importing import import_divisions
from portal.org.models import OrgUnit, UnitCode

DATA = Path(__file__).with_name("data")
EXPECTED = {"county": 9, "township": 77, "community": 1000}
WITH_BUILDINGS = ("兴盛园社区", "泰兴社区")


@dataclass(frozen=True, slots=True)
class DemoUnits:
    """Places of the demo by name; `communities` and `grids` are those of the three places of 达拉特旗."""

    city: OrgUnit
    county: OrgUnit
    zhaojun: OrgUnit
    gongye: OrgUnit
    bainijing: OrgUnit
    communities: dict[str, OrgUnit]
    grids: dict[str, list[OrgUnit]]
    buildings: dict[str, list[OrgUnit]]
    departments: dict[str, OrgUnit]
    dongsheng: OrgUnit
    outsider_street: OrgUnit
    outsider_communities: dict[str, OrgUnit]
    outsider_departments: dict[str, OrgUnit]


def load(book: Any) -> DemoUnits:
    """Plant the places in an empty tree and note them as `book.units` for the modules that load after this one."""
    import_divisions((DATA / "ordos.csv").read_bytes())
    import_codes((DATA / "township_code_map_stats2023_mca2026.csv").read_bytes())
    _check_counts()
    book.units = _furnish()
    db.session.flush()
    return book.units


def _check_counts() -> None:
    query = select(OrgUnit.kind, func.count()).group_by(OrgUnit.kind).where(OrgUnit.kind.in_(EXPECTED))
    counted = dict(db.session.execute(query).all())
    if counted != EXPECTED:
        raise ValueError(f"演示区划数量不对：应为 {EXPECTED}，实为 {counted}。")


def _furnish() -> DemoUnits:
    city, county, dongsheng = _unit("150600000000"), _unit("150621000000"), _unit("150602000000")
    zhaojun, gongye, bainijing = _unit("150621002000"), _unit("150621001000"), _unit("150621102000")
    street = _unit("150602001000")
    communities = _communities(zhaojun, gongye, bainijing)
    outsiders = _communities(street)
    grids = plant_grids(communities.values())
    departments = plant_departments([county, zhaojun, gongye, bainijing])
    outsider_departments = plant_departments([dongsheng, street])
    return DemoUnits(
        city=city,
        county=county,
        zhaojun=zhaojun,
        gongye=gongye,
        bainijing=bainijing,
        communities=communities,
        grids=grids,
        buildings={name: plant_buildings(grids[name][0]) for name in WITH_BUILDINGS},
        departments=departments,
        dongsheng=dongsheng,
        outsider_street=street,
        outsider_communities=outsiders,
        outsider_departments=outsider_departments,
    )


def _unit(code: str) -> OrgUnit:
    """A place by its code in the statistical book, the one `ordos.csv` is written in."""
    query = select(OrgUnit).join(OrgUnit.codes).where(UnitCode.code_system == "stats2023", UnitCode.code == code)
    return db.session.scalars(query).one()


def _communities(*townships: OrgUnit) -> dict[str, OrgUnit]:
    found = {}
    for township in townships:
        query = communities_below(township).options(selectinload(OrgUnit.codes))
        found |= {community.short_name: community for community in db.session.scalars(query)}
    return found
