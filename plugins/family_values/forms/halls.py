"""Forms of a hall: what it is, when it is open, who guides."""

import re

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.family_values.choices import WEEKDAYS
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Ticks

HOUR = re.compile(r"([01]?\d|2[0-3])[:：.点]([0-5]\d)分?")


class HallForm(Form):
    """家风馆."""

    creates = "一个家风馆"
    name = StringField("名称", [Required(), Short(60), no_numbers_in_full])
    address = StringField("地址", [Required(), Short(100), no_numbers_in_full])
    phone = StringField("联系电话", [Required("请填写对外的电话。"), Short(30), telephone])
    capacity = IntegerField(
        "每个时段最多接待多少人", [Required("请填写人数。"), NumberRange(1, 5000, "请填写 1 至 5000。")]
    )
    groups = IntegerField(
        "每个时段最多接待几批", [Required("请填写批数。"), NumberRange(1, 50, "请填写 1 至 50。")], default=1
    )
    about_visit = TextAreaField(
        "参观须知",
        [Short(300), no_numbers_in_full],
        render_kw={"rows": 3},
        description="写在预约页面上，例如：请提前十分钟到馆，可停大巴两辆。",
    )


class Hour(StringField):
    """A time of day typed as 9:00, 09：00 or 9点00分; `data` is 09:00."""

    def __init__(self, label: str, **kwargs) -> None:
        super().__init__(
            label,
            [Required("请填写时间。"), self._read],
            render_kw={"data-width": "date", "placeholder": "如 09:00"},
            **kwargs,
        )

    @staticmethod
    def _read(form, field) -> None:
        found = HOUR.fullmatch("".join((field.data or "").split()))
        if not found:
            raise ValidationError("时间写得不对，请写成 09:00 这样。")
        field.data = f"{int(found[1]):02d}:{found[2]}"


class SlotForm(Form):
    """开放时段."""

    creates = "一个时段"
    weekdays = Ticks("星期几", [Required("请至少选一天。")], choices=WEEKDAYS)
    starts = Hour("从")
    ends = Hour("到")
    valid_from = Date("从哪天起", [Required("请填写日期。")])

    def validate_ends(self, field):
        if (field.data or "") <= (self.starts.data or "") and not self.starts.errors:
            raise ValidationError("结束时间应晚于开始时间。")


class SlotEndForm(Form):
    """The last day of a slot, which may lie ahead."""

    on = Date("最后一天", [Required("请填写日期。")])


class ClosureForm(Form):
    """闭馆."""

    creates = "一次闭馆"
    first = Date("从", [Required("请填写日期。")])
    last = Date("到", [Required("请填写日期。")])
    reason = StringField("原因", [Required("请写明原因，会显示在预约页面上。"), Short(60), no_numbers_in_full])

    def validate_last(self, field):
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("早于开始日期，请核对。")


class GuideForm(Form):
    """讲解员."""

    creates = "一名讲解员"
    name = StringField("姓名", [Required(), Short(40), no_numbers_here])
    phone = StringField("电话", [Required("请填写电话。"), Short(30), telephone])
    valid_from = Date("从哪天起", [Required("请填写日期。")])

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
