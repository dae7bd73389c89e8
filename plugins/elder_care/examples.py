"""Worked examples of each rule of money: they run as tests, and stand beside the setting they are about."""

from dataclasses import dataclass, replace

from plugins.elder_care.subsidy import Diner, Limits, Rules, Share, Tier, Used, share
from portal import settings

TIERS = (Tier(60, 100), Tier(75, 300), Tier(85, 500), Tier(95, 600))
BASE = Rules(tiers=TIERS, categories={"allowance": 500, "alone": 300}, least_own_fen=100, limits=Limits(1, 5, 15_000))
LIMITED = replace(BASE, limits=Limits(2, 3, 2_000), sittings=frozenset({"lunch", "dinner"}))
OLD = Diner(age=78)
NOTHING = Used()


@dataclass(frozen=True)
class Example:
    """What is asked, in Chinese, and what must come out (分). `of`: the settings it is about."""

    of: tuple[str, ...]
    words: str
    expected_fen: int
    rules: Rules
    diner: Diner
    used: Used = NOTHING
    price_fen: int = 1200
    sitting: str = "lunch"

    @property
    def worked(self) -> settings.Example:
        """As the settings take it."""
        return settings.Example(self.of, self.words, lambda: self.result.subsidy_fen, self.expected_fen)

    @property
    def result(self) -> Share:
        return share(self.rules, self.diner, self.used, self.price_fen, self.sitting)


AGES = ("tier1_age", "tier1", "tier2_age", "tier2", "tier3_age", "tier3", "tier4_age", "tier4")
OF_CATEGORIES = ("destitute", "allowance", "marginal", "disabled", "infirm", "alone", "bereaved", "veteran")
POOR, ALONE, BOTH = ("allowance",), ("alone",), ("allowance", "alone")
FROM_0, FREE = replace(BASE, category_age=0), replace(BASE, least_own_fen=0)
UNCAPPED, ANYBODY = replace(BASE, limits=Limits(1, 5, 0)), replace(BASE, locals_only=False)

CASES: dict[tuple[str, ...], list[tuple]] = {
    AGES: [
        ("74 岁，套餐 12 元：第一档补 1 元", 100, BASE, Diner(74)),
        ("当天满 75 岁，套餐 12 元：第二档补 3 元", 300, BASE, Diner(75)),
        ("59 岁，套餐 12 元：不到年龄，不补", 0, BASE, Diner(59)),
        ("96 岁，套餐 12 元：第四档补 6 元", 600, BASE, Diner(96)),
    ],
    OF_CATEGORIES: [
        ("78 岁低保：按年龄 3 元，按低保 5 元，就高补 5 元", 500, BASE, Diner(78, POOR)),
        ("86 岁独居：按年龄 5 元，按独居 3 元，就高补 5 元", 500, BASE, Diner(86, ALONE)),
        ("62 岁低保又独居：5 元和 3 元不相加，补 5 元", 500, BASE, Diner(62, BOTH)),
    ],
    ("category_age",): [
        ("58 岁低保：不满 60 岁，不补", 0, BASE, Diner(58, POOR)),
        ("60 岁低保：补 5 元", 500, BASE, Diner(60, POOR)),
        ("改为 0 岁起，58 岁低保：补 5 元", 500, FROM_0, Diner(58, POOR)),
    ],
    ("least_own",): [
        ("96 岁，套餐 5 元，最低自付 1 元：只补 4 元", 400, BASE, Diner(96), NOTHING, 500),
        ("96 岁，套餐 1 元：餐价不超过最低自付，不补", 0, BASE, Diner(96), NOTHING, 100),
        ("最低自付 0 元，96 岁，套餐 5 元：补 5 元", 500, FREE, Diner(96), NOTHING, 500),
    ],
    ("day_meals",): [
        ("每天一餐，今天已补一餐：不再补", 0, BASE, OLD, Used(day_meals=1, week_days=0)),
        ("每天两餐，今天已补一餐，晚餐还补 3 元", 300, LIMITED, OLD, Used(day_meals=1), 1200, "dinner"),
        ("每天两餐，今天已补两餐：不再补", 0, LIMITED, OLD, Used(day_meals=2), 1200, "dinner"),
    ],
    ("week_days",): [
        ("每周五天，本周别的日子已补四天：今天补 3 元", 300, BASE, OLD, Used(week_days=4)),
        ("每周五天，本周别的日子已补五天：今天不补", 0, BASE, OLD, Used(week_days=5)),
        ("每周三天，已补两天，今天又补过午餐：晚餐还补 3 元", 300, LIMITED, OLD, Used(1, 2), 1200, "dinner"),
    ],
    ("month_cap",): [
        ("每月 150 元，已补 148 元：只补剩下的 2 元", 200, BASE, OLD, Used(month_fen=14_800)),
        ("每月 150 元，已补 150 元：不再补", 0, BASE, OLD, Used(month_fen=15_000)),
        ("不封顶，已补 500 元：仍补 3 元", 300, UNCAPPED, OLD, Used(month_fen=50_000)),
    ],
    ("whom",): [
        ("只补本地户籍，外地户籍 78 岁：可以就餐，不补", 0, BASE, Diner(78, local=False)),
        ("常住的也补，外地户籍 78 岁：补 3 元", 300, ANYBODY, Diner(78, local=False)),
        ("本地户籍但年审过期：不补", 0, BASE, Diner(78, entitled=False)),
    ],
    ("sittings",): [
        ("只补午餐，吃晚餐：不补", 0, BASE, OLD, NOTHING, 1200, "dinner"),
        ("补午餐和晚餐，吃晚餐：补 3 元", 300, LIMITED, OLD, NOTHING, 1200, "dinner"),
        ("补午餐和晚餐，吃早餐：不补", 0, LIMITED, OLD, NOTHING, 600, "breakfast"),
    ],
}
EXAMPLES = tuple(Example(of, *case) for of, cases in CASES.items() for case in cases)
