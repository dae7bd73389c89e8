"""小区 of the demo: the 23 neighbourhoods of 昭君街道, the same for every plugin that knows neighbourhoods."""

from portal.demo.world import World
from portal.org.models import OrgUnit

__all__ = ["neighbourhoods"]

ESTATES = (
    "万豪花园 锦绣苑 阳光小区 祥和家园 昭君苑 丽景华庭 金辉小区 水岸新城 华泰佳苑 迎宾小区 书香苑 园丁小区 "
    "福泽园 东苑小区 西园小区 碧水湾 和谐家园 滨河小区 富民小区 长胜小区 平原小区 锡尼小区 兴盛园"
).split()


def neighbourhoods(world: World) -> list[tuple[OrgUnit, str]]:
    """Unit and name of each: one in turn for each community of the street, the first for the grid of the grid worker."""
    units = world.units
    if units is None:
        raise LookupError("the places of the demo come first")
    places = [each for each in units.communities.values() if each.township_id == units.zhaojun.id]
    first = units.grids["泰兴社区"][0]
    return [(places[number % len(places)] if number else first, name) for number, name in enumerate(ESTATES)]
