"""议事坊; 议题, proposed by staff or by residents, let in or kept out, merged, rated; 决议, published, handed out, inspected."""

from wtforms import FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, StopValidation

from plugins.consultation.models.topic import RATINGS
from portal.cases.neighbourhood import MATTER_NAMES
from portal.org.chooser import UnitField
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.plugin.contributions import PartForm
from portal.records.public_form import PublicForm, SenderForm
from portal.web.forms import LETTER, Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Suggested, not_in_future, within_years

EXAMPLE = "一句话，例如：给 3 号楼装充电棚"


class ProposalForm(Form):
    """提出议题. From a case, or a record of another plugin, its name comes along."""

    creates = "一个议题"
    forum_id = SelectField("小区", coerce=int)
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    title = StringField("议什么事", [Required("请写明议什么事。"), Short(80), no_numbers_in_full], description=EXAMPLE)
    text = TextAreaField(
        "情况和建议", [Required("请写明情况。"), Short(LETTER), no_numbers_in_full], render_kw={"rows": 5}
    )
    case_id = HiddenField()
    origin = HiddenField()


class PublicProposalForm(SenderForm):
    """A resident proposes, without an account."""

    title = StringField("议什么事", [Required("请写明议什么事。"), Short(80), no_numbers_in_full], description=EXAMPLE)
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    text = TextAreaField(
        "情况和建议", [Required("请写明情况。"), Short(LETTER), no_numbers_in_full], render_kw={"rows": 5}
    )

    def arguments(self) -> dict:
        fields = {name: self[name].data for name in ("title", "matter", "text")}
        return {**fields, "proposer": self.contact()}


class AcceptanceForm(Form):
    """列入: in the words that will be published."""

    title = StringField("议题", [Required("请填写议题。"), Short(80), no_numbers_in_full])
    text = TextAreaField(
        "公示的内容",
        [Required("请填写内容。"), Short(2000), no_numbers_in_full],
        render_kw={"rows": 5},
        description="会前公示给大家看，不要写个人的姓名、电话、门牌号。",
    )
    reason = StringField("说明", [Short(200), no_numbers_in_full], description="涉及负面清单的，必须写明理由。")


class MergerForm(Form):
    """并入另一议题."""

    other_id = SelectField("并入哪个议题", coerce=int)

    def validate_other_id(self, field):
        if not field.data:
            raise ValidationError("请选择议题。")


class RatingForm(PublicForm):
    """居民评价."""

    rating = RadioField("满意吗", [Required("请选择。")], choices=RATINGS, coerce=int)
    words = StringField("想说的话", [Short(200), no_numbers_in_full])


# -- forums ------------------------------------------------------------------------------------------------------------


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


# -- resolutions -------------------------------------------------------------------------------------------------------

MOST_TASKS = 10


class ResolutionForm(Form):
    """公示决议."""

    text = TextAreaField(
        "决议内容", [Required("请填写决议内容。"), Short(2000), no_numbers_in_full], render_kw={"rows": 5}
    )


def with_the_task(form: "TaskForm", field: Date) -> None:
    """A day is wanted where something is to be done; a line left empty needs none."""
    if not (field.raw_data and field.raw_data[0].strip()):
        field.errors = []
        raise StopValidation("请填写期限。" if (form.text.data or "").strip() else "")


class TaskForm(PartForm):
    """One thing to be done."""

    text = StringField("做什么", [Short(200), no_numbers_in_full])
    unit_id = UnitField("责任单位")
    due_on = Date("期限", [with_the_task, within_years(3)])

    def validate_unit_id(self, field):
        if (self.text.data or "").strip() and not field.data:
            raise ValidationError("请选择责任单位。")


class HandOutForm(Form):
    """交办."""

    tasks = FieldList(FormField(TaskForm), label="任务", min_entries=1, max_entries=MOST_TASKS)

    def rows(self) -> list[TaskForm]:
        return [row.form for row in self.tasks if (row.form.text.data or "").strip()]

    def validate_tasks(self, field):
        if not self.rows():
            raise ValidationError("请写明做什么。")


class InspectionForm(Form):
    """验收."""

    on = Date("验收日期", [Required("请填写日期。"), not_in_future])
    result = TextAreaField(
        "验收情况", [Required("请写明验收情况。"), Short(500), no_numbers_in_full], render_kw={"rows": 3}
    )
