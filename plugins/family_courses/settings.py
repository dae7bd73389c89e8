"""What local policy decides about 家庭教育讲座, as dated settings; each hint names where the figure comes from."""

from datetime import date

from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, pattern, settings_of

KEY = "family_courses"
NUMBERED = ("year", "unit", "number")


class FamilyCoursesSettings(SettingsForm):
    """家庭教育讲座的本地规定."""

    enrolments_most = number(
        "同一电话最多同时报名几个人次", 6, 1, 50, "由本地规定，一家几口可以一起报。只管网上报名。", unit="人次"
    )
    course_pattern = pattern("课程编号格式", "{unit}家学〔{year}〕{number}号", "由本地规定。", needs=NUMBERED)
    enrolment_pattern = pattern("报名编号格式", "{unit}家学报〔{year}〕{number}号", "由本地规定。", needs=NUMBERED)


def rules_of(unit: OrgUnit, day: date | None = None) -> Settings:
    """The rules in force for `unit` on `day` (today)."""
    return settings_of(KEY, unit, day)
