"""议事会: called and held; what was said about each topic, the plans, the vote."""

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
from wtforms.validators import NumberRange

from plugins.consultation.models import Attendance
from plugins.consultation.models.item import WAYS
from plugins.consultation.models.meeting import ATTENDEES
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.plugin.contributions import PartForm
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Moment, Suggested, Ticks, not_in_future, within_years

MOST_PEOPLE = 80


class PersonForm(PartForm):
    """One who is asked to come."""

    name = StringField("姓名", [Short(40), no_numbers_here])
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
    held_at = Moment("开会时间", [Required("请填写开会时间。"), within_years(3)], description="例如 2026-11-28 19:00")
    venue = StringField("地点", [Required("请填写地点。"), Short(80), no_numbers_in_full])
    chair = Suggested("主持人", [Required("请填写主持人。"), Short(40), no_numbers_here])
    recorder = Suggested("记录人", [Required("请填写记录人。"), Short(40), no_numbers_here])
    topics = Ticks("议题", coerce=int)

    def validate_topics(self, field):
        if not field.data:
            raise ValidationError("请选择议题。会前公示的议题才能列入。")
        if not set(field.data) <= set(field.choices):
            raise ValidationError("只能选这个小区的议题。")


class RescheduleForm(Form):
    """改期."""

    held_at = Moment("开会时间", [Required("请填写开会时间。"), within_years(3)])
    venue = StringField("地点", [Required("请填写地点。"), Short(80), no_numbers_in_full])


class HoldForm(Form):
    """登记到会."""

    held_at = Moment("实际开始时间", [Required("请填写时间。"), not_in_future])
    present = Ticks("到会人员", coerce=int)


# -- one topic of it ---------------------------------------------------------------------------------------------------

MOST_PLANS, MOST_HOUSEHOLDS = 6, 2000


def lines(text: str | None) -> list[str]:
    """The lines of a box, without empty ones."""
    return [each.strip() for each in (text or "").splitlines() if each.strip()]


class DiscussionForm(Form):
    """记发言."""

    minutes = TextAreaField(
        "发言摘要",
        [Required("请写明大家说了什么。"), Short(8000), no_numbers_in_full],
        render_kw={"rows": 10},
        description="一人一行，写成“谁：说了什么”。",
    )
    plans = TextAreaField(
        "方案",
        [Required("请至少写一个方案。"), Short(1200), no_numbers_in_full],
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
    dissent = TextAreaField("不同意见", [Short(1000), no_numbers_in_full], render_kw={"rows": 2})
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
        [Required("请填写户。"), Short(60000), no_numbers_in_full],
        render_kw={"rows": 10},
        description="一行一户，例如：3号楼2单元501。每户一个表决码，印在表决通知上。",
    )
    until = Moment("截止时间", [Required("请填写截止时间。"), within_years(3)])

    def validate_households(self, field):
        found = lines(field.data)
        if len(found) > MOST_HOUSEHOLDS or any(len(each) > 40 for each in found):
            raise ValidationError(f"最多 {MOST_HOUSEHOLDS} 户，每户不超过 40 个字。")

    def arguments(self) -> dict:
        return {"households": lines(self.households.data), "until": self.until.data}
