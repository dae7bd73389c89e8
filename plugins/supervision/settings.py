"""What local rule decides about supervision: how soon is answered, whether it starts by itself. Dated, per unit, inherited."""

from datetime import datetime

from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, pattern, period, settings_of
from portal.workdays.models import load_calendar
from portal.workdays.period import Period

KEY = "supervision"
LOCAL = "没有统一规定，由本地规定。"
AUTOMATIC = {"no": "不自动督办", "yes": "超过时限一倍的，自动提醒"}


class SupervisionSettings(SettingsForm):
    """督办的本地规定."""

    headings = {"automatic": "自动督办", "remind": "几日内答复", "number_pattern": "编号"}

    automatic = choice("超期一倍", AUTOMATIC, "no", "系统建议：超期一倍自动升级督办。由本地规定。")
    remind = period("提醒", Period(3, "workday"), 1, 60, LOCAL)
    urge = period("催办", Period(2, "workday"), 1, 60, LOCAL)
    order = period("督办单", Period(5, "workday"), 1, 60, LOCAL)
    talk = period("约谈", Period(5, "workday"), 1, 60, LOCAL)
    circular = period("通报", Period(5, "workday"), 1, 60, LOCAL)
    listed = period("挂牌督办", Period(30, "calendar"), 1, 365, LOCAL)
    number_pattern = pattern(
        "督办编号格式", "{unit}督〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def answer_by(unit: OrgUnit, level: str) -> datetime:
    """The moment by which supervision of `level`, begun or raised now by `unit`, is to be answered."""
    return load_calendar().due_at(clock.now(), *rules_of(unit).values[level])


def take_number(unit: OrgUnit) -> str:
    """The next number of a supervision by `unit`, a series of the year."""
    return numbering.take_number(unit, f"{KEY}.order", rules_of(unit).number_pattern, clock.today().year)
