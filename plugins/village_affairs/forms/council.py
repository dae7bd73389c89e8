"""四会: a council, its members, what it did."""

from wtforms import SelectField, StringField, TextAreaField

from plugins.village_affairs.models.council import ACTIVITIES, POSTS
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.records.forms import LastDayForm, ReasonForm
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future


class CharterForm(Form):
    """修改章程."""

    charter = TextAreaField("章程", [Short(10_000), no_numbers_in_full], render_kw={"rows": 10})


class CouncilForm(CharterForm):
    """设立: which there may be is a setting."""

    creates = "一个会"
    unit_id = SelectField("所在村、社区", coerce=int)
    kind = SelectField("哪个会", description="有哪些会，由本地的设置规定。")
    founded_on = Date("设立日期", [Required("请填写设立日期。"), not_in_future])


class PlaceForm(ReasonForm):
    """更正村、社区."""

    unit_id = SelectField("所在村、社区", coerce=int)


class EndForm(LastDayForm):
    """撤销."""

    reason = StringField("为什么撤销", [Required("请写明为什么撤销。"), Short(200), no_numbers_here])


class CouncilMemberForm(Form):
    """登记成员."""

    creates = "一名成员"
    name = StringField("姓名", [Required("请填写姓名。"), Short(40), no_numbers_here])
    post = SelectField("职务", choices=POSTS, default="member")
    phone = StringField("电话", [Short(30), telephone])
    valid_from = Date("任期开始", [Required("请填写任期开始日期。")])
    valid_until = Date("任期结束")

    def validate_name(self, field):
        field.data = normalise_name(field.data)

    def validate_valid_until(self, field):
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError("任期结束早于开始，请核对。")


class ActivityForm(Form):
    """登记活动: entered once, the ledger follows."""

    creates = "一次活动"
    on = Date("日期", [Required("请填写日期。"), not_in_future])
    kind = SelectField("类别", choices=ACTIVITIES)
    title = StringField("做了什么", [Required("请写明做了什么。"), Short(80), no_numbers_here])
    people = StringField(
        "参加人", [Short(200), no_numbers_here], description="成员和人数。被劝导、被评议的人不写姓名。"
    )
    outcome = TextAreaField(
        "结果", [Short(500), no_numbers_here], render_kw={"rows": 3}, description="禁毒禁赌的线索报公安，不写在这里。"
    )
