"""What local policy decides about 家风教育, as dated settings; each hint names where the figure comes from."""

from datetime import date

from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, pattern, settings_of

KEY = "family_values"
VENUES = "公共场馆团体预约的通行做法"  # docs/domain/family-values.md


class FamilyValuesSettings(SettingsForm):
    """家风教育的本地规定."""

    group_size = number("多少人算团体", 10, 2, 200, f"{VENUES}：10 人以上为团体。", unit="人")
    notice_days = number("团体提前几天预约", 3, 0, 60, f"{VENUES}：团体提前 3 天。", unit="天")
    ahead_days = number("最多提前多少天预约", 60, 1, 365, "由本地规定，太远的日子安排不准。", unit="天")
    answer_days = number("几天内答复预约", 2, 1, 30, "由本地规定，超过的在工作台上标红。", unit="天")
    open_most = number("同一电话最多同时有几批预约", 3, 1, 50, f"{VENUES}：每个账号限额。只管网上预约。", unit="批")
    grace_days = number("参观后几天内可以补签到", 3, 0, 30, "由本地规定；过后还没有签到的预约作废。", unit="天")
    number_pattern = pattern(
        "预约编号格式", "{unit}家风约〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)
