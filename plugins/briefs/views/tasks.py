"""任务 of 研判: set at a meeting, done, struck off at the next."""

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.briefs.blueprint import bp
from plugins.briefs.choices import EXPORT, VIEW
from plugins.briefs.forms import DoneForm, RenewForm, TaskForm
from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.models.targets import targets_of
from plugins.briefs.register import tasks
from portal import clock
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

ONE, SHOW = "/tasks/<int:task_id>", "briefs.show_task"


def _brief(brief_id: int) -> Brief:
    return get_or_404(Brief.visible_to(current_user), brief_id)


def _in_time(about: Brief | BriefTask) -> dict:
    brief = about if isinstance(about, Brief) else about.brief
    return {"due_on": clock.today() + timedelta(days=brief.task_days)}


def _offer(form: TaskForm, brief: Brief) -> None:
    form.target_id.choices = {0: "请选择"} | targets_of(brief.unit)


def _given(form: TaskForm, brief: Brief) -> dict[str, Any]:
    """Raises RuleError for the number of a case that the reader does not see, and for no unit."""
    target = db.session.get(OrgUnit, form.target_id.data) if form.target_id.data else None
    if target is None:
        raise RuleError("请选择责任单位。", at="target_id")
    case, number = None, "".join((form.case_number.data or "").split())
    if number:
        seen = Case.visible_to(current_user).where(Case.county_id == brief.county_id, Case.number == number)
        case = db.session.scalars(seen).unique().first()
        if case is None:
            raise RuleError("没有找到这个编号的事项，请核对。", at="case_number")
    return {"target": target, "case": case, "title": form.title.data, "due_on": form.due_on.data}


mount_register(bp, tasks, at="/tasks", endpoint="tasks", export=EXPORT)
mount_beginning(
    bp,
    BriefTask.give,
    Ask(
        TaskForm,
        done="已定，签发后发出。",
        start=_in_time,
        prepare=_offer,
        args=_given,
        error_at="target_id",
        button="定任务",
    ),
    at="/reports/<int:brief_id>/tasks/new",
    of=_brief,
    show=lambda task: url_for("briefs.show", brief_id=task.brief_id),
    back=lambda brief: url_for("briefs.show", brief_id=brief.id),
)
steps = mount(
    bp,
    BriefTask,
    at=ONE,
    show=SHOW,
    prefix="task_",
    steps={
        BriefTask.finish: Ask(
            DoneForm, at="result", done="已登记，待销项。", main=True, icon="check", keeps_draft=True
        ),
        BriefTask.enter: Ask(
            DoneForm,
            at="result-for",
            done="已登记，由另一位有权限的人销项。",
            icon="pencil",
            shown=lambda task: task.target_id != task.unit_id,
        ),
        BriefTask.strike: Ask(NoteForm, at="strike", done="已销项。", main=True, icon="circle-check"),
        BriefTask.renew: Ask(
            RenewForm, at="renewal", done="已退回继续办。", icon="undo-2", start=_in_time, error_at="due_on"
        ),
        BriefTask.drop: Ask(ReasonForm, at="removal", done="已取消。", icon="x", tone="danger"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_task(task_id: int):
    """One task: who has it to do, by when, what was done."""
    found = get_or_404(
        BriefTask.visible_to(current_user).options(
            joinedload(BriefTask.unit), joinedload(BriefTask.brief), joinedload(BriefTask.case)
        ),
        task_id,
    )
    told = [
        ("研判", found.brief.title),
        ("责任单位", str(found.target)),
        ("期限", day(found.due_on)),
        ("完成", day(found.done_on)),
    ]
    return render(
        "briefs/task.html",
        **steps.shown(found, ("研判任务", "briefs.tasks")),
        facts=[(label, value) for label, value in told if value],
        due_at=found.due_on if found.status == "todo" else None,
        now=clock.now(),
        may_open=bool(found.case and found.case.allows(current_user, "cases.view")),
        may_read=found.brief.allows(current_user, VIEW),
    )
