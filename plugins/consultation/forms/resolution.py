"""决议: published, handed out, inspected."""

from wtforms import FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal.people.publishing import no_numbers_in_full
from portal.plugin.contributions import PartForm
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future

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
