"""What local policy decides about the allowance for great age: dated, per district, inherited (docs/domain/elder-care.md)."""

from datetime import date

from plugins.great_age.allowance import EXAMPLES
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, amount, choice, number, pattern, settings_of

KEY = "great_age"
LOCAL = "各地标准不同，由旗县区规定；上线前按当地文件填写。"
PLACES, FROM_ONE = ("year", "unit", "number"), "由本地规定。每个单位每年从 1 起。"


class GreatAgeSettings(SettingsForm):
    """高龄津贴的本地规定. No amount is assumed: provinces differ widely."""

    headings = {
        "tier1_age": "标准（系统不预设金额，按当地文件填写）",
        "publication_days": "公示",
        "enrolment_number": "编号",
    }
    examples = EXAMPLES
    rights = ("tier1_age", "tier2_age", "tier3_age", "begins")

    tier1_age = number("第一档年龄", 80, 60, 120, LOCAL, unit="岁起")
    tier1 = amount("第一档每月", 0, LOCAL, most=5000)
    tier2_age = number("第二档年龄", 90, 60, 120, LOCAL, unit="岁起")
    tier2 = amount("第二档每月", 0, LOCAL, most=5000)
    tier3_age = number("第三档年龄", 100, 60, 120, LOCAL, unit="岁起")
    tier3 = amount("第三档每月", 0, LOCAL, most=5000)
    begins = choice("从哪个月发", {"month": "满龄当月", "next": "满龄次月"}, "month", LOCAL)
    publication_days = number("公示天数", 7, 1, 30, "由本地规定，常见 3 至 7 日。", unit="日")
    enrolment_number = pattern("登记编号格式", "{unit}高龄〔{year}〕{number}号", FROM_ONE, needs=PLACES)
    settlement_number = pattern("月结编号格式", "{unit}高结〔{year}〕{number}号", FROM_ONE, needs=PLACES)


def in_force(unit: OrgUnit, day: date) -> Settings:
    """The settings of `unit` on `day`."""
    return settings_of(KEY, unit, day)
