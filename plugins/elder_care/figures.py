"""统计: meals, subsidy and own shares by month, canteen, category and way; counter-entries are taken off."""

from sqlalchemy import Select

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import CATEGORY_NAMES, SITTINGS, WAYS
from plugins.elder_care.models import Canteen, Meal
from portal.money import format_yuan
from portal.records.figures import Axis, Figure, Statistics, Sum, Table, local_month
from portal.records.statistics import mount_statistics

MONTHS = {number: f"{number}月" for number in range(1, 13)}
portions = Sum("餐数", Meal.portions, in_fen=False)
money = (portions, Sum("补贴（元）", Meal.subsidy_fen), Sum("自付（元）", Meal.own_fen))


def _canteens(statement: Select) -> Select:
    """Of all figures, so that the meals of a year are read once for all."""
    return statement.join(Canteen, Canteen.id == Meal.canteen_id)


def summary(tables: list[Table]) -> tuple[list[dict], str]:
    """Meals, subsidy and own shares of the whole time."""
    meals, subsidy, own = next(each for each in tables if each.figure.key == "way").sums
    strip = [
        {"label": "打餐", "value": meals, "unit": "餐"},
        {"label": "补贴", "value": format_yuan(subsidy), "unit": "元"},
        {"label": "自付", "value": format_yuan(own), "unit": "元"},
    ]
    return strip, "按打餐时间统计，冲正已经扣除；结算以月结为准。"


STATISTICS = Statistics(
    "助餐统计",
    Meal,
    "elder_care.view",
    (
        Figure(
            "month", "各月", Axis("月份", local_month(Meal.at), MONTHS, whole=True), money, of=_canteens, across=True
        ),
        Figure("canteen", "按助餐点", Axis("助餐点", Canteen.name), money, of=_canteens),
        Figure("category", "按补贴依据", Axis("依据", Meal.category, CATEGORY_NAMES), money, of=_canteens),
        Figure("way", "按方式", Axis("方式", Meal.way, WAYS), money, of=_canteens),
        Figure("sitting", "按餐次", Axis("餐次", Meal.sitting, SITTINGS), money, of=_canteens),
    ),
    when=Meal.at,
    summary=summary,
)
mount_statistics(
    bp, STATISTICS, at="/statistics", show="elder_care.meal", ident="meal_id", crumb=("就餐台账", "elder_care.meals")
)
