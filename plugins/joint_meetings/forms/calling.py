"""What is asked for to call a meeting: units, cases, agenda, time and place; and to change them."""

from datetime import timedelta

from flask_login import current_user
from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField

from plugins.joint_meetings.choices import KINDS
from portal.cases.models import Case
from portal.extensions import db
from portal.org.chooser import UnitField
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.plugin.contributions import PartForm
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Moment, within_years

MOST_UNITS, MOST_CASES = 30, 20
MOST_DAYS = 3


def chosen(value: str | int | None) -> int:
    """The id of the unit that was chosen in a line, 0 for none."""
    return int(value or 0)


def within_days(form: Form, field: Moment) -> None:
    """WTForms validator: a meeting does not end more than some days after it starts. Raises ValidationError."""
    if field.data and form.starts_at.data and field.data - form.starts_at.data > timedelta(days=MOST_DAYS):
        raise ValidationError(f"一次会议最多开 {MOST_DAYS} 天，请核对结束时间。")


def place_field() -> StringField:
    return StringField("地点", [Required("请填写地点。"), Short(100), no_numbers_here])


def chair_field() -> StringField:
    return StringField("主持人", [Required("请填写主持人。"), Short(40), no_numbers_here])


def agenda_field() -> TextAreaField:
    return TextAreaField(
        "议程",
        [Short(1000), no_numbers_here],
        render_kw={"rows": 4},
        description="通知的单位都能看到，不要写当事人的姓名。",
    )


class AskedForm(PartForm):
    """One unit that is invited."""

    unit_id = UnitField("单位")
    asked = StringField("请谁参加", [Short(40), no_numbers_here])


class AboutForm(PartForm):
    """One case, and what is said of it to the units that are invited."""

    number = StringField("事项编号", [Short(60), no_numbers_here])
    said = StringField("向参会单位说明什么", [Short(200), no_numbers_here])
    case: Case | None = None

    def validate_number(self, field):
        """The case with that number among those that the reader may see."""
        number = (field.data or "").strip()
        if not number:
            return
        self.case = db.session.scalars(Case.visible_to(current_user).where(Case.number == number)).first()
        if self.case is None:
            raise ValidationError("没有这个编号的事项，或者不在您的范围内，请核对编号。")

    def validate_said(self, field):
        if bool((field.data or "").strip()) != bool((self.number.data or "").strip()):
            raise ValidationError("每件事项都要写编号，并写明向参会单位说明什么，不写当事人。")


def invited_group() -> FieldList:
    return FieldList(FormField(AskedForm), label="通知的单位", min_entries=3, max_entries=MOST_UNITS)


def about_group() -> FieldList:
    return FieldList(FormField(AboutForm), label="会商的事项", min_entries=1, max_entries=MOST_CASES)


class UnitsForm(Form):
    """增加单位."""

    invited = invited_group()

    def offer(self, units: dict[int, str]) -> None:
        """Let `units` be chosen, id → name."""
        for row in self.invited:
            row.form.unit_id.choices = {0: "请选择"} | units

    def units(self) -> list[dict]:
        """The units as `JointMeeting.call` takes them; a line without one is none."""
        return [
            {"unit": db.session.get_one(OrgUnit, row.form.unit_id.data), "asked": (row.form.asked.data or "").strip()}
            for row in self.invited
            if row.form.unit_id.data
        ]

    def arguments(self) -> dict:
        return {"invited": self.units()}

    def validate_invited(self, field):
        if not any(row.form.unit_id.data for row in field):
            raise ValidationError("请至少选择一个单位。")
        if any((row.form.asked.data or "").strip() and not row.form.unit_id.data for row in field):
            raise ValidationError("写了请谁参加的，请选择单位。")


class AgendaForm(Form):
    """议程, and the cases."""

    chair = chair_field()
    agenda = agenda_field()
    items = about_group()

    def cases(self) -> list[dict]:
        """The cases as `JointMeeting.call` takes them."""
        rows = [row.form for row in self.items if row.form.case]
        return [{"case": each.case, "said": each.said.data.strip()} for each in rows]

    def arguments(self) -> dict:
        return {"agenda": self.agenda.data, "chair": self.chair.data, "items": self.cases()}


class MeetingForm(UnitsForm):
    """召集."""

    creates = "一次会议"
    unit_id = SelectField("召集单位", coerce=int)
    title = StringField(
        "会议名称",
        [Required("请填写会议名称。"), Short(80), no_numbers_here],
        description="通知的单位都能看到，不要写当事人的姓名。",
    )
    kind = RadioField("种类", choices=KINDS, default="consult")
    starts_at = Moment("开会时间", [Required("请填写开会时间。"), within_years(3)])
    ends_at = Moment("结束时间", [Optional(), within_years(3), within_days], description="不填的按本地设置的时长。")
    place_of_meeting = place_field()
    chair = chair_field()
    agenda = agenda_field()
    items = about_group()
    cases = AgendaForm.cases

    def arguments(self) -> dict:
        names = ("title", "kind", "starts_at", "ends_at", "place_of_meeting", "chair", "agenda")
        return {name: self[name].data for name in names} | {"invited": self.units(), "items": self.cases()}


class PostponeForm(Form):
    """改期."""

    starts_at = Moment("开会时间", [Required("请填写开会时间。"), within_years(3)])
    ends_at = Moment("结束时间", [Optional(), within_years(3), within_days], description="不填的按本地设置的时长。")
    place_of_meeting = place_field()
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), no_numbers_here], render_kw={"rows": 3})
