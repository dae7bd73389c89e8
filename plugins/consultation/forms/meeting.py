"""议事会: called, held, minuted, voted; and what its resolutions hand out."""

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, StopValidation

from plugins.consultation.choices import ATTENDEES
from plugins.consultation.models import Attendance
from portal.people.publishing import no_numbers_in_full
from portal.personal_names import normalise_name
from portal.plugin.contributions import PartForm
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, Ticks, not_in_future

MOST_PEOPLE, MOST_PLANS, MOST_TASKS, MOST_HOUSEHOLDS = 80, 6, 10, 2000
WAYS = {"hands": "举手", "ballot": "投票"}


def lines(text: str | None) -> list[str]:
    """The lines of a box, without empty ones."""
    return [each.strip() for each in (text or "").splitlines() if each.strip()]


class PersonForm(PartForm):
    """One who is asked to come."""

    name = StringField("姓名", [Short(40)])
    role = SelectField("身份", choices=ATTENDEES, default="resident")


class InvitationForm(Form):
    """参加人员."""

    invited = FieldList(FormField(PersonForm), label="参加人员", min_entries=6, max_entries=MOST_PEOPLE)

    def people(self) -> list[Attendance]:
        """A line without a name is nobody."""
        rows = [row.form for row in self.invited if (row.form.name.data or "").strip()]
        return [Attendance(role=row.role.data, who=Contact(name=normalise_name(row.name.data))) for row in rows]

    def arguments(self) -> dict:
        return {"invited": self.people()}

    def validate_invited(self, field):
        if not self.people():
            raise ValidationError("请至少填写一名参加人员。")


class CallForm(InvitationForm):
    """召集."""

    creates = "一次议事会"
    forum_id = SelectField("小区", coerce=int)
    held_at = Moment("开会时间", [Required("请填写开会时间。")], description="例如 2026-11-28 19:00")
    venue = StringField("地点", [Required("请填写地点。"), Short(80)])
    chair = StringField("主持人", [Required("请填写主持人。"), Short(40)])
    recorder = StringField("记录人", [Required("请填写记录人。"), Short(40)])
    topics = Ticks("议题", coerce=int)

    def validate_topics(self, field):
        if not field.data:
            raise ValidationError("请选择议题。会前公示的议题才能列入。")


class RescheduleForm(Form):
    """改期."""

    held_at = Moment("开会时间", [Required("请填写开会时间。")])
    venue = StringField("地点", [Required("请填写地点。"), Short(80)])


class HoldForm(Form):
    """登记到会."""

    held_at = Moment("实际开始时间", [Required("请填写时间。"), not_in_future])
    present = Ticks("到会人员", coerce=int)


class DiscussionForm(Form):
    """记发言."""

    minutes = TextAreaField(
        "发言摘要",
        [Required("请写明大家说了什么。"), Short(8000)],
        render_kw={"rows": 10},
        description="一人一行，写成“谁：说了什么”。",
    )
    plans = TextAreaField(
        "方案",
        [Required("请至少写一个方案。"), Short(1200)],
        render_kw={"rows": 3},
        description="一行一个，表决时逐个计票。",
    )

    def validate_plans(self, field):
        found = lines(field.data)
        if len(found) > MOST_PLANS or any(len(each) > 200 for each in found):
            raise ValidationError(f"最多 {MOST_PLANS} 个方案，每个不超过 200 个字。")
        if len(set(found)) < len(found):
            raise ValidationError("有两个方案一样，请核对。")

    def arguments(self) -> dict:
        return {"minutes": self.minutes.data, "plans": lines(self.plans.data)}


class DecisionForm(Form):
    """What follows from a vote, however it was cast."""

    text = TextAreaField(
        "决议内容",
        [Short(2000), no_numbers_in_full],
        render_kw={"rows": 3},
        description="通过时写入决议，不填就是得票最多的方案。",
    )
    dissent = TextAreaField("不同意见", [Short(1000)], render_kw={"rows": 2})
    again = BooleanField("没有通过的，下次再议")


class CountForm(PartForm):
    """The votes for one plan; its label is the plan."""

    votes = IntegerField("票", [NumberRange(0, 9999, "请填写 0 以上的整数。")], default=0)


class VoteForm(DecisionForm):
    """表决."""

    way = RadioField("怎么表决", choices=WAYS, default="hands")
    counts = FieldList(FormField(CountForm), label="同意", max_entries=MOST_PLANS)
    against = IntegerField("反对", [NumberRange(0, 9999, "请填写 0 以上的整数。")], default=0)
    abstained = IntegerField("弃权", [NumberRange(0, 9999, "请填写 0 以上的整数。")], default=0)

    def arguments(self) -> dict:
        said = {name: self[name].data for name in ("way", "against", "abstained", "text", "dissent", "again")}
        return {**said, "votes": [row.form.votes.data for row in self.counts]}


class BallotForm(Form):
    """在线表决."""

    households = TextAreaField(
        "参加表决的户",
        [Required("请填写户。"), Short(60000)],
        render_kw={"rows": 10},
        description="一行一户，例如：3号楼2单元501。每户一个表决码，印在表决通知上。",
    )
    until = Moment("截止时间", [Required("请填写截止时间。")])

    def validate_households(self, field):
        found = lines(field.data)
        if len(found) > MOST_HOUSEHOLDS or any(len(each) > 40 for each in found):
            raise ValidationError(f"最多 {MOST_HOUSEHOLDS} 户，每户不超过 40 个字。")

    def arguments(self) -> dict:
        return {"households": lines(self.households.data), "until": self.until.data}


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

    text = StringField("做什么", [Short(200)])
    unit_id = SelectField("责任单位", coerce=int)
    due_on = Date("期限", [with_the_task])


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
