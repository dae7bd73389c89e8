"""办理时限和编号: how long a case may take and how it is numbered, as its unit decides. What is longer or shorter for some stands in the table
(`portal.cases.policy`)."""

from datetime import date, datetime
from typing import NamedTuple

from flask import Flask
from wtforms.fields.core import UnboundField

from portal import clock
from portal.cases.kinds.known import KnownKinds
from portal.numbering import next_number, written
from portal.org.models import OrgUnit
from portal.settings import Exceptions, Section, SettingsForm, choice, number, offer, pattern, period, settings_of
from portal.web.forms import ValidationError
from portal.workdays.models import load_calendar
from portal.workdays.period import Period

KEY = "cases"
ABOVE_TOWNSHIPS = ("city", "county")
NUMBER_PATTERN = "{unit}〔{year}〕{number:05d}号"


def _time_for(level: str, workdays: int, hint: str = "国家没有统一规定，由本地规定。") -> UnboundField:
    default = Period(workdays, "workday")
    return period(level, default, 1, 365, f"{hint}系统建议 {default}。")


class CaseSettings(SettingsForm):
    """事项的本地规定. A case keeps the deadline that it was given when its time began to run."""

    headings = {
        "accept_period": "办理时限",
        "return_period": "退回",
        "alike_days": "可能重复",
        "referral_period": "上报、下派",
        "visit_period": "回访",
        "number_pattern": "编号",
    }
    exceptions = Exceptions(
        ("micro_period", "minor_period", "major_period", "hard_period"),
        "事项种类",
        KnownKinds(),
    )

    accept_period = _time_for("登记后多久受理", 1)
    micro_period = _time_for("微事办理时限", 1, "自受理分流起算。")
    minor_period = _time_for("小事办理时限", 3, "自受理分流起算。")
    major_period = _time_for("大事办理时限", 7, "自受理分流起算。")
    hard_period = _time_for("难事办理时限", 15, "自受理分流起算。")
    warn_percent = number("剩余多少时限时提醒", 20, 1, 90, "快到期的显示黄色。系统建议剩余 20% 时提醒。", unit="%")
    red_period = period(
        "到期前多久变红",
        Period(0, "hour"),
        0,
        365,
        "已经变黄、离到期不到这么久的显示红色；填 0 小时的，超期才变红。例如 1 个工作日、24 小时。旗县区定的全旗县区一样。系统建议 0 小时。",
    )
    reopen_times = number(
        "办结后最多重新办理几次", 1, 0, 9, "申请人有新的情况、没有解决的，可以重新办理；归档后不行。", unit="次"
    )
    return_period = period(
        "签收后多久以内可以退回",
        Period(1, "workday"),
        1,
        365,
        "退回要限时说明理由，时限照常计算。系统建议 1 个工作日。",
    )
    most_returns = number(
        "一件事最多退回几次", 2, 0, 9, "再要退回的，由中心主任裁定准予退回还是责令办理。系统建议 2 次。", unit="次"
    )
    alike_days = number(
        "多少天以内登记的算可能重复",
        30,
        1,
        365,
        "同一村社区、这些天以内、写的内容相近的事项，登记后列在受理前的页面上，由人决定是否并入。系统建议 30 天。",
        unit="天",
    )
    referral_period = period(
        "上报、下派多久以内接受或者退回",
        Period(1, "workday"),
        1,
        365,
        "办理时限照常计算。系统建议 1 个工作日。",
    )
    most_referrals = number(
        "一件事最多上报几次", 2, 1, 9, "同一级上报后被退回几次，就不能再上报。系统建议 2 次。", unit="次"
    )
    skip_levels = choice("越级上报", {"no": "不可以", "yes": "可以"}, "no", "系统建议逐级上报。")
    visit_period = period(
        "办结后多久以内回访",
        Period(7, "calendar"),
        1,
        365,
        "没有回访的列在工作台上；匿名的、撤回的、并入的不用回访。国家没有统一规定，系统建议 7 日。",
    )
    number_pattern = pattern(
        "事项编号格式",
        NUMBER_PATTERN,
        "{year} 年份、{unit} 登记的街道或镇、{number} 顺序号，{number:05d} 补足五位；每年从 1 起。",
    )

    def validate_red_period(self, field):
        if self.unit and self.unit.kind not in ABOVE_TOWNSHIPS:
            raise ValidationError("什么时候变红由旗县区统一规定，各单位看到的才一样。")

    def validate_number_pattern(self, field):
        if self.unit and self.unit.kind != "county" and "{unit}" not in (field.data or ""):
            raise ValidationError("这里必须有 {unit}，否则会重号；只有旗县区可以不写，由全旗县区统一编号。")


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="办理时限和编号", form=CaseSettings),))


def limits_of_returning(unit: OrgUnit) -> tuple[Period, int]:
    """Within which time after it was acknowledged a case of `unit` may be sent back today, and how often."""
    local = settings_of(KEY, unit)
    return local.return_period, local.most_returns


def visit_due(unit: OrgUnit, start: datetime) -> date:
    """By which day whoever asked in a case of `unit` that was closed at `start` is to be followed up."""
    return clock.local(due_after(settings_of(KEY, unit).visit_period, start)).date()


def most_returns(unit: OrgUnit) -> int:
    """How often a case of `unit` may be sent back today."""
    return limits_of_returning(unit)[1]


class Referring(NamedTuple):
    """Local rules of 上报 and 下派: by when the other end says whether it takes a case, how often one is passed up, whether past the next above."""

    answer_period: Period
    most: int
    may_skip: bool


def rules_of_referring(unit: OrgUnit) -> Referring:
    """Those in force in `unit` today."""
    local = settings_of(KEY, unit)
    return Referring(local.referral_period, local.most_referrals, local.skip_levels == "yes")


def due_after(period: Period, start: datetime) -> datetime:
    """The moment `period` after `start`."""
    return load_calendar().due_at(start, *period)


def take_number(unit: OrgUnit, year: int) -> str:
    """The next case number of `unit`, as it writes it. Where the unit is not named, the county counts for all its units."""
    pattern = settings_of(KEY, unit).number_pattern
    counted = unit.id if "{unit}" in pattern else unit.county_id or unit.id
    return written(pattern, unit=unit.short_name, year=year, number=next_number(counted, "case", year))
