"""What local rule decides about whistles: who blows, who approves, how soon the departments come. Dated, per unit, inherited."""

from datetime import datetime

from plugins.whistle.choices import EMERGENCY
from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, pattern, period, settings_of
from portal.workdays.models import load_calendar
from portal.workdays.period import Period

KEY = "whistle"
LOCAL = "没有统一规定，由本地规定。"
CALLERS = {"township": "乡镇、街道", "community": "乡镇、街道，村、社区"}
APPROVALS = {"always": "都要先审核", "but_emergency": "应急处置的不用先审核"}


class WhistleSettings(SettingsForm):
    """吹哨报到的本地规定."""

    headings = {"callers": "谁吹哨、谁审核", "demand": "多久报到", "number_pattern": "编号"}

    callers = choice("由谁吹哨", CALLERS, "township", "通行做法：街乡吹哨、部门报到。")
    approval = choice("主要负责人审核", APPROVALS, "always", "通行做法“吹哨准”：由主要负责人审核。")
    demand = period("群众反映突出的事", Period(1, "workday"), 1, 72, f"吹哨以后多久报到。{LOCAL}")
    enforcement = period("综合执法", Period(1, "workday"), 1, 72, f"吹哨以后多久报到。{LOCAL}")
    emergency = period("应急处置", Period(1, "hour"), 1, 72, f"吹哨以后多久报到。{LOCAL}")
    number_pattern = pattern(
        "吹哨单编号格式", "{unit}哨〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def come_by(unit: OrgUnit, kind: str, blown_at: datetime) -> datetime:
    """The moment by which the departments have to come to a whistle of `kind`."""
    return load_calendar().due_at(blown_at, *rules_of(unit).values[kind])


def approved_first(unit: OrgUnit, kind: str) -> bool:
    """Whether a whistle of `kind` waits for the approval of whoever heads `unit`."""
    return rules_of(unit).approval == "always" or kind != EMERGENCY


def take_number(unit: OrgUnit) -> str:
    """The next number of a whistle of `unit`, a series of the year."""
    return numbering.take_number(unit, f"{KEY}.whistle", rules_of(unit).number_pattern, clock.today().year)
