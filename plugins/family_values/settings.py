"""What local policy decides about 家风教育, as dated settings; each hint names where the figure comes from."""

from datetime import date

from plugins.family_values.point_sums import EXAMPLES
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, number, pattern, settings_of

KEY = "family_values"
VENUES = "公共场馆团体预约的通行做法"  # docs/domain/family-values.md

CONFIRMED_BY = {"another": "登记人以外的人", "anybody": "有确认权限的人，登记人自己也可以"}


class FamilyValuesSettings(SettingsForm):
    """家风教育的本地规定."""

    headings = {"group_size": "家风馆预约", "enrolments_most": "课程讲座", "points_months": "家庭积分"}
    examples = EXAMPLES
    rights = ("points_months", "points_late_days", "points_appeal_days")

    group_size = number("多少人算团体", 10, 2, 200, f"{VENUES}：10 人以上为团体。", unit="人")
    notice_days = number("团体提前几天预约", 3, 0, 60, f"{VENUES}：团体提前 3 天。", unit="天")
    ahead_days = number("最多提前多少天预约", 60, 1, 365, "由本地规定，太远的日子安排不准。", unit="天")
    answer_days = number("几天内答复预约", 2, 1, 30, "由本地规定，超过的在工作台上标红。", unit="天")
    open_most = number("同一电话最多同时有几批预约", 3, 1, 50, f"{VENUES}：每个账号限额。只管网上预约。", unit="批")
    grace_days = number("参观后几天内可以补签到", 3, 0, 30, "由本地规定；过后还没有签到的预约作废。", unit="天")
    number_pattern = pattern(
        "预约编号格式", "{unit}家风约〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    enrolments_most = number(
        "同一电话最多同时报名几个人次", 6, 1, 50, "由本地规定，一家几口可以一起报。只管网上报名。", unit="人次"
    )
    course_pattern = pattern(
        "课程编号格式", "{unit}家学〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    enrolment_pattern = pattern(
        "报名编号格式", "{unit}家学报〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    points_months = number(
        "积分有效期",
        24,
        0,
        120,
        "由本地规定，到月底为止，先得的先用先到期；0 表示长期有效。只管以后确认的。",
        unit="个月",
    )
    points_late_days = number("做了以后几天内可以登记积分", 90, 0, 366, "由本地规定。", unit="天")
    points_confirm = choice(
        "积分由谁确认", CONFIRMED_BY, "another", "登记和确认分开，是防止人情分的通行做法；由本地规定。"
    )
    points_answer_days = number(
        "几天内确认，几天内复核异议", 15, 1, 60, "由本地规定，超过的在工作台上标红。", unit="天"
    )
    points_appeal_days = number("不予确认以后几天内可以提出异议", 30, 1, 366, "由本地规定。", unit="天")
    points_open_most = number(
        "同一电话最多同时有几件积分申报等待确认", 5, 1, 50, "由本地规定。只管网上申报。", unit="件"
    )
    points_pattern = pattern(
        "积分登记编号格式", "{unit}积登〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    points_account_pattern = pattern(
        "积分账户编号格式", "{unit}积户〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )
    exchange_pattern = pattern(
        "积分兑换编号格式", "{unit}积兑〔{year}〕{number}号", "由本地规定。", needs=("year", "unit", "number")
    )


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)
