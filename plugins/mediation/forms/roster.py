"""调委会 and its roster."""

from wtforms import BooleanField, RadioField, SelectField, StringField

from plugins.mediation.models.committee import GRADES, POSTS
from portal.people.fields import telephone
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date


class CommitteeForm(Form):
    """设立调委会."""

    name = StringField("调委会名称", [Required(), Short(80)])


class MediatorForm(Form):
    """名册."""

    name = StringField("姓名", [Required(), Short(40)])
    gender = RadioField("性别", choices={"男": "男", "女": "女"}, default="男")
    post = SelectField("职务", choices=POSTS, default="member")
    grade = SelectField("等级", choices=GRADES)
    full_time = BooleanField("专职")
    phone = StringField("电话", [Short(20), telephone])
    valid_from = Date("任期开始", [Required("请填写任期开始日期。")])
    valid_until = Date("任期结束")

    def validate_valid_until(self, field):
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError("任期结束早于开始，请核对。")
