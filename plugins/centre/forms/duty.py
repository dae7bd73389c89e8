"""Duty: arranged by hand or from Excel, taken over, exchanged, copied to the next week."""

from wtforms import BooleanField, SelectField, TextAreaField

from plugins.centre.models import Hours
from portal.people.publishing import no_numbers_here
from portal.records.forms import ReasonForm
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Suggested, within_years


class ShiftForm(Form):
    """安排值班; also the sheet."""

    creates = "一班值班"
    on = Date("日期", [Required("请填写日期。"), within_years(3)])
    window = Suggested("窗口", [Required("请填写窗口。"), Short(60), no_numbers_here], description="号数或者名称。")
    hours = Suggested("班次", [Required("请填写班次。"), Short(30)], description="例如：08:30-12:00")
    name = Suggested(
        "值班人员",
        [Required("请填写值班人员。"), Short(40), no_numbers_here],
        description="有账号的写姓名，由本人登记到岗；没有账号的也写姓名，由中心登记。",
    )
    department = Suggested(
        "哪个部门", [Short(60), no_numbers_here], description="不填的，按窗口上的入驻部门；没有部门的是中心自己的人。"
    )
    holiday = BooleanField("节假日值班")

    def validate_hours(self, field):
        try:
            Hours.read(field.data or "")
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong

    def arguments(self) -> dict:
        names = ("on", "window", "name", "department", "holiday")
        return {name: self[name].data for name in names} | {"hours": Hours.read(self.hours.data)}


class StandInForm(ReasonForm):
    """安排替班."""

    gives = {"name": "name", "reason": "text"}
    name = Suggested("替班的人", [Required("请填写替班的人。"), Short(40), no_numbers_here])


class ExchangeForm(Form):
    """提出换班."""

    other = SelectField("换给谁", [Required("请选择。")], description="对方同意以后才换。")
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), no_numbers_here], render_kw={"rows": 2})


class WeekForm(Form):
    """照这一周排下一周."""

    monday = Date("照哪一周", [Required("请填写日期。"), within_years(3)], description="这一周里的任何一天。")
