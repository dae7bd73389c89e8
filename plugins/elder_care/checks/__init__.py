"""核查: the rules by which the meals of a settlement are looked through (docs/domain/elder-care.md). They point at something; a person
decides. Every rule is one statement, bounded to the meals of one canteen and month and to what these members ate around them."""

from collections.abc import Callable, Iterable, Iterator

from plugins.elder_care.checks import canteens, members, till
from plugins.elder_care.checks.looking import Hit, Looked

RULES: dict[str, tuple[str, Callable[[Looked], Iterable[Hit]]]] = {
    "places": ("同人多站点", members.at_several_places),
    "count": ("超次超额", members.above_the_limits),
    "died": ("死亡后就餐", members.after_death),
    "roster": ("非在册、外地", members.not_on_the_roster),
    "home": ("机构内人员", members.in_an_institution),
    "hours": ("非营业时段", till.outside_hours),
    "seconds": ("秒级连刷", till.seconds_apart),
    "again": ("短时间重复", till.soon_again),
    "agent": ("代领无授权", till.fetched_without_authority),
    "late": ("集中补录", canteens.late_entries),
    "surge": ("月末突增", canteens.surge),
    "address": ("送餐地址雷同", canteens.same_address),
    "licence": ("资质到期", canteens.expired_licences),
}
NAMES = {key: name for key, (name, _) in RULES.items()}


def run(settlement) -> Iterator[tuple[str, Hit]]:
    """`(rule, hit)` of everything that the rules find in the meals of `settlement`."""
    looked = Looked.at(settlement)
    for key, (_, rule) in RULES.items():
        yield from ((key, hit) for hit in rule(looked))
