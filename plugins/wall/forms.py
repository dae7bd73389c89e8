"""The form by which a screen is put up."""

from wtforms import SelectField, StringField

from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short


class ScreenForm(Form):
    """开通大屏."""

    creates = "一块大屏"
    unit_id = SelectField("单位", coerce=int, description="屏上是这个单位（包括下属）等您办的事，没有别的单位的。")
    name = StringField(
        "放在哪里", [Required("请填写放在哪里。"), Short(40), no_numbers_here], description="例如：一楼大厅"
    )
