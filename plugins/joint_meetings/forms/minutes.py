"""What is asked for of a meeting that was held: who came, the minutes, who signed, a correction."""

from wtforms import FieldList, FormField, SelectField, StringField, TextAreaField

from plugins.joint_meetings.forms.calling import MOST_UNITS, chosen
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.plugin.contributions import PartForm
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, Ticks, not_in_future, within_years

MOST_TASKS = 30


class HoldForm(Form):
    """登记到会."""

    held_at = Moment("实际开会时间", [Required("请填写时间。"), not_in_future])
    present = Ticks("到会单位", coerce=int)


class OpinionForm(PartForm):
    """What one unit said; its label is the unit."""

    opinion = TextAreaField("意见", [Short(1000), no_numbers_here], render_kw={"rows": 2})


class LineForm(PartForm):
    """One task."""

    unit_id = SelectField("责任单位", coerce=chosen)
    what = StringField("做什么", [Short(200), no_numbers_here])
    due_on = Date("期限", [Optional(), within_years(3)])


class MinutesForm(Form):
    """记纪要."""

    review = TextAreaField("上次任务落实情况", [Short(2000), no_numbers_here], render_kw={"rows": 3})
    opinions = FieldList(FormField(OpinionForm), label="各单位意见", max_entries=MOST_UNITS)
    decision = TextAreaField("决定", [Required("请写明决定。"), Short(2000), no_numbers_here], render_kw={"rows": 4})
    tasks = FieldList(FormField(LineForm), label="任务", min_entries=1, max_entries=MOST_TASKS)

    def offer(self, units: dict[int, str]) -> None:
        """Let a task be given to `units`, id → name."""
        for row in self.tasks:
            row.form.unit_id.choices = {0: "请选择"} | units

    def lines(self) -> list[dict]:
        """The tasks as `JointMeeting.write` takes them; an empty line is none."""
        rows = [row.form for row in self.tasks if row.form.unit_id.data]
        return [
            {
                "unit": db.session.get_one(OrgUnit, each.unit_id.data),
                "what": each.what.data.strip(),
                "due_on": each.due_on.data,
            }
            for each in rows
        ]

    def validate_tasks(self, field):
        for row in field:
            given = [bool(row.form.unit_id.data), bool((row.form.what.data or "").strip()), bool(row.form.due_on.data)]
            if any(given) and not all(given):
                raise ValidationError("每项任务都要选责任单位、写明做什么和期限；没有任务的，整行不填。")


class SignForm(Form):
    """登记签字."""

    on = Date("签字日期", [Required("请填写日期。"), not_in_future])
    signed = Ticks("签了字的单位", coerce=int)


class CorrectionForm(Form):
    """更正."""

    text = TextAreaField(
        "更正什么",
        [Required("请写明更正什么。"), Short(1000), no_numbers_here],
        render_kw={"rows": 4},
        description="写明原来怎么写、改为什么。纪要原文不变，另出更正。",
    )
