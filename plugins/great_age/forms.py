"""Forms of 高龄津贴."""

import re
from datetime import date

from wtforms import SelectField, StringField, TextAreaField

from plugins.great_age.models import STOPS
from portal.people.fields import resident_id
from portal.people.forms import ResidentForm
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future


def bank_account(form, field) -> None:
    """Digits, written with or without spaces; as it is stored."""
    field.data = re.sub(r"[\s-]", "", field.data or "")
    if field.data and not re.fullmatch(r"[0-9]{8,24}", field.data):
        raise ValidationError("账号应为 8 至 24 位数字，请核对。")


class RosterForm(ResidentForm):
    """One line of the roster, typed or from Excel."""

    valid_from = Date("从哪天起", [Required("请填写日期。")])
    bank = StringField("开户行", [Short(60), no_numbers_here])
    account = StringField(
        "账号", [Short(40), bank_account], description="本人或者代领人的账号，加密存放，页面只显示后四位。"
    )


class EnrolForm(RosterForm):
    """登记高龄津贴."""

    creates = "一位高龄津贴对象"
    unit_id = SelectField("所属社区", coerce=int)


class StopForm(Form):
    """停发."""

    reason = SelectField("原因", choices=STOPS)
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


class StartForm(Form):
    """更正起始日期."""

    valid_from = Date("正确的起始日期", [Required("请填写日期。")])
    reason = reason_field("填错月份")


class PersonForm(Form):
    """更正居民: whom it was meant for."""

    name = StringField("姓名", [Required(), Short(60), no_numbers_here])
    id_number = StringField("身份证号", [Required("请填写身份证号。"), Short(20), resident_id])
    reason = reason_field("身份证号输错", "同名登记错人")

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")


class WithdrawForm(Form):
    """作废."""

    reason = reason_field("重复登记", "不属于发放范围")


class AccountForm(Form):
    """更正账号."""

    bank = StringField("开户行", [Required(), Short(60), no_numbers_here])
    account = StringField("账号", [Required("请填写账号。"), Short(40), bank_account])
