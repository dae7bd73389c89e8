"""下派任务: registered, checked against the lists, taken on or sent back."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.choices import BARRED
from plugins.duty_lists.forms.hits import NONE
from plugins.duty_lists.forms.tasks import (
    CheckForm,
    FinishForm,
    ForceForm,
    MessageForm,
    NewTaskForm,
    SendBackForm,
    TaskForm,
    UrgentForm,
)
from plugins.duty_lists.models import Admission, DutyTask
from plugins.duty_lists.models.task_states import REGISTER
from plugins.duty_lists.papers import task_papers
from plugins.duty_lists.register import tasks
from plugins.duty_lists.views.facts import known
from plugins.duty_lists.views.senders import suggest_senders
from portal.extensions import db
from portal.files.models import Attachment
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import ReasonForm, file_form
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment
from portal.web.pages.rendering import get_or_404, render

FIELDS = ("sender", "title", "text", "way", "received_on", "due_on", "basis", "plan_number")
begin, paste = begin_button(DutyTask.register), begin_button(DutyTask.paste)
mount_register(
    bp,
    tasks,
    at="/tasks",
    endpoint="tasks",
    export="duty_lists.export",
    actions=lambda: [*begin(), *(Action(each.label, each.url, "inbox") for each in paste())],
)


def show_url(task: DutyTask) -> str:
    return url_for("duty_lists.show_task", task_id=task.id)


mount_beginning(
    bp,
    DutyTask.register,
    Ask(
        NewTaskForm,
        done=lambda task: f"已登记 {task.number}，请对照清单。",
        button="登记",
        start=today("received_on"),
        prepare=suggest_senders,
        args=lambda form, unit: {name: form[name].data for name in FIELDS} | {"upload": _file(form)},
        error_at="upload",
        keeps_draft=True,
        uploads=True,
    ),
    at="/tasks/new",
    show=show_url,
    back="duty_lists.tasks",
)
mount_beginning(
    bp,
    DutyTask.paste,
    Ask(
        MessageForm,
        done=lambda task: f"已登记 {task.number}，请对照清单。",
        button="登记",
        prepare=suggest_senders,
        keeps_draft=True,
    ),
    at="/tasks/message",
    show=show_url,
    back="duty_lists.tasks",
)


def _file(form: NewTaskForm):
    return form.upload.data if getattr(form.upload.data, "filename", "") else None


def offer_rows(form: CheckForm, task: DutyTask) -> None:
    """The likely rows with why, and what was returned before and reads much the same."""
    form.offer(task.matches(), task.unit, "不在任何清单")
    before = {each.row.id: f"{each.row.number} {each.row.title}（{each.why}）" for each in task.renamed()}
    if before:
        form.similar_id.choices = {0: "不是"} | before
    else:
        del form.similar_id


def meant(task: DutyTask, form: CheckForm):
    """Where the row that was chosen leads."""
    if form.hit.data == NONE:
        return DutyTask.set_apart
    item = form.item
    if item is None or item.edition.kind in ("basic", "grid"):
        return DutyTask.take_on
    return DutyTask.stop if item.edition.kind in BARRED else DutyTask.take_with_boundary


def found_in(form: CheckForm, task: DutyTask) -> dict:
    ident = form.similar_id.data if "similar_id" in form else 0
    given = {"similar": db.session.get(DutyTask, ident) if ident else None}
    step = meant(task, form)
    if step is not DutyTask.set_apart:
        given["item"] = form.item
    if step is DutyTask.take_on:
        given["admission"] = form.admission
    return given


steps = mount(
    bp,
    DutyTask,
    at="/tasks/<int:task_id>",
    show="duty_lists.show_task",
    prefix="task_",
    steps={
        (DutyTask.take_on, DutyTask.take_with_boundary, DutyTask.stop, DutyTask.set_apart): Ask(
            CheckForm,
            at="check",
            title="对照清单",
            button="确定",
            done=lambda task: f"{task.status_name}：{task.hit}。",
            main=True,
            icon="scale",
            prepare=offer_rows,
            choose=meant,
            args=found_in,
            error_at="hit",
            explanation="基本履职、网格事项直接承接；配合履职附边界承接；收回、负面清单的拦下。由您选定，系统只提示。",
        ),
        DutyTask.send_back: Ask(
            SendBackForm,
            at="return",
            done="已退回，请打印《事项退回函》。",
            main=True,
            icon="undo-2",
            start=lambda task: {"proposed": task.proposed, "reason": _why(task)},
        ),
        DutyTask.take_urgently: Ask(
            ReasonForm,
            at="urgent",
            done="已登记，请按时补批。",
            icon="triangle-alert",
            explanation="只限应急：先办，再按时补批；不补批的、到期的自动失效。",
        ),
        DutyTask.approve_urgent: Ask(
            UrgentForm,
            at="approval",
            done="已补批。",
            main=True,
            icon="check",
            start=lambda task: {"until": task.urgent_latest},
            error_at="until",
        ),
        DutyTask.refuse_urgent: Ask(ReasonForm, at="refusal", done="已登记，任务失效。", icon="x", tone="danger"),
        DutyTask.finish: Ask(
            FinishForm, at="result", done="已办结。", main=True, icon="check", error_at="person_times"
        ),
        DutyTask.force: Ask(
            ForceForm,
            at="forcing",
            done="已登记，计入强派。",
            icon="ban",
            explanation="退回以后对方仍要求必须办的，登记在这里，统计里单独计数。",
        ),
        DutyTask.attach: Ask(
            file_form("附件"), at="attachments", done="已加上。", icon="paperclip", uploads=True, error_at="upload"
        ),
        DutyTask.correct: Ask(
            TaskForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            button="保存",
            start=present(*FIELDS),
            prepare=suggest_senders,
            args=FIELDS,
            edits=True,
        ),
        DutyTask.check_again: Ask(ReasonForm, at="recheck", done="已退回对照。", icon="undo-2"),
        DutyTask.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)


def _why(task: DutyTask) -> str:
    if task.item:
        return f"该事项列入{task.item.label}“{task.item.title}”，不由本级承接。"
    return "该事项不在履职事项清单，未经准入。"


@bp.get("/tasks/<int:task_id>")
@requires("duty_lists.view")
def show_task(task_id: int):
    """One task: what was asked, what it is found to be, what was done."""
    task = get_or_404(
        DutyTask.visible_to(current_user).options(
            joinedload(DutyTask.unit),
            joinedload(DutyTask.item),
            joinedload(DutyTask.similar),
            joinedload(DutyTask.admission),
        ),
        task_id,
    )
    shown = steps.shown(task, ("下派任务", "duty_lists.tasks"), task_papers)
    if task.status == "unlisted" and steps.takes_new(task) and task.allows(current_user, REGISTER):
        shown["actions"].append(
            Action(Admission.apply_for.label, url_for("duty_lists.apply_for", task_id=task.id), "file-text")
        )
    return render(
        "duty_lists/task.html",
        **shown,
        files=db.session.scalars(Attachment.of(task)).all(),
        facts=known(
            ("来文部门", task.sender),
            ("怎么来的", task.way_name),
            ("收到", day(task.received_on)),
            ("要求完成", day(task.due_on)),
            ("所附依据", task.basis),
            ("计划号", task.plan_number),
            ("命中", task.hit),
            ("清单依据", task.law),
            ("退回函", task.letter_number),
            ("强派", task.forced_by),
            ("补批最迟", moment(task.approve_by) if task.status == "urgent" else ""),
            ("应急到", day(task.urgent_until)),
            ("占用", f"{task.person_times} 人次，{task.hours} 小时" if task.status == "done" else ""),
        ),
    )
