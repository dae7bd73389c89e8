"""What a district decides about households, premises and kinds of people: dated, inherited."""

from plugins.population.choices import GRADES, KEY, KINDS, TONES
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, listed, number, pattern, settings_of, some, text

LOCAL = "没有国家标准，由本地规定。"
NUMBERING = "由本地规定。每个单位每年从 1 起。"
PLACES = ("unit", "year", "number")


class PopulationSettings(SettingsForm):
    """实有人口房屋的本地规定."""

    headings = {
        "grade1_name": "户的类别",
        "kinds": "人员类别",
        "rented_days": "房屋",
        "household_number": "编号",
    }

    grade1_name = text("第一类名称", "重点户", LOCAL, most=10)
    grade1_tone = choice("第一类颜色", TONES, "danger", LOCAL)
    grade2_name = text("第二类名称", "一般户", LOCAL, most=10)
    grade2_tone = choice("第二类颜色", TONES, "warn", LOCAL)
    grade3_name = text("第三类名称", "放心户", LOCAL, most=10)
    grade3_tone = choice("第三类颜色", TONES, "ok", LOCAL)
    review_days = number("定类以后几日复核", 180, 7, 730, LOCAL, unit="日")
    causes = text(
        "定类理由",
        "独居、失能、矛盾在办、残疾、低保、新迁入、自愿、其他",
        f"用顿号分开。涉及病情、矫正的不要列在这里，另有人员类别。{LOCAL}",
        most=200,
    )
    kinds = some("登记哪几种人员", lambda: KINDS, KINDS, "《社会治安综合治理基础数据规范》（GB/T 31000-2015）的分表。")
    rented_days = number("出租房几日核对一次", 90, 7, 730, LOCAL, unit="日")
    household_number = pattern("户的编号格式", "{unit}户〔{year}〕{number}号", NUMBERING, needs=PLACES)
    premises_number = pattern("房屋编号格式", "{unit}房〔{year}〕{number}号", NUMBERING, needs=PLACES)
    kind_number = pattern("人员类别编号格式", "{unit}员〔{year}〕{number}号", NUMBERING, needs=PLACES)


def rules_of(unit: OrgUnit) -> Settings:
    """The settings in force for `unit` today."""
    return settings_of(KEY, unit)


def grades_of(unit: OrgUnit) -> dict[str, str]:
    """Key → name of the grades, the gravest first."""
    rules = rules_of(unit)
    return {each: getattr(rules, f"grade{each}_name") for each in GRADES}


def tone_of(unit: OrgUnit, grade: str) -> str:
    """The colour of a grade; neutral for none."""
    return getattr(rules_of(unit), f"grade{grade}_tone") if grade else "neutral"


def causes_of(unit: OrgUnit) -> list[str]:
    """What may be chosen as the cause of a grade."""
    return listed(rules_of(unit).causes)
