"""Forms of 高龄津贴."""

import re
from datetime import date

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from plugins.great_age.models import STOPS
from portal import clock
from portal.entitlements import Span
from portal.people.fields import id_type_field, resident_id
from portal.people.forms import ResidentForm
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future
from portal.workdays.arithmetic import months_after

ASKED_BEFORE = 12  # months ago


def bank_account(form, field) -> None:
    """Digits, written with or without spaces; as it is stored."""
    field.data = re.sub(r"[\s-]", "", field.data or "")
    if field.data and not re.fullmatch(r"[0-9]{8,24}", field.data):
        raise ValidationError("账号应为 8 至 24 位数字，请核对。")


def begins_soon(form, field) -> None:
    """A first day that lies in the coming month at the latest: by a wrong year everything that was paid would be taken back."""
    if not field.data:
        return
    last = Span.around("month", months_after(Span.around("month", clock.today()).first, 1)).last
    if field.data > last:
        raise ValidationError(f"最晚从下个月起（{last} 以前），请核对年份。")


def long_ago_field() -> BooleanField:
    """The box of `LongAgo`; declared in the form itself, for fields stand in the order in which they are made."""
    return BooleanField(
        "起始日期确在一年以前",
        render_kw={"data-width": "choice"},
        description="日期在一年以前的，核对以后勾选：已经结算的各月如果没有发，会补发。",
    )


class LongAgo:
    """Asks at the field `long_ago` when the first day is more than a year back: all those months would be paid later. Not in a roster,
    which is full of them."""

    def validate_long_ago(self, field: BooleanField) -> None:
        """WTForms calls it."""
        day = self.valid_from.data
        if day and day < months_after(clock.today(), -ASKED_BEFORE) and not field.data:
            raise ValidationError(f"{day} 在一年以前，请核对年份；确实的请勾选。")


class WhatIsPaid:
    """Since when, and to which account; a mixin."""

    valid_from = Date("从哪天起", [Required("请填写日期。"), begins_soon])
    bank = StringField("开户行", [Short(60), no_numbers_here])
    account = StringField(
        "账号", [Short(40), bank_account], description="本人或者代领人的账号，加密存放，页面只显示后四位。"
    )


class RosterForm(ResidentForm, WhatIsPaid):
    """One line of the roster, typed or from Excel."""

    known = Known(here=("phone", "address"), lasting="高龄津贴登记")


class EnrolForm(LongAgo, RosterForm):
    """登记高龄津贴."""

    creates = "一位高龄津贴对象"
    unit_id = SelectField("所属社区", coerce=int)
    long_ago = long_ago_field()


class ResidentEnrolForm(LongAgo, WhatIsPaid, Form):
    """登记高龄津贴 of a resident whose page led here: who it is stands in the address."""

    creates = "一位高龄津贴对象"
    long_ago = long_ago_field()


class StopForm(Form):
    """停发."""

    reason = SelectField("原因", [Required("请选择原因。")], choices={"": "请选择"} | STOPS)
    on = Date(
        "最后一天",
        [Required("请填写日期。"), not_in_future],
        description="当月仍发，次月起停；已经多发的，在下一期扣回。",
    )
    note = StringField("说明", [Short(200), no_numbers_here])


def reason_field(*examples: str) -> TextAreaField:
    """理由, which stays on the timeline."""
    checks = [Required("请写明理由。"), Short(200), no_numbers_here]
    return TextAreaField("理由", checks, render_kw={"rows": 2}, description=f"例如：{'、'.join(examples)}。")


class ResumeForm(Form):
    """恢复."""

    first = SelectField(
        "从哪个月起发", coerce=date.fromisoformat, description="选以前的月份，停发以后没有发的在下一期补发。"
    )
    reason = reason_field("误报死亡", "户籍迁回", "本人又提出申请")


class CorrectStopForm(Form):
    """更正停发日期."""

    cause = SelectField("原因", choices=STOPS)
    on = Date("正确的最后一天", [Required("请填写日期。"), not_in_future])
    reason = reason_field("家属后来报告去世的日期")


class StartForm(LongAgo, Form):
    """更正起始日期."""

    valid_from = Date("正确的起始日期", [Required("请填写日期。"), begins_soon])
    long_ago = long_ago_field()
    reason = reason_field("填错月份")


class PersonForm(Form):
    """更正居民: whom it was meant for."""

    name = StringField("姓名", [Required(), Short(60), no_numbers_here])
    id_number = StringField("身份证号", [Required("请填写身份证号。"), Short(40), resident_id])
    id_type = id_type_field()
    known = Known()
    bank = StringField("本人的开户行", [Short(60), no_numbers_here])
    account = StringField(
        "本人的账号", [Short(40), bank_account], description="没有账号不能发放；现在没有的，以后用“更正账号”登记。"
    )
    reason = reason_field("身份证号输错", "同名登记错人")

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")

    def validate_bank(self, field):
        if self.account.data and not field.data:
            raise ValidationError("填了账号的，请写明开户行。")


class WithdrawForm(Form):
    """作废."""

    reason = reason_field("重复登记", "不属于发放范围")


class AccountForm(Form):
    """更正账号."""

    bank = StringField("开户行", [Required(), Short(60), no_numbers_here])
    account = StringField("账号", [Required("请填写账号。"), Short(40), bank_account])
