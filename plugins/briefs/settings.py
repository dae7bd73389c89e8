"""What local rule decides about 研判: who holds it how often, what is told, when a text counts as copied. Dated, per unit, inherited."""

from plugins.briefs.choices import MONTH, RHYTHMS, WEEK
from portal import clock
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "briefs"
LOCAL = "没有统一规定，由本地规定。"
M15 = "系统建议（周研判、月研判）。由本地规定。"
SEASON = "由本地规定，印在研判报告的风险提示里；不要的清空。"


class BriefSettings(SettingsForm):
    """研判的本地规定."""

    headings = {
        "community": "多久研判一次",
        "repeated": "数据页列出",
        "copied": "照抄",
        "week_days": "任务",
        "spring": "季节提示",
        "number_pattern": "编号",
    }

    community = choice("村、社区", RHYTHMS, WEEK, M15)
    township = choice("乡镇、街道", RHYTHMS, MONTH, M15)
    county = choice("旗县区", RHYTHMS, MONTH, M15)
    repeated = number("同一件事反映几次以上", 2, 2, 20, M15, unit="次")
    party_days = number("同一当事人几日内", 30, 7, 366, M15, unit="日")
    party_cases = number("同一当事人几件以上", 3, 2, 50, M15, unit="件")
    place_days = number("同一小区几日内", 7, 1, 366, M15, unit="日")
    place_cases = number("同一小区几件以上", 5, 2, 50, M15, unit="件")
    copied = number(
        "研判意见相同百分之几以上时提示",
        90,
        50,
        100,
        f"和本单位前几期、同级单位同一期的比；只提示，不禁止。{M15}",
        unit="%",
    )
    week_days = number("周研判的任务默认几日内完成", 7, 1, 60, M15, unit="日")
    month_days = number("月研判的任务默认几日内完成", 30, 1, 120, M15, unit="日")
    spring = text("3—5 月", "土地、灌溉、春播", SEASON, needed=False)
    summer = text("6—8 月", "汛期、溺水、高考", SEASON, needed=False)
    september = text("9 月", "开学", SEASON, needed=False)
    winter = text("10—12 月", "欠薪、供暖、禽畜草场", SEASON, needed=False)
    new_year = text("1—2 月", "返乡、烟花、婚恋家庭", f"春节前后。{SEASON}", needed=False)
    number_pattern = pattern("研判编号格式", "{unit}研判〔{year}〕{number}号", "由本地规定。每年从 1 起。")
    task_pattern = pattern("研判任务编号格式", "{unit}研判任务〔{year}〕{number}号", "由本地规定。每年从 1 起。")


SEASONS = ("new_year",) * 2 + ("spring",) * 3 + ("summer",) * 3 + ("september",) + ("winter",) * 3  # by month


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def season_of(rules: Settings, month: int) -> str:
    """What is to be looked out for in a month, "" for nothing."""
    return str(rules.values[SEASONS[month - 1]] or "")


def take_of(unit: OrgUnit, series: str, setting: str) -> str:
    """The next number of `series` in `unit` and this year."""
    return take_number(unit, f"{KEY}.{series}", rules_of(unit).values[setting], clock.today().year)
