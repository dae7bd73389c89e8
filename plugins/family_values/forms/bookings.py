"""Forms of a booking: those of staff, and those of the group itself."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.family_values.choices import PURPOSES, RATINGS
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.records.public_form import PublicForm, SenderForm
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date

MOST = 5000
NOT_A_COUNT = NumberRange(0, MOST, f"请填写 0 至 {MOST} 之间的整数。")
OF_THE_VISIT = (
    "day",
    "slot_id",
    "title",
    "purpose",
    "people",
    "party_members",
    "minors",
    "guided",
    "vehicles",
    "remark",
)


class GroupFields:
    """Who comes, when, why and how many."""

    day = Date("参观日期", [Required("请填写参观日期。")])
    slot_id = SelectField("时段", coerce=int, render_kw={"data-width": "line"})
    title = StringField(
        "单位名称",
        [Required("请填写单位名称。"), Short(80), no_numbers_here],
        description="家庭或者个人结伴的，写“某某等家庭”。",
    )
    purpose = SelectField("事由", choices=PURPOSES)
    people = IntegerField("人数", [Required("请填写人数。"), NumberRange(1, MOST, f"请填写 1 至 {MOST} 之间的整数。")])
    party_members = IntegerField("其中党员", [Optional(), NOT_A_COUNT], default=0)
    minors = IntegerField("其中未成年人", [Optional(), NOT_A_COUNT], default=0)
    guided = BooleanField("需要讲解", default=True, render_kw={"data-width": "choice"})
    vehicles = StringField(
        "车辆", [Short(60), no_numbers_here], description="例如：大巴一辆。", render_kw={"data-width": "line"}
    )
    remark = TextAreaField("还要说明的", [Short(300), no_numbers_here], render_kw={"rows": 2})

    def validate_minors(self, field):
        together = (self.party_members.data or 0) + (field.data or 0)
        if self.people.data and together > self.people.data:
            raise ValidationError(f"党员和未成年人加起来 {together} 人，超过了总人数 {self.people.data} 人。")

    def visit(self) -> dict:
        """The arguments of the booking but for who asks."""
        values = {name: self[name].data for name in OF_THE_VISIT}
        return values | {name: values[name] or 0 for name in ("party_members", "minors")}


class BookingForm(GroupFields, Form):
    """预约, entered by staff."""

    creates = "一批预约"
    sender = StringField("联系人姓名", [Required("请填写联系人姓名。"), Short(40), no_numbers_here])
    phone = StringField("联系电话", [Required("请填写联系电话。"), Short(30), telephone])
    urgent = BooleanField("特殊情况，不受提前天数限制", description="请在“还要说明的”里写明是什么情况、谁同意的。")

    def validate_urgent(self, field):
        if field.data and not (self.remark.data or "").strip():
            raise ValidationError("请在“还要说明的”里写明特殊情况。")

    def arguments(self) -> dict:
        who = Contact(name=normalise_name(self.sender.data), phone=self.phone.data)
        return self.visit() | {"sender": who, "urgent": self.urgent.data}


class PublicBookingForm(GroupFields, SenderForm):
    """预约, filled in by the group."""

    def arguments(self) -> dict:
        return self.visit() | {"sender": self.contact()}


class ConfirmationForm(Form):
    """确认."""

    guide_id = SelectField("讲解员", coerce=int)
    note = StringField(
        "给参观单位的话",
        [Short(200), no_numbers_here],
        description="印在预约确认单上，对方凭查询码也看得到。例如：请从东门进。",
    )


class GuideChoiceForm(Form):
    """安排讲解员."""

    guide_id = SelectField("讲解员", coerce=int)


class PostponementForm(Form):
    """改期."""

    day = Date("改到哪天", [Required("请填写日期。")])
    slot_id = SelectField("时段", coerce=int)
    note = StringField("原因", [Short(200), no_numbers_here])


class CountForm(Form):
    """到馆签到: who came."""

    came = IntegerField(
        "实到人数", [Required("请填写人数。"), NumberRange(1, MOST, f"请填写 1 至 {MOST} 之间的整数。")]
    )
    came_party_members = IntegerField("其中党员", [Optional(), NOT_A_COUNT], default=0)
    came_minors = IntegerField("其中未成年人", [Optional(), NOT_A_COUNT], default=0)

    def arguments(self) -> dict:
        return {name: self[name].data or 0 for name in ("came", "came_party_members", "came_minors")}


class RecountForm(CountForm):
    """更正人数."""

    reason = StringField("为什么更正", [Required("请写明原因。"), Short(200), no_numbers_here])

    def arguments(self) -> dict:
        return super().arguments() | {"reason": self.reason.data}


class FeedbackForm(Form):
    """登记反馈."""

    rating = RadioField("满意吗", [Required("请选择。")], choices=RATINGS)
    opinion = TextAreaField("意见建议", [Short(500), no_numbers_here], render_kw={"rows": 3})


class PublicFeedbackForm(PublicForm):
    """反馈, by the group."""

    rating = RadioField("满意吗", [Required("请选择。")], choices=RATINGS)
    opinion = TextAreaField("意见建议", [Short(500), no_numbers_here], render_kw={"rows": 3})
