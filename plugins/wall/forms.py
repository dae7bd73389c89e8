"""The form by which a screen is put up."""

from wtforms import SelectField, StringField

from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short


class ScreenForm(Form):
    """开通大屏."""

    creates = "一块大屏"
    unit_id = SelectField("单位", coerce=int, description="屏上是您在这个单位的工作台。")
    name = StringField(
        "放在哪里", [Required("请填写放在哪里。"), Short(40), no_numbers_here], description="例如：一楼大厅"
    )
