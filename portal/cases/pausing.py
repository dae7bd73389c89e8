"""How 挂起 and 恢复 of a case are asked for."""

from wtforms import TextAreaField

from portal.cases.models import Case
from portal.people.publishing import no_numbers_here
from portal.records.forms import NoteForm
from portal.records.mounting import Ask
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, within_years
from portal.web.pages.formatting import day


class SuspendForm(Form):
    """挂起: why, and until when it is expected to stand still."""

    reason = TextAreaField(
        "挂起的理由",
        [Required("请写明理由。"), Short(1000), no_numbers_here],
        render_kw={"rows": 4},
        description="例如等待鉴定、诉讼、季节性施工。",
    )
    until_on = Date("预计恢复日期", [Required("请填写日期。"), within_years(3)], description="到这一天会回到工作台上。")


PAUSES = {
    Case.suspend: Ask(
        SuspendForm,
        at="suspension/new",
        done="已挂起，时限停止计算。",
        icon="clock",
        keeps_draft=True,
        explanation="挂起期间办理时限停止计算，恢复以后按停下的工作日顺延。",
    ),
    Case.resume: Ask(
        NoteForm,
        at="suspension/end",
        done=lambda case: f"已恢复办理，时限至 {day(case.due_at)}。",
        icon="check",
    ),
}


def suspended(case: Case) -> str:
    """Since when, why and until when the case stands still, in words; "" when it does not."""
    stood = case.suspension
    if stood is None:
        return ""
    return f"已于 {day(stood.since)} 挂起，预计 {stood.until_on} 恢复，时限停止计算。{stood.reason}"
