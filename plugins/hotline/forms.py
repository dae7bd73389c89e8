"""What is asked for about an order, typed or as a line of the platform's file. A field bears the name of the argument of the step it is for."""

import re

from wtforms import BooleanField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField

from plugins.hotline import coordinates
from plugins.hotline.choices import GROUNDS, NATURES, PLATFORM, SOURCES, WAYS, read_word
from portal.cases.choices import URGENCIES
from portal.people.fields import telephone
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import LETTER, Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, not_in_future, within_years

HOUR = re.compile("[:：时時点點]")
YES_NO = {"yes": "是", "no": "否"}
AS_IS = ("outside_number", "source", "sender", "nature", "urgency", "category", "title", "text", "location")
AS_IS += ("coordinates", "joint", "assisting", "confidential", "wants_reply", "sent_at", "wanted_by")


class DayOrMoment(Moment):
    """A moment, or a day alone, which stands for the hour `at` of it: platforms write both."""

    def __init__(self, label: str, validators=(), *, at: str = "00:00", **kwargs) -> None:
        super().__init__(label, validators, **kwargs)
        self.at = at

    def process_formdata(self, valuelist):
        text = (valuelist[0] if valuelist else "").strip()
        try:
            super().process_formdata([text])
        except ValueError:
            if HOUR.search(text):
                raise
            super().process_formdata([f"{text} {self.at}"])
        if self.data and (self.data.hour, self.data.minute) == (0, 0):
            super().process_formdata([f"{self.data:%Y-%m-%d} {self.at}"])


class LineForm(Form):
    """工单, as the platform hands it down."""

    outside_number = StringField(
        "工单编号",
        [Required("请填写工单编号。"), Short(60), no_numbers_here],
        description="平台上的编号；部门、上级转来的填来文号。",
    )
    source = SelectField("从哪里来", choices=SOURCES, default=PLATFORM)
    sender = StringField(
        "转来的单位", [Short(60), no_numbers_here], description="部门、上级转来的填写，例如：旗市场监管局。"
    )
    sent_at = DayOrMoment(
        "派单时间", [Optional(), not_in_future], description="例如：2026-11-21 14:30。不填的，从现在算起。"
    )
    wanted_by = DayOrMoment(
        "要求回复的时间",
        [Optional(), within_years(3)],
        at="23:59",
        description="平台没有写的不填，按本地规定的期限算。",
    )
    nature = SelectField("诉求类型", choices=NATURES, default="help")
    urgency = SelectField("紧急程度", choices=URGENCIES, default="usual")
    category = StringField("诉求分类", [Short(60), no_numbers_here], description="照平台写，例如：物业管理。")
    title = StringField("诉求标题", [Short(60), no_numbers_here], description="不填的，取内容的前几十个字。")
    text = TextAreaField(
        "诉求内容",
        [Required("请填写诉求内容。"), Short(LETTER)],
        render_kw={"rows": 5},
        description="号码不存在这里：写进来的电话、证件号会自动去掉，请填到诉求人一栏。",
    )
    location = StringField("事发地址", [Short(100), no_numbers_here])
    coordinates = StringField("经纬度", [Short(60)], description="平台有的照填，例如：109.98,40.41。")
    joint = BooleanField("联办")
    assisting = StringField("协办单位", [Short(100), no_numbers_here], description="平台写明的，例如：旗城管局。")
    name = StringField("诉求人", [Short(40), no_numbers_here], description="匿名的不填。")
    phone = StringField("联系电话", [Short(30), telephone])
    confidential = BooleanField("要求保密")
    wants_reply = BooleanField("需要回复本人", default=True)

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and (self.phone.data or "").strip():
            raise ValidationError("留了电话的，请写姓名；不知道的写“来电人”。")

    def validate_coordinates(self, field):
        try:
            field.data = coordinates.read(field.data or "")
        except ValueError:
            raise ValidationError("请写成用逗号隔开的两个数（度），例如：109.98,40.41；也可以不填。") from None

    def validate_sender(self, field):
        if self.source.data != PLATFORM and not (field.data or "").strip():
            raise ValidationError("请填写转来的单位。")


class OrderForm(LineForm):
    """登记工单."""

    creates = "一件工单"
    unit_id = SelectField("哪里的事", coerce=int)

    @property
    def given(self) -> dict:
        """The arguments of `Order.receive`."""
        caller = Contact(name=self.name.data, phone=self.phone.data or None) if self.name.data else None
        return {name: self[name].data for name in AS_IS} | {"caller": caller}


class SheetForm(LineForm):
    """A line of the file of a platform, which has words of its own for what is asked, and longitude and latitude in two columns."""

    nature = StringField("诉求类型", [Short(30)])
    urgency = StringField("紧急程度", [Short(30)])
    longitude = StringField("经度", [Short(30)])
    latitude = StringField("纬度", [Short(30)])

    def validate_latitude(self, field):
        apart = " ".join(each.data or "" for each in (self.longitude, field)).strip()
        if apart and not self.coordinates.data:
            self.coordinates.data = apart
            self.validate_coordinates(self.coordinates)

    def validate_nature(self, field):
        self._read(field, NATURES, "help")

    def validate_urgency(self, field):
        self._read(field, URGENCIES, "usual")

    def _read(self, field: StringField, words: dict[str, str], usual: str) -> None:
        key = read_word(field.data or "", words, usual)
        if not key:
            raise ValidationError(f"请填写{'、'.join(words.values())}之一。")
        field.data = key


class AcceptanceForm(Form):
    """签收: what the case is called, and which resident called."""

    title = StringField("事项名称", [Required("请填写事项名称。"), Short(60), no_numbers_here])
    known = Known()


class ReturnForm(Form):
    """退单."""

    ground = RadioField("理由", [Required("请选一个理由。")], choices=GROUNDS)
    words = TextAreaField("说明", [Required("请写明情况。"), Short(500), no_numbers_here], render_kw={"rows": 3})
    right_unit = StringField("应由哪个单位办理", [Short(60), no_numbers_here], description="知道的填写。")


class ContactForm(Form):
    """登记联系."""

    at = Moment("什么时候", [Required("请填写时间。"), not_in_future])
    way = SelectField("怎么联系的", choices=WAYS)
    spoke = RadioField("联系上了吗", [Required("请选择。")], choices=YES_NO)
    words = TextAreaField("说了什么", [Required("请写明。"), Short(500), no_numbers_here], render_kw={"rows": 3})

    def arguments(self) -> dict:
        return {"at": self.at.data, "way": self.way.data, "words": self.words.data, "spoke": self.spoke.data == "yes"}


class ExtensionForm(Form):
    """申请延期."""

    until = Date("延到哪天", [Required("请填写日期。"), within_years(3)])
    reason = TextAreaField("为什么", [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 3})


class AnswerForm(Form):
    """回复."""

    result = TextAreaField(
        "办理结果",
        [Required("请写明办理结果。"), Short(LETTER), no_numbers_here],
        render_kw={"rows": 6},
        description="这段话上传平台，并印在回复单上，不写别人的姓名和号码。",
    )
    reached = RadioField("联系诉求人了吗", [Required("请选择。")], choices=YES_NO)
    resolved = RadioField("解决了吗", [Required("请选择。")], choices=YES_NO)
    unresolved_reason = TextAreaField("没有解决的，原因", [Short(500), no_numbers_here], render_kw={"rows": 2})
    uploads = MultipleFileField("证明材料（可不传）", description="照片、PDF，每个不超过 20 MB。")


class RedoForm(Form):
    """登记重办."""

    reason = TextAreaField("平台的意见", [Required("请写明。"), Short(500), no_numbers_here], render_kw={"rows": 3})
    wanted_by = DayOrMoment(
        "要求回复的时间",
        [Optional(), within_years(3)],
        at="23:59",
        description="平台没有写的不填，按本地规定的期限算。",
    )


class CallBackForm(Form):
    """登记回访结果."""

    responded = RadioField("有人联系、答复吗", [Required("请选择。")], choices=YES_NO)
    solved = RadioField("解决了吗", [Required("请选择。")], choices=YES_NO)
    satisfied = RadioField("满意吗", [Required("请选择。")], choices=YES_NO)
    reason = StringField("未达成的原因", [Short(300), no_numbers_here])

    def arguments(self) -> dict:
        said = {name: self[name].data == "yes" for name in ("responded", "solved", "satisfied")}
        return said | {"reason": self.reason.data or ""}
