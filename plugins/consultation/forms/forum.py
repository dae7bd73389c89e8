"""议事坊."""

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date, Suggested, not_in_future


class ForumDetails(Form):
    """What may change."""

    households = IntegerField("户数", [Optional(), NumberRange(1, 20000, "请填写 1 至 20000 之间的整数。")])
    venue = StringField("议事地点", [Short(80), no_numbers_in_full], description="例如：党群服务中心二楼")
    convener = Suggested("召集人", [Short(40), no_numbers_here])


class ForumForm(ForumDetails):
    """设立议事坊."""

    creates = "一个议事坊"
    unit_id = SelectField("所在社区、网格", coerce=int, description="网格员也要用的，选小区所在的网格。")
    name = StringField("小区名称", [Required("请填写小区名称。"), Short(40), no_numbers_in_full])
    founded_on = Date("设立日期", [Required("请填写设立日期。"), not_in_future])
