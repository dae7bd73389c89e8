"""What local policy decides about 家庭积分, as dated settings; each hint names where the figure comes from."""

from datetime import date

from plugins.family_points.sums import EXAMPLES
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, number, pattern, settings_of

KEY = "family_points"
CONFIRMED_BY = {"another": "登记人以外的人", "anybody": "有确认权限的人，登记人自己也可以"}
PARTS = ("year", "unit", "number")


class FamilyPointsSettings(SettingsForm):
    """家庭积分的本地规定."""

    rights = ("months", "late_days", "appeal_days")
    examples = EXAMPLES

    months = number(
        "积分有效期",
        24,
        0,
        120,
        "由本地规定，到月底为止，先得的先用先到期；0 表示长期有效。只管以后确认的。",
        unit="个月",
    )
    late_days = number("做了以后几天内可以登记积分", 90, 0, 366, "由本地规定。", unit="天")
    confirmed_by = choice(
        "积分由谁确认", CONFIRMED_BY, "another", "登记和确认分开，是防止人情分的通行做法；由本地规定。"
    )
    answer_days = number("几天内确认，几天内复核异议", 15, 1, 60, "由本地规定，超过的在工作台上标红。", unit="天")
    appeal_days = number("不予确认以后几天内可以提出异议", 30, 1, 366, "由本地规定。", unit="天")
    open_most = number("同一电话最多同时有几件积分申报等待确认", 5, 1, 50, "由本地规定。只管网上申报。", unit="件")
    claim_pattern = pattern("积分登记编号格式", "{unit}积登〔{year}〕{number}号", "由本地规定。", needs=PARTS)
    account_pattern = pattern("积分账户编号格式", "{unit}积户〔{year}〕{number}号", "由本地规定。", needs=PARTS)
    exchange_pattern = pattern("积分兑换编号格式", "{unit}积兑〔{year}〕{number}号", "由本地规定。", needs=PARTS)


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)
