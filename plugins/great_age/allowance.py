"""高龄津贴 of one month: by the age that is reached in it; no database, no clock. With worked examples, whose figures are invented."""

from datetime import date, timedelta
from typing import NamedTuple

from portal.entitlements import Span
from portal.settings import Example, Settings
from portal.workdays.arithmetic import years_after


class Tier(NamedTuple):
    """An amount (分 a month) from an age on."""

    from_age: int
    amount_fen: int
    field: str = ""  # the setting it comes from


def tiers_of(rules: Settings) -> list[Tier]:
    """Those of the settings, the oldest first; tiers without an amount are none."""
    names = ("tier1", "tier2", "tier3")
    found = [Tier(rules.values[f"{each}_age"], rules.values[each], each) for each in names]
    return sorted((each for each in found if each.amount_fen), reverse=True)


def reckoned_on(span: Span, begins: str) -> date:
    """The day on which age counts: the last of the month, or (满龄次月) the last of the month before."""
    return span.last if begins == "month" else span.first - timedelta(days=1)


def born_until(tier: Tier, day: date) -> date:
    """Who is born in the month of this day or before has reached the age of the tier on `day`, the last of a month."""
    return years_after(day, -tier.from_age)


def month_of(born_on: date) -> date:
    """Its first day: all that the allowance of a month needs of a birthday, also of a 29 February (民法典 §202)."""
    return born_on.replace(day=1)


def amount(tiers: list[Tier], born_on: date, span: Span, begins: str) -> int:
    """What somebody gets for the month, in 分: the highest tier reached, never two."""
    day = reckoned_on(span, begins)
    return next((each.amount_fen for each in tiers if month_of(born_on) <= born_until(each, day)), 0)


OF_AMOUNTS = ("tier1_age", "tier1", "tier2_age", "tier2", "tier3_age", "tier3")
INVENTED = [Tier(100, 60_000), Tier(90, 20_000), Tier(80, 10_000)]
OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def _example(of: tuple[str, ...], words: str, born_on: date, expected: int, begins: str = "month") -> Example:
    return Example(of, words, lambda: amount(INVENTED, born_on, OCTOBER, begins), expected)


EXAMPLES = (
    _example(OF_AMOUNTS, "设 80、90、100 岁每月 100、200、600 元：85 岁发 100 元", date(1941, 5, 1), 10_000),
    _example(OF_AMOUNTS, "同上，95 岁发 200 元，不与 80 岁档相加", date(1931, 5, 1), 20_000),
    _example(OF_AMOUNTS, "同上，101 岁发 600 元", date(1925, 5, 1), 60_000),
    _example(OF_AMOUNTS, "同上，79 岁不发", date(1947, 5, 1), 0),
    _example(("begins",), "1946 年 10 月 31 日出生，满龄当月发：10 月发 100 元", date(1946, 10, 31), 10_000),
    _example(("begins",), "同上，满龄次月发：10 月不发", date(1946, 10, 31), 0, "next"),
    _example(("begins",), "1946 年 9 月 30 日出生，满龄次月发：10 月发 100 元", date(1946, 9, 30), 10_000, "next"),
)
