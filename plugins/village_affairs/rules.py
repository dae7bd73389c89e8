"""四议两公开: which meeting needs how many, by the laws about villages and about communities of towns; worked examples."""

from portal.records.majorities import MAJORITIES, reached
from portal.settings import Example

PARTY = {"propose": "党组织提议", "consult": "两委商议", "examine": "党员大会审议"}
# who decides in the end → the setting that says how many must come
VILLAGERS = {
    "representatives": ("村民代表会议", "village_representatives"),
    "villagers": ("村民会议（十八周岁以上村民）", "village_villagers"),
    "households": ("村民会议（户代表）", "village_households"),
}
RESIDENTS = {
    "residents": ("居民会议", "village_residents"),
    "families": ("居民会议（户代表）", "village_residents"),
    "groups": ("居民会议（居民小组代表）", "village_residents"),
}
BODIES = VILLAGERS | RESIDENTS
OF_PLACES = {"village": VILLAGERS, "residents": RESIDENTS}  # by what a place is; all where its name does not say
DECISIONS = {"village": "村民（代表）会议决议", "residents": "居民会议决议"}
SHEETS = PARTY | {"resolve": "会议决议", "publish": "决议公开", "report": "结果公开"}
NUMBERS = {kind: number for number, kind in enumerate(SHEETS, start=1)}
LAW_2018 = "村民委员会组织法（2018 版）"
TOWNS_2018 = "城市居民委员会组织法（2018 版）"


def quorate(expected: int, present: int, rule: str) -> str:
    """What stands against a meeting to which `present` of `expected` came, or ""."""
    if present > expected:
        return f"实到 {present} 人多于应到 {expected} 人，请核对。"
    if reached(present, expected, rule):
        return ""
    return f"应到 {expected} 人，实到 {present} 人，须{MAJORITIES[rule]}到会，本次不成会。"


def votes_fit(agreed: int, against: int, abstained: int, present: int) -> str:
    """What stands against these votes, or ""."""
    cast = agreed + against + abstained
    return "" if cast == present else f"同意、反对、弃权合计 {cast} 票，应等于实到 {present} 人，请核对。"


def passes(agreed: int, present: int, rule: str) -> bool:
    """Whether enough of those present agreed."""
    return reached(agreed, present, rule)


def _meets(of: str, words: str, expected: int, present: int, rule: str, enough: bool) -> Example:
    return Example((of,), words, lambda: not quorate(expected, present, rule), enough)


EXAMPLES = (
    _meets("village_representatives", "村民代表 45 人，到 30 人，正好三分之二：成会", 45, 30, "two_thirds", True),
    _meets("village_representatives", "村民代表 45 人，到 29 人：不成会", 45, 29, "two_thirds", False),
    _meets("village_representatives", "村民代表 44 人，到 29 人（须 30 人）：不成会", 44, 29, "two_thirds", False),
    _meets(
        "village_villagers", "十八周岁以上村民 800 人，到 400 人，正好一半不算过半：不成会", 800, 400, "half", False
    ),
    _meets("village_villagers", "800 人，到 401 人：成会", 800, 401, "half", True),
    _meets("village_villagers", "801 人，到 401 人：成会", 801, 401, "half", True),
    _meets("village_households", "300 户，到 200 户的代表，正好三分之二：成会", 300, 200, "two_thirds", True),
    _meets("village_households", "300 户，到 199 户：不成会", 300, 199, "two_thirds", False),
    _meets("village_households", "301 户，到 200 户（须 201 户）：不成会", 301, 200, "two_thirds", False),
    _meets("village_residents", "十八周岁以上居民 100 人，到 50 人，正好一半不算过半：不成会", 100, 50, "half", False),
    _meets("village_residents", "100 人，到 51 人：成会", 100, 51, "half", True),
    _meets("village_residents", "居民小组代表 31 人，到 16 人：成会", 31, 16, "half", True),
    Example(("village_passing",), "到会 30 人，15 票同意，正好一半：不通过", lambda: passes(15, 30, "half"), False),
    Example(("village_passing",), "到会 30 人，16 票同意：通过", lambda: passes(16, 30, "half"), True),
    Example(
        ("village_passing",), "到会 31 人，16 票同意，10 票反对，5 票弃权：通过", lambda: passes(16, 31, "half"), True
    ),
)
