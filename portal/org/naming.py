"""Short names of places, derived from the various forms in the code books.

The books write 村委会, 村民委员会, 嘎查村委员会, 社区居委会, 社区居民委员会 … for the committee of a place. The short
name is the place: 白泥井村, 布寨嘎查, 南干社区. Endings stay, because a village and a community of one township
may share the rest (城川村, 城川社区).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COMMITTEE = re.compile(r"(?P<kind>村民|居民|村|居)?委(?:员)?会$")
VILLAGERS_TYPO = re.compile(r"村民委会$")
REVOKED = re.compile(r"[（(]\s*已?撤[销消]\s*[）)]")
SHORT_LENGTH = 40


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One unit to be named: its own name and the place it stands in, to tell namesakes apart."""

    code: str
    parent_id: int | None
    name: str
    short_name: str


def is_revoked(name: str) -> bool:
    """Whether the book marks the unit as abolished: 下窑街道（撤销）."""
    return bool(REVOKED.search(name))


def proper_name(source_name: str, trail: Sequence[str]) -> str:
    """The name without the path that some rows carry in front of it.

    `trail` holds the names of the ancestors from the root down. Only a path of two or more of them that ends in
    the direct parent is taken off: 鄂尔多斯市生态示范区 or 高新区均家滩社区 are names, not paths.
    """
    for start in range(len(trail) - 1):
        path = "".join(trail[start:])
        if source_name.startswith(path) and len(source_name) > len(path) + 1:
            return source_name[len(path) :]
    return source_name


def short_name(name: str, level: int) -> str:
    """What people call a place of this level (1 省 … 5 村)."""
    if level == 5:
        name = _without_committee(name)
    elif level == 4 and name.endswith("街道办事处"):
        name = name.removesuffix("办事处")
    return name if len(name) <= SHORT_LENGTH else name[: SHORT_LENGTH - 1] + "…"


def _without_committee(name: str) -> str:
    committee = VILLAGERS_TYPO.search(name) or COMMITTEE.search(name)
    if committee is None:
        return name.removesuffix("村") if name.endswith("嘎查村") else name
    place = name[: committee.start()]
    if not place:
        return name
    if place.endswith(("社区", "嘎查", "村")):
        return place
    if committee.group().startswith("居"):
        return place + "居委会"
    return place + "村" if committee.group().startswith("村") else name


def tell_apart(places: Iterable[PlaceName]) -> dict[str, str]:
    """Code → short name; places of one parent that would get the same short name keep their full names."""
    places = list(places)
    uses = Counter((place.parent_id, place.short_name) for place in places)
    shared = {key for key, count in uses.items() if count > 1}
    return {
        place.code: place.name[:SHORT_LENGTH] if (place.parent_id, place.short_name) in shared else place.short_name
        for place in places
    }
