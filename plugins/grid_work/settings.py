"""What a district decides about visits: names and days of the classes, what happens where nobody is met; dated, inherited (docs/domain/grid-work.md)."""

from plugins.grid_work.choices import EXEMPT, GRADES, KEY
from portal.org.models import OrgUnit
from portal.records.names_here import NamesHere
from portal.settings import Settings, SettingsForm, choice, listed, number, pattern, settings_of, text

LOCAL = "没有国家标准，由本地规定。"


class GridWorkSettings(SettingsForm):
    """网格走访的本地规定."""

    headings = {
        "grade1_name": "户的类别",
        "grade1_days": "几日走访一次",
        "retry_days": "没有见到",
        "day_most": "今日走访",
        "home_number": "编号",
    }

    grade1_name = text("第一类名称", "重点户", LOCAL, most=10)
    grade2_name = text("第二类名称", "一般户", LOCAL, most=10)
    grade3_name = text("第三类名称", "放心户", LOCAL, most=10)
    exempt_name = text("不走访的名称", "免访", LOCAL, most=10)
    causes = text(
        "定类理由",
        "独居、失能、矛盾在办、残疾、低保、新迁入、自愿、其他",
        f"用顿号分开。不要列病情、矫正。{LOCAL}",
        most=200,
    )
    review_days = number("定类以后几日复核", 180, 7, 730, LOCAL, unit="日")
    grade1_days = number("第一类", 7, 1, 365, f"各地有一周一次的。{LOCAL}", unit="日")
    grade2_days = number("第二类", 30, 1, 365, f"各地有一月一次的。{LOCAL}", unit="日")
    grade3_days = number("第三类", 90, 1, 730, f"各地有一季一次的。{LOCAL}", unit="日")
    away_days = number("长期外出的", 90, 7, 730, f"打电话或者视频即可。{LOCAL}", unit="日")
    holidays = choice(
        "到期那天放假的",
        {"move": "顺延到放假以后第一个工作日", "keep": "不顺延"},
        "move",
        LOCAL,
    )
    retry_days = number("没有见到的几日以后再去", 3, 1, 30, LOCAL, unit="日")
    missed_most = number("连续几次没有见到转人户核查", 3, 2, 10, LOCAL, unit="次")
    day_most = number("一天最多列几户", 25, 5, 60, f"多的留到第二天，不累加。{LOCAL}", unit="户")
    ahead_days = number("同一楼栋单元几日内到期的一起走", 3, 0, 30, f"已有一户到期的楼栋单元才合并。{LOCAL}", unit="日")
    quiet = text("不打扰的时间", "21:00—08:00", f"印在走访单上；住户自己选了晚上的除外。{LOCAL}", most=40)
    supervision = text("监督电话", "", "印在走访单上，没有的不填。", needed=False)
    home_number = pattern(
        "走访户编号格式",
        "{unit}访〔{year}〕{number}号",
        "由本地规定。每个单位每年从 1 起。",
        needs=("unit", "year", "number"),
    )


def rules_of(unit: OrgUnit) -> Settings:
    """The settings in force for `unit` today."""
    return settings_of(KEY, unit)


def grades_of(unit: OrgUnit) -> dict[str, str]:
    """Key → name of the classes, the one that is visited most often first."""
    rules = rules_of(unit)
    return {each: rules.exempt_name if each == EXEMPT else getattr(rules, f"grade{each}_name") for each in GRADES}


def days_of(unit: OrgUnit, grade: str, *, away: bool) -> int:
    """After how many days a household of `grade` is visited again."""
    rules = rules_of(unit)
    return rules.away_days if away else getattr(rules, f"grade{grade}_days")


def causes_of(unit: OrgUnit) -> list[str]:
    """What may be chosen as the cause of a class."""
    return listed(rules_of(unit).causes)


GRADE_NAMES = NamesHere(GRADES, grades_of)
