"""What local rule decides about orders from 12345: dated, per unit, inherited."""

from datetime import datetime

from plugins.hotline.choices import KEY
from plugins.hotline.columns import columns_of
from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, pattern, period, settings_of, text
from portal.web.forms import ValidationError
from portal.workdays.models import load_calendar
from portal.workdays.period import Period

LOCAL = "没有统一规定，由本地规定。"


class HotlineSettings(SettingsForm):
    """热线转办的本地规定."""

    headings = {"days": "期限", "extensions": "延期", "answer_columns": "回复文件", "order_pattern": "编号"}

    days = period(
        "收到后多久回复",
        Period(5, "workday"),
        1,
        60,
        "济南市 12345 条例第二十二条、潍坊市条例第二十条：5 个工作日；本地另有规定的按本地。平台写明期限的，按平台的。",
    )
    return_within = period("收到后多久以内可以退单", Period(3, "hour"), 1, 72, f"各地多为 2 至 3 小时。{LOCAL}")
    contact_within = period("收到后多久以内联系诉求人", Period(1, "workday"), 1, 72, LOCAL)
    extensions = number("最多延期几次", 1, 1, 5, f"各地多为一次。{LOCAL}", unit="次")
    extension_percent = number("一次最多延长原期限的", 100, 10, 300, f"各地多为不超过原期限。{LOCAL}", unit="%")
    answer_columns = text(
        "平台回复模板的表头",
        "工单编号、办结时间、办理结果、是否联系、是否解决、未解决原因",
        "用顿号隔开，照平台的模板写，顺序也照模板；系统里没有的列留空。",
        most=300,
    )
    order_pattern = pattern(
        "收文编号格式", "{unit}热线〔{year}〕{number}号", f"{LOCAL}每年从 1 起。", needs=("year", "unit", "number")
    )

    def validate_answer_columns(self, field):
        known = [each.name for each in columns_of(field.data or "")]
        if "outside_number" not in known or "result" not in known:
            raise ValidationError("至少要有工单编号、办理结果两列。")


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def within(unit: OrgUnit, rule: str, start: datetime) -> datetime:
    """The moment until which the period of the setting `rule`, begun at `start`, lasts in `unit`."""
    return load_calendar().due_at(start, *rules_of(unit).values[rule])


def take_number(unit: OrgUnit) -> str:
    """The next number of an order: a series of the township and year."""
    return numbering.take_number(
        unit.township or unit, f"{KEY}.order", rules_of(unit).order_pattern, clock.today().year
    )
