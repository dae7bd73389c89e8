"""Which amounts of the local rules go with an honour: no database, no clock; and worked examples, with figures of their own."""

from collections.abc import Mapping

from portal.settings import Example

SPECIAL = {"dead": "special_dead", "total": "special_total", "partial": "special_partial"}


def rules_for(level: str, condition: str, *, had_special: bool = False) -> dict[str, str]:
    """Kind of award → name of the setting: that of the level, and (once) that for death or invalidity."""
    special = {} if had_special or condition not in SPECIAL else {"special": SPECIAL[condition]}
    return {"bonus": f"award_{level}"} | special


def _sum(level: str, condition: str, amounts: Mapping[str, int], *, had_special: bool = False) -> int:
    return sum(amounts[name] for name in rules_for(level, condition, had_special=had_special).values())


AMOUNTS = {  # in 分, for the examples only
    "award_county": 1_000_000,
    "award_city": 3_000_000,
    "award_region": 5_000_000,
    "special_dead": 100_000_000,
    "special_total": 80_000_000,
    "special_partial": 50_000_000,
}
OF_LEVELS = ("award_county", "award_city", "award_region")
OF_LOSS = ("special_dead", "special_total", "special_partial")
EXAMPLES = (
    Example(OF_LEVELS, "县级先进 1 万元，没有受伤：发 1 万元", lambda: _sum("county", "", AMOUNTS), 1_000_000),
    Example(
        OF_LEVELS,
        "先评县级先进 1 万元，后评市级模范 3 万元：各发一次，共 4 万元",
        lambda: _sum("county", "", AMOUNTS) + _sum("city", "none", AMOUNTS),
        4_000_000,
    ),
    Example(OF_LEVELS, "区级英雄 5 万元，轻伤：只发 5 万元", lambda: _sum("region", "injured", AMOUNTS), 5_000_000),
    Example(
        OF_LOSS,
        "牺牲，县级先进：1 万元加特别奖 100 万元，共 101 万元",
        lambda: _sum("county", "dead", AMOUNTS),
        101_000_000,
    ),
    Example(
        OF_LOSS,
        "牺牲，已随县级先进发过特别奖，再评市级模范：只发 3 万元",
        lambda: _sum("city", "dead", AMOUNTS, had_special=True),
        3_000_000,
    ),
    Example(
        OF_LOSS,
        "完全丧失劳动能力，区级英雄：5 万元加特别奖 80 万元，共 85 万元",
        lambda: _sum("region", "total", AMOUNTS),
        85_000_000,
    ),
)
