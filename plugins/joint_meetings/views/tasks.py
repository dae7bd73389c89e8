"""Tasks: the list, and one task until it is struck off."""

from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import EXPORT, VIEW
from plugins.joint_meetings.forms.tasks import ExtendForm, ReportForm
from plugins.joint_meetings.models import MeetingTask
from plugins.joint_meetings.papers import task_papers
from plugins.joint_meetings.register import tasks
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

mount_register(bp, tasks, at="/tasks", endpoint="tasks", export=EXPORT)
steps = mount(
    bp,
    MeetingTask,
    at="/tasks/<int:task_id>",
    show="joint_meetings.show_task",
    prefix="task_",
    steps={
        MeetingTask.report: Ask(
            ReportForm, at="report", done="已报告，待核实。", main=True, icon="send", keeps_draft=True
        ),
        MeetingTask.enter: Ask(
            ReportForm,
            at="report-for",
            done="已登记，由另一位有权限的人核实。",
            icon="pencil",
            shown=lambda task: task.target_id != task.unit_id,
        ),
        MeetingTask.strike: Ask(NoteForm, at="striking", done="已销号。", main=True, icon="circle-check"),
        MeetingTask.give_back: Ask(ReasonForm, at="return", done="已退回。", icon="undo-2", tone="danger"),
        MeetingTask.extend: Ask(ExtendForm, at="extension", done="已延期。", icon="clock", error_at="until"),
        MeetingTask.cancel: Ask(ReasonForm, at="cancellation", done="已撤销。", icon="ban", tone="danger"),
    },
)


@bp.get("/tasks/<int:task_id>")
@requires(VIEW)
def show_task(task_id: int):
    """One task: who has to do it, until when, what was done."""
    task = get_or_404(
        MeetingTask.visible_to(current_user).options(joinedload(MeetingTask.unit), joinedload(MeetingTask.meeting)),
        task_id,
    )
    facts = [
        ("责任单位", str(task.target)),
        ("召集单位", str(task.unit)),
        ("期限", day(task.due_on)),
        ("延期", f"{task.extensions} 次" if task.extensions else ""),
        ("报告日期", day(task.reported_on)),
    ]
    return render(
        "joint_meetings/task.html",
        **steps.shown(task, ("会商任务", "joint_meetings.tasks"), task_papers),
        facts=[(label, value) for label, value in facts if value],
        may_open=task.meeting.allows(current_user, VIEW),
    )
