"""What is asked for on the way and at the desk. A field bears the name of the argument of the step it is for."""

from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from plugins.grid_work.choices import FOUND, MET, REASONS, RESIDES, WAYS, WISHES
from portal.cases.neighbourhood import MATTER_NAMES
from portal.people.fields import id_type_field, resident_id
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.plugin.contributions import PartForm
from portal.records.forms import name_field, phone_field
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_before, not_in_future

MOST_LINES = 80
WHO = ("name", "id_number", "id_type", "phone")


def _words(label: str, most: int, *checks, **more) -> StringField:
    return StringField(label, [*checks, Short(most), no_numbers_here], **more)


class GradeForm(Form):
    """定类."""

    grade = SelectField("类别", [Required("请选择类别。")])
    cause = SelectField("理由", [Required("请选择理由。")])
    reason = TextAreaField(
        "情况",
        [Required("请写明情况。"), Short(200), no_numbers_here],
        render_kw={"rows": 2},
        description="只有走访的人看得到。不写病情。",
    )
    review_on = Date("复核日期", [Optional()], description="不填的按本地规定的天数。")


class PlaceForm(Form):
    """Where it lies."""

    unit_id = SelectField("网格", coerce=int)
    building = _words(
        "小区、楼栋、单元", 80, Required("请填写楼栋。"), description="例如：万豪花园3号楼2单元。同一单元的一起走。"
    )
    room = _words("房号", 20, Required("请填写房号。"))

    def validate_building(self, field):
        field.data = "".join((field.data or "").split())

    def validate_room(self, field):
        field.data = "".join((field.data or "").split())


class HomeForm(PlaceForm, GradeForm):
    """登记走访户."""

    creates = "一个走访户"
    name = name_field("联系人", Required("请填写联系人的姓名。"))
    phone = phone_field()
    id_number = StringField("身份证号", [Short(40), resident_id], description="不知道的可以不填。")
    id_type = id_type_field()
    known = Known()


class VisitForm(Form):
    """记走访: whether somebody was met, and one sentence."""

    met = RadioField("见到了吗", [Required("请选择见到了没有。")], choices=MET)
    text = _words("一句话", 300, description="说了什么，看到什么。没有的不填。")
    on = Date("哪一天", [Required("请填写日期。"), not_in_future])
    way = SelectField("怎么见的", choices=WAYS, default="door")
    found = SelectField("有没有要办的", choices=FOUND, default="")
    title = _words("什么事、什么变化", 60, description="例如：楼道灯不亮；添了一口人。")
    matter = SelectField("哪一类事", choices=MATTER_NAMES, default="other")

    def validate_title(self, field):
        if self.found.data and not (field.data or "").strip():
            raise ValidationError("有事要办、信息有变化的，写明是什么。")


class ChangeForm(Form):
    """信息有变化."""

    title = _words("什么变化", 60, Required("请写明什么变化。"), description="例如：添了一口人。")


class FindForm(Form):
    """有事要办."""

    title = _words("什么事", 60, Required("请写明什么事。"), description="例如：楼道灯不亮。")
    matter = SelectField("哪一类事", choices=MATTER_NAMES, default="other")


class WishForm(Form):
    """怎样见面."""

    wish = SelectField("希望怎样见面", choices=WISHES)
    wish_said = _words("补充", 100, description="例如：下午六点以后在家。")


class CheckForm(Form):
    """人户核查."""

    resides = RadioField("是不是住在这里", [Required("请选择。")], choices=RESIDES)
    on = Date("哪一天核查的", [Required("请填写日期。"), not_in_future])
    note = _words("怎样核实的", 100, Required("请写明怎样核实的。"), description="例如：电话联系本人，问了邻居。")


class SettleForm(Form):
    """当场办好."""

    result = _words("怎么办的", 200, Required("请写明怎么办的。"))


class UpdateForm(Form):
    """更新信息."""

    result = _words("更新了哪里", 200, Required("请写明更新了哪里。"), description="例如：户的登记里添了一名成员。")


class LinkForm(Form):
    """记入事项."""

    case = StringField("事项编号", [Required("请填写事项编号。"), Short(60)])


class PauseForm(Form):
    """登记停访."""

    creates = "一次停访"
    unit_id = SelectField("网格", coerce=int)
    name = SelectField("原因", choices=REASONS)
    valid_from = Date("第一天", [Required("请填写日期。")])
    valid_until = Date("最后一天", [Required("请填写日期。"), not_before("valid_from", "最后一天早于第一天，请核对。")])


class LineForm(PartForm):
    """One line of the sheet of a day."""

    home = StringField("编号或者地址", [Short(110)])
    met = SelectField("见到了吗", choices={"": "没有去"} | MET, default="")
    way = SelectField("怎么见的", choices=WAYS, default="door")
    text = StringField("一句话", [Short(300), no_numbers_here])
    title = StringField("要办的事", [Short(60), no_numbers_here])
    on = Date("哪一天", [Optional(), not_in_future])
    listed = HiddenField(validators=[Short(110)])

    @property
    def filled(self) -> bool:
        """Whether anything was entered: more than stood there as it was opened."""
        home, listed, text, title = (
            (each.data or "").strip() for each in (self.home, self.listed, self.text, self.title)
        )
        return bool(self.met.data or text or title or any(self.on.raw_data or ()) or (home and home != listed))

    def validate_met(self, field):
        if self.filled and not field.data:
            raise ValidationError("这一行写了内容，请选择见到了没有。")

    def validate_home(self, field):
        if self.filled and not (field.data or "").strip():
            raise ValidationError("请填写走访户的编号或者地址。")


class SheetForm(Form):
    """补录: the sheet of a day, typed in at once."""

    on = Date(
        "走访日期",
        [Required("请填写日期。"), not_in_future],
        description="哪一行不是这一天的，在那一行写日期；是这一天的不填。",
    )
    lines = FieldList(FormField(LineForm), label="走访", min_entries=1, max_entries=MOST_LINES)
