"""What local policy decides about services at home: dated, per district, inherited (docs/domain/elder-care.md)."""

from datetime import date

from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, pattern, settings_of

KEY = "elder_services"


class ElderServicesSettings(SettingsForm):
    """居家养老服务的本地规定."""

    headings = {"visit_days": "探访", "order_number": "编号"}

    visit_days = number(
        "几天探访一次", 7, 0, 90, "探访对象到期没有探访的自动生成探访工单；0 表示不自动生成。", unit="天"
    )
    order_number = pattern(
        "服务工单编号格式",
        "{unit}服务〔{year}〕{number}号",
        "由本地规定。每个单位每年从 1 起。",
        needs=("year", "unit", "number"),
    )


def in_force(unit: OrgUnit, day: date) -> Settings:
    """The settings of `unit` on `day`."""
    return settings_of(KEY, unit, day)
