"""Worked examples of each rule of money: they run as tests, and stand beside the setting they are about."""

from dataclasses import dataclass, replace

from plugins.elder_care.subsidy import Diner, Limits, Rules, Share, Tier, Used, share
from portal import settings

TIERS = (Tier(60, 100), Tier(75, 300), Tier(85, 500), Tier(95, 600))
BASE = Rules(tiers=TIERS, categories={"allowance": 500, "alone": 300}, least_own_fen=100, limits=Limits(1, 5, 15_000))
OLD = Diner(age=78)
NOTHING = Used()


@dataclass(frozen=True)
class Example:
    """What is asked, in Chinese, and what must come out (分). `of`: the settings it is about."""

    of: tuple[str, ...]
    words: str
    rules: Rules
    diner: Diner
    price_fen: int
    expected_fen: int
    used: Used = NOTHING
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
LIMITED = replace(BASE, limits=Limits(2, 3, 2_000), sittings=frozenset({"lunch", "dinner"}))

EXAMPLES = (
    Example(AGES, "74 岁，套餐 12 元：第一档补 1 元", BASE, Diner(age=74), 1200, 100),
    Example(AGES, "当天满 75 岁，套餐 12 元：第二档补 3 元", BASE, Diner(age=75), 1200, 300),
    Example(AGES, "59 岁，套餐 12 元：不到年龄，不补", BASE, Diner(age=59), 1200, 0),
    Example(AGES, "96 岁，套餐 12 元：第四档补 6 元", BASE, Diner(age=96), 1200, 600),
    Example(
        OF_CATEGORIES, "78 岁低保：按年龄 3 元，按低保 5 元，就高补 5 元", BASE, Diner(78, ("allowance",)), 1200, 500
    ),
    Example(OF_CATEGORIES, "86 岁独居：按年龄 5 元，按独居 3 元，就高补 5 元", BASE, Diner(86, ("alone",)), 1200, 500),
    Example(
        OF_CATEGORIES, "62 岁低保又独居：5 元和 3 元不相加，补 5 元", BASE, Diner(62, ("allowance", "alone")), 1200, 500
    ),
    Example(("category_age",), "58 岁低保：不满 60 岁，不补", BASE, Diner(58, ("allowance",)), 1200, 0),
    Example(("category_age",), "60 岁低保：补 5 元", BASE, Diner(60, ("allowance",)), 1200, 500),
    Example(
        ("category_age",),
        "改为 0 岁起，58 岁低保：补 5 元",
        replace(BASE, category_age=0),
        Diner(58, ("allowance",)),
        1200,
        500,
    ),
    Example(("least_own",), "96 岁，套餐 5 元，最低自付 1 元：只补 4 元", BASE, Diner(age=96), 500, 400),
    Example(("least_own",), "96 岁，套餐 1 元：餐价不超过最低自付，不补", BASE, Diner(age=96), 100, 0),
    Example(
        ("least_own",),
        "最低自付 0 元，96 岁，套餐 5 元：补 5 元",
        replace(BASE, least_own_fen=0),
        Diner(age=96),
        500,
        500,
    ),
    Example(("day_meals",), "每天一餐，今天已补一餐：不再补", BASE, OLD, 1200, 0, Used(day_meals=1, week_days=0)),
    Example(
        ("day_meals",), "每天两餐，今天已补一餐，晚餐还补 3 元", LIMITED, OLD, 1200, 300, Used(day_meals=1), "dinner"
    ),
    Example(("day_meals",), "每天两餐，今天已补两餐：不再补", LIMITED, OLD, 1200, 0, Used(day_meals=2), "dinner"),
    Example(("week_days",), "每周五天，本周别的日子已补四天：今天补 3 元", BASE, OLD, 1200, 300, Used(week_days=4)),
    Example(("week_days",), "每周五天，本周别的日子已补五天：今天不补", BASE, OLD, 1200, 0, Used(week_days=5)),
    Example(
        ("week_days",),
        "每周三天，已补两天，今天又补过午餐：晚餐还补 3 元",
        LIMITED,
        OLD,
        1200,
        300,
        Used(1, 2),
        "dinner",
    ),
    Example(("month_cap",), "每月 150 元，已补 148 元：只补剩下的 2 元", BASE, OLD, 1200, 200, Used(month_fen=14_800)),
    Example(("month_cap",), "每月 150 元，已补 150 元：不再补", BASE, OLD, 1200, 0, Used(month_fen=15_000)),
    Example(
        ("month_cap",),
        "不封顶，已补 500 元：仍补 3 元",
        replace(BASE, limits=Limits(1, 5, 0)),
        OLD,
        1200,
        300,
        Used(month_fen=50_000),
    ),
    Example(("whom",), "只补本地户籍，外地户籍 78 岁：可以就餐，不补", BASE, Diner(78, local=False), 1200, 0),
    Example(
        ("whom",),
        "常住的也补，外地户籍 78 岁：补 3 元",
        replace(BASE, locals_only=False),
        Diner(78, local=False),
        1200,
        300,
    ),
    Example(("whom",), "本地户籍但年审过期：不补", BASE, Diner(78, entitled=False), 1200, 0),
    Example(("sittings",), "只补午餐，吃晚餐：不补", BASE, OLD, 1200, 0, sitting="dinner"),
    Example(("sittings",), "补午餐和晚餐，吃晚餐：补 3 元", LIMITED, OLD, 1200, 300, sitting="dinner"),
    Example(("sittings",), "补午餐和晚餐，吃早餐：不补", LIMITED, OLD, 600, 0, sitting="breakfast"),
)
