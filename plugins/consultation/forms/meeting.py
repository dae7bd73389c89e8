"""议事会: called and held."""

from wtforms import FieldList, FormField, SelectField, StringField

from plugins.consultation.choices import ATTENDEES
from plugins.consultation.models import Attendance
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.plugin.contributions import PartForm
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Moment, Suggested, Ticks, not_in_future

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
    held_at = Moment("开会时间", [Required("请填写开会时间。")], description="例如 2026-11-28 19:00")
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

    held_at = Moment("开会时间", [Required("请填写开会时间。")])
    venue = StringField("地点", [Required("请填写地点。"), Short(80), no_numbers_in_full])


class HoldForm(Form):
    """登记到会."""

    held_at = Moment("实际开始时间", [Required("请填写时间。"), not_in_future])
    present = Ticks("到会人员", coerce=int)
