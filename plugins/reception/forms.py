"""What is asked for at the window. A field bears the name of the argument of the step it is for."""

from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.reception.choices import TOPIC_NAMES
from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.plugin.contributions import PartForm
from portal.records.forms import name_field, phone_field
from portal.records.people import Contact
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, within_years

MOST_NAMED = 20
WHO = ("name", "id_number", "id_type", "phone", "address")
WHAT = ("title", "text", "topic", "desk", "people_count", "speaks", "urgent")


class CompanionForm(PartForm):
    """One who came along."""

    name = StringField("姓名", [Short(40), no_numbers_here])
    phone = StringField("联系电话", [Short(30), telephone])
    speaks = BooleanField("是代表")

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and (self.phone.data or self.speaks.data):
            raise ValidationError("请填写姓名。")


class VisitForm(Form):
    """来访登记."""

    creates = "一次来访"
    name = name_field("来访人姓名", Required("请填写来访人的姓名。"))
    phone = phone_field()
    id_number = StringField("身份证号", [Short(40), resident_id], description="没有带的可以不填。")
    id_type = id_type_field()
    address = StringField("住址", [Short(100), no_numbers_here])
    known = Known()
    speaks = BooleanField("来访人是推选的代表")
    people_count = IntegerField(
        "一共来了几个人",
        [Optional(), NumberRange(1, 2000, "请填写 1 到 2000 之间的人数。")],
        description="只有一个人的可以不填。",
    )
    companions = FieldList(FormField(CompanionForm), label="同来的人", min_entries=1, max_entries=MOST_NAMED)
    desk = StringField("窗口", [Short(20), no_numbers_here])
    topic = SelectField("哪一类", choices=TOPIC_NAMES)
    title = StringField(
        "什么事", [Required("请写明什么事。"), Short(80), no_numbers_here], description="一句话说清楚。"
    )
    text = TextAreaField("诉求内容", [Short(1000), no_numbers_here], render_kw={"rows": 4})
    urgent = BooleanField("紧急")

    def named(self) -> list[tuple[Contact, bool]]:
        """Who came along, and whether they speak for the group."""
        lines = (each.form for each in self.companions if each.form.name.data)
        return [(Contact(name=each.name.data, phone=each.phone.data or None), each.speaks.data) for each in lines]


class AnswerForm(Form):
    """当场答复."""

    result = TextAreaField(
        "怎么答复的", [Required("请写明怎么答复的。"), Short(1000), no_numbers_here], render_kw={"rows": 3}
    )


class LeadForm(Form):
    """引导."""

    office = StringField("引导到哪个单位、窗口", [Required("请写明单位或者窗口。"), Short(60), no_numbers_here])


class HandOverForm(LeadForm):
    """移交: who has it now."""

    receiver = StringField(
        "谁接的", [Required("请写明谁接的。"), Short(40), no_numbers_here], description="写职务或者窗口号。"
    )


class BookForm(Form):
    """约领导接待."""

    day_id = SelectField("哪一天", coerce=int)


class ChangeDayForm(Form):
    """Who is on duty, and which leader receives."""

    name = StringField("值班人员", [Required("请填写值班人员。"), Short(60), no_numbers_here])
    leader = StringField("接待领导", [Short(40), no_numbers_here], description="当天有领导接待的填写。")
    room = StringField("接待地点", [Short(40), no_numbers_here])


class DayForm(ChangeDayForm):
    """值班、接待日."""

    creates = "一天的值班"
    unit_id = SelectField("在哪个单位接待", coerce=int)
    on = Date("日期", [Required("请填写日期。"), within_years(3)])
