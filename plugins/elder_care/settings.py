"""What local policy decides about meals for the old: dated, per district, inherited (docs/domain/elder-care.md)."""

from datetime import date

from plugins.elder_care.choices import CATEGORIES
from plugins.elder_care.examples import EXAMPLES
from plugins.elder_care.subsidy import Limits, Rules, Tier
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, amount, choice, number, pattern, settings_of

KEY = "elder_care"
LOCAL = "各地标准不同，由旗县区规定；上线前按当地文件填写。"
SITTINGS_PAID = {"lunch": "只补午餐", "lunch dinner": "补午餐和晚餐", "breakfast lunch dinner": "三餐都补"}
DOUBT = "起点供参考，按本地情况调整；只提示，由人认定。"
LOCAL_NUMBER, PLACES = "由本地规定。每个单位每年从 1 起。", ("year", "unit", "number")
WHOM = {"local": "只有本旗县区户籍", "all": "常住的也补"}


class ElderCareSettings(SettingsForm):
    """老年助餐的本地规定. A meal keeps what was computed when it was taken."""

    headings = {
        "tier1_age": "按年龄补贴（按就餐当日周岁）",
        "destitute": "按类别补贴（与年龄补贴就高，不重复）",
        "least_own": "自付和限额",
        "whom": "对象和餐次",
        "review_months": "办理",
        "publication_days": "结算和公示",
        "check_places": "核查（超过的列为疑点）",
        "late_number": "编号",
    }

    examples = tuple(each.worked for each in EXAMPLES)
    rights = (
        "tier1_age",
        "tier2_age",
        "tier3_age",
        "tier4_age",
        "category_age",
        "day_meals",
        "week_days",
        "whom",
        "sittings",
    )

    tier1_age = number("第一档年龄", 60, 50, 120, "例如句容 2023：60、75、85、95 岁四档；天津：80 岁起。", unit="岁起")
    tier1 = amount("第一档每餐补", 1, LOCAL, most=100)
    tier2_age = number("第二档年龄", 75, 50, 120, LOCAL, unit="岁起")
    tier2 = amount("第二档每餐补", 3, LOCAL, most=100)
    tier3_age = number("第三档年龄", 85, 50, 120, LOCAL, unit="岁起")
    tier3 = amount("第三档每餐补", 5, LOCAL, most=100)
    tier4_age = number("第四档年龄", 95, 50, 120, LOCAL, unit="岁起")
    tier4 = amount("第四档每餐补", 6, LOCAL, most=100)
    destitute = amount("特困供养每餐补", 6, LOCAL, most=100)
    allowance = amount("最低生活保障每餐补", 5, LOCAL, most=100)
    marginal = amount("低保边缘每餐补", 4, LOCAL, most=100)
    disabled = amount("重度残疾每餐补", 4, LOCAL, most=100)
    infirm = amount("失能每餐补", 4, LOCAL, most=100)
    alone = amount("独居、空巢每餐补", 3, LOCAL, most=100)
    bereaved = amount("计划生育特殊家庭每餐补", 5, LOCAL, most=100)
    veteran = amount("优抚对象每餐补", 4, LOCAL, most=100)
    category_age = number("类别补贴从几岁起", 60, 0, 120, "不满这个年龄的，按类别也不补。", unit="岁起")
    least_own = amount("每餐最低自付", 1, "补贴不超过餐价减最低自付；不发现金，以减价体现。", most=100)
    day_meals = number("每天最多补几餐", 1, 1, 3, "例如天津：每日午餐一次。", unit="餐")
    week_days = number("每周最多补几天", 5, 1, 7, "周一到周日；例如天津：每周五天。", unit="天")
    month_cap = amount("每月最多补", 150, "一个人一个月补贴的上限；0 表示不封顶。", most=10_000)
    whom = choice("补贴对象", WHOM, "local", "外地户籍的老人可以就餐，是否补贴由本地规定。")
    sittings = choice("补哪几餐", SITTINGS_PAID, "lunch", LOCAL)
    review_months = number("几个月年审一次", 12, 1, 60, "过期未审的照常就餐，不享受补贴。", unit="个月")
    late_days = number("补录最多往前几天", 7, 1, 60, "纸质登记、断网超过一天的，要写理由并由另一个人审批。", unit="天")
    notice_days = number("证照到期前几天提醒", 30, 1, 180, "到期后自动停止结算。", unit="天")
    publication_days = number("公示天数", 7, 1, 30, "由本地规定，常见 3 至 7 日。", unit="日")
    check_places = number("同一人一天在几个助餐点就餐", 2, 2, 9, DOUBT, unit="个起")
    check_grace = number("营业时段前后放宽", 30, 0, 180, DOUBT, unit="分钟")
    check_seconds = number("同一操作员两餐间隔少于", 3, 1, 60, DOUBT, unit="秒")
    check_streak = number("一天有几次间隔过短", 5, 1, 500, DOUBT, unit="次起")
    check_again = number("同一人两餐间隔少于", 120, 1, 720, "公开核查脚本以两小时为起点。", unit="分钟")
    check_late = number("同一操作员一个月补录超过", 30, 0, 5000, DOUBT, unit="餐")
    check_surge = number("月末日均比平时高出", 50, 10, 500, DOUBT, unit="%")
    check_surge_days = number("月末算几天", 3, 1, 10, DOUBT, unit="天")
    check_address = number("同一送餐地址有几位老人", 3, 2, 50, DOUBT, unit="位起")
    late_number = pattern("补录单编号格式", "{unit}补录〔{year}〕{number}号", LOCAL_NUMBER, needs=PLACES)
    settlement_number = pattern("月结编号格式", "{unit}助结〔{year}〕{number}号", LOCAL_NUMBER, needs=PLACES)


def in_force(unit: OrgUnit, day: date) -> Settings:
    """The settings of `unit` on `day`."""
    return settings_of(KEY, unit, day)


def rules_of(settings: Settings) -> Rules:
    """`settings` as the calculation takes them."""
    return Rules(
        tiers=tuple(Tier(settings.values[f"tier{each}_age"], settings.values[f"tier{each}"]) for each in (1, 2, 3, 4)),
        categories={each: settings.values[each] for each in CATEGORIES},
        category_age=settings.category_age,
        least_own_fen=settings.least_own,
        limits=Limits(settings.day_meals, settings.week_days, settings.month_cap),
        sittings=frozenset(settings.sittings.split()),
        locals_only=settings.whom == "local",
    )
