"""Forms of 高龄津贴."""

import re

from wtforms import SelectField, StringField

from plugins.great_age.models import STOPS
from portal.people.forms import ResidentForm
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
    bank = StringField("开户行", [Short(60)])
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
    note = StringField("说明", [Short(200)])


class AccountForm(Form):
    """更正账号."""

    bank = StringField("开户行", [Required(), Short(60)])
    account = StringField("账号", [Required("请填写账号。"), Short(40), bank_account])
