"""What is asked for of a task: what was done, a later day."""

from wtforms import StringField, TextAreaField

from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, within_years


class ReportForm(Form):
    """报告落实情况."""

    text = TextAreaField(
        "做了什么", [Required("请写明做了什么。"), Short(1000), no_numbers_here], render_kw={"rows": 4}
    )


class ExtendForm(Form):
    """延期."""

    until = Date("延到", [Required("请填写日期。"), within_years(3)])
    reason = StringField("理由", [Required("请写明理由。"), Short(200), no_numbers_here])
