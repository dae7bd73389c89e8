"""三级网格 of the demo: level 1 is the community itself, level 2 and 3 stand below it, and a few buildings.

Codes follow the proposal of 12 digits for the community, 3 for its grid and 2 for the grid below that.
"""

from collections.abc import Iterable

from portal.org.models import OrgUnit, UnitCode
from portal.org.planting import plant

ORDINALS = "一二三"
SIDES = ("东片", "西片", "南片")
MIN_HOUSEHOLDS, SPAN = 50, 51
BUILDINGS = 4


def plant_grids(communities: Iterable[OrgUnit]) -> dict[str, list[OrgUnit]]:
    """Give each community three level 2 grids, and those two or three level 3 grids with 50-100 households each.

    Answers the level 3 grids, where people live, by the community's short name. Households are counted there
    only, so that a sum over a subtree counts nobody twice.
    """
    communities = list(communities)
    second = plant((_second(community, i), community) for community in communities for i in range(len(ORDINALS)))
    third = plant(_thirds(second))
    return {
        community.short_name: [grid for grid in third if grid.community_id == community.id] for community in communities
    }


def plant_buildings(grid: OrgUnit) -> list[OrgUnit]:
    """The 楼栋 that a level 3 grid such as 1—4号楼 consists of."""
    estate, _, numbers = grid.name.rpartition("网格")
    first = int(numbers.partition("—")[0])
    names = [f"{estate}网格{number}号楼" for number in range(first, first + BUILDINGS)]
    return plant((OrgUnit(kind="building", name=name, short_name=name, source_name=name), grid) for name in names)


def _second(community: OrgUnit, index: int) -> OrgUnit:
    place, ordinal = community.short_name, ORDINALS[index]
    village = place.endswith(("村", "嘎查"))
    short = f"{place}{ordinal}社" if village else f"{place.removesuffix('社区')}第{ordinal}网格"
    name = short if village else f"{place}第{ordinal}网格"
    return _grid(name, short, 2, f"{community.codes[0].code}{index + 1:03d}")


def _thirds(second: list[OrgUnit]) -> Iterable[tuple[OrgUnit, OrgUnit]]:
    for place, grid in enumerate(second):
        for index in range(2 + place % 2):
            title = SIDES[index] if grid.name.endswith("社") else _block(index)
            unit = _grid(grid.name + title, grid.short_name + title, 3, f"{grid.codes[0].code}{index + 1:02d}")
            unit.households = MIN_HOUSEHOLDS + (place * 17 + index * 29) % SPAN
            yield unit, grid


def _block(index: int) -> str:
    return f"{index * BUILDINGS + 1}—{(index + 1) * BUILDINGS}号楼"


def _grid(name: str, short: str, level: int, code: str) -> OrgUnit:
    unit = OrgUnit(kind="grid", grid_level=level, name=name, short_name=short, source_name=name)
    unit.codes.append(UnitCode(code_system="grid", code=code, name=name))
    return unit
