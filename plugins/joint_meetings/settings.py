"""What local rule decides about joint meetings. Dated, per unit, inherited."""

from datetime import datetime, timedelta

from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, pattern, settings_of

KEY = "joint_meetings"
LOCAL = "没有统一规定，由本地规定。"


class JointMeetingSettings(SettingsForm):
    """会商的本地规定."""

    length = number("一次会开多久", 2, 1, 8, f"没有填结束时间的会议按这个算，用来提示时间冲突。{LOCAL}", unit="小时")
    again = number("照上次再开，隔几日", 28, 1, 366, f"28 日是四周以后的同一个星期几，可以在表上改。{LOCAL}", unit="日")
    number_pattern = pattern(
        "会议编号格式", "{unit}会〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def end_of(unit: OrgUnit, starts_at: datetime) -> datetime:
    """When a meeting of `unit` is taken to end that says no end."""
    return starts_at + timedelta(hours=rules_of(unit).length)


def next_time(unit: OrgUnit, held_at: datetime) -> datetime:
    """When the meeting after one of `unit` at `held_at` is proposed: never in the past."""
    step = timedelta(days=rules_of(unit).again)
    found = held_at + step
    while found < clock.now():
        found += step
    return found


def take_number(unit: OrgUnit) -> str:
    """The next number of a meeting of `unit`, a series of the year."""
    return numbering.take_number(unit, f"{KEY}.meeting", rules_of(unit).number_pattern, clock.today().year)
