"""What is asked for: the period, the meeting, a task, what became of a risk. A field bears the name of the argument of the step it is for."""

from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from plugins.briefs.choices import GRADES, JUDGED
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.plugin.contributions import PartForm
from portal.records.forms import name_field
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, not_in_future, within_years

MOST_PEOPLE, MOST_RISKS, LONGEST_RISK = 24, 4, 50
CAME = {"yes": "到会", "no": "缺席"}


def _text(label: str, most: int, *checks, rows: int = 4, **more) -> TextAreaField:
    return TextAreaField(label, [*checks, Short(most), no_numbers_here], render_kw={"rows": rows}, **more)


def _line(label: str, most: int, *checks, **more) -> StringField:
    return StringField(label, [*checks, Short(most), no_numbers_here], **more)


class StartForm(Form):
    """起草."""

    creates = "一期研判"
    unit_id = SelectField("哪个单位", coerce=int)
    on = Date(
        "哪一期",
        [Optional(), not_in_future, within_years(10)],
        description="填那一周或者那个月里的一天；不填是上一期。村、社区每周，乡镇、街道每月，本地可以在设置里改。",
    )
    early = BooleanField("没有过完也起草，数据到昨天为止")


class AttendanceForm(PartForm):
    """One who came, or did not."""

    name = StringField("姓名", [Short(40), no_numbers_here])
    post = StringField("单位、职务", [Short(60), no_numbers_here])
    came = SelectField("到会", choices=CAME, default="yes")
    stand_in = StringField("谁代", [Short(40), no_numbers_here])

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and (self.post.data or self.stand_in.data):
            raise ValidationError("请填写姓名。")

    def validate_stand_in(self, field):
        if field.data and self.came.data == "yes":
            raise ValidationError("到会的不用人代；没有到会的选“缺席”。")


class MeetingForm(Form):
    """研判会."""

    met_at = Moment("会议时间", [Required("请填写会议时间。"), not_in_future])
    venue = _line("地点", 100, Required("请填写地点。"))
    host = name_field("主持人", Required("请填写主持人。"))
    attendances = FieldList(FormField(AttendanceForm), label="参会人", min_entries=1, max_entries=MOST_PEOPLE)
    summary = _text("情况", 250, Required("请写明情况。"), description="按冻结的数起草的，可以改写。")
    opinion = _text(
        "研判意见",
        500,
        Required("请写明研判意见。"),
        rows=6,
        description="不写当事人的姓名。没有新增的写“零报告”和下期要留意的。",
    )
    grade = RadioField("风险等级", choices=GRADES, default="")
    risks = _text("可能发生的风险", 300, rows=3, description="一行一条，最多 4 条；以后确认发生了没有。")

    def validate_risks(self, field):
        lines = self.foretold()
        if len(lines) > MOST_RISKS:
            raise ValidationError(f"写了 {len(lines)} 条，最多 {MOST_RISKS} 条。")
        if any(len(each) > LONGEST_RISK for each in lines):
            raise ValidationError(f"每条最多 {LONGEST_RISK} 个字。")

    def foretold(self) -> list[str]:
        return [each.strip() for each in (self.risks.data or "").splitlines() if each.strip()]

    def arguments(self) -> dict:
        people = [
            {
                "name": row.form.name.data,
                "post": row.form.post.data or "",
                "came": row.form.came.data == "yes",
                "stand_in": row.form.stand_in.data or "",
            }
            for row in self.attendances
            if row.form.name.data
        ]
        named = ("met_at", "venue", "host", "summary", "opinion", "grade")
        return {"attendances": people, "risks": self.foretold()} | {name: self[name].data for name in named}


class TaskForm(Form):
    """定任务."""

    creates = "一项任务"
    title = _line("做什么", 60, Required("请写明做什么。"))
    target_id = SelectField("责任单位", coerce=int)
    due_on = Date("什么时候完成", [Required("请填写日期。"), within_years(3)])
    case_number = _line("关于哪件事项", 60, description="事项编号；不是为一件事项的不填。")


class DoneForm(Form):
    """完成."""

    text = _text("办了什么", 600, Required("请写明办了什么。"))


class RenewForm(Form):
    """退回继续办."""

    due_on = Date("新的期限", [Required("请填写日期。"), within_years(3)])
    reason = _text("还差什么", 300, Required("请写明还差什么。"), rows=3)


class OutcomeForm(Form):
    """风险后来怎样."""

    outcome = RadioField("后来", [Required("请选择。")], choices=JUDGED)
    note = _text("说明", 300, rows=2)


class MissedForm(Form):
    """漏报."""

    text = _line("发生了什么", 200, Required("请写明发生了什么。"), description="本期没有提出、后来发生的。")


class PeriodForm(Form):
    """报送情况: of which period."""

    on = Date(
        "哪一期",
        [Optional(), not_in_future, within_years(10)],
        description="填那一周或者那个月里的一天；不填是上一期。",
    )
