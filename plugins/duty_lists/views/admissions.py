"""准入申请: applied for, communities heard, reviewed, decided, assessed."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.forms.admissions import (
    AdmissionForm,
    ApprovalForm,
    AssessForm,
    ConsultForm,
    PlacedAdmissionForm,
    ReviewForm,
)
from plugins.duty_lists.models import Admission, AdmissionOpinion, DutyTask
from plugins.duty_lists.papers import admission_papers
from plugins.duty_lists.register import admissions
from plugins.duty_lists.settings import rules_of
from plugins.duty_lists.views.facts import known
from plugins.duty_lists.views.senders import suggest_senders
from portal import clock
from portal.money import format_yuan
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render
from portal.workdays.arithmetic import last_day, months_after

ELEMENTS = (
    "sender",
    "title",
    "why",
    "law",
    "standard",
    "person_times",
    "hours",
    "funds_fen",
    "months",
    "pilot",
    "exit_terms",
)
ANSWER_DAYS = 5  # working days that the form proposes

mount_register(
    bp,
    admissions,
    at="/admissions",
    endpoint="admissions",
    export="duty_lists.export",
    actions=begin_button(Admission.apply),
)


def show_url(admission: Admission) -> str:
    return url_for("duty_lists.show_admission", admission_id=admission.id)


def trial(row) -> dict:
    """What the form begins with: the months of a trial."""
    return {"months": rules_of(getattr(row, "unit", row)).trial_months}


mount_beginning(
    bp,
    Admission.apply,
    Ask(
        PlacedAdmissionForm,
        done=lambda admission: f"已登记 {admission.number}，请征求社区意见。",
        button="登记",
        start=trial,
        prepare=suggest_senders,
        args=ELEMENTS,
        keeps_draft=True,
    ),
    at="/admissions/new",
    show=show_url,
    back="duty_lists.admissions",
    place="unit_id",
    kinds=("county", "township", "community"),
)
mount_beginning(
    bp,
    Admission.apply_for,
    Ask(
        AdmissionForm,
        done=lambda admission: f"已登记 {admission.number}，请征求社区意见。",
        button="登记",
        start=lambda task: trial(task) | {"sender": task.sender, "title": task.title, "law": task.basis},
        prepare=suggest_senders,
        args=ELEMENTS,
        keeps_draft=True,
    ),
    at="/tasks/<int:task_id>/admission",
    of=DutyTask,
    show=show_url,
    back=lambda task: url_for("duty_lists.show_task", task_id=task.id),
)
steps = mount(
    bp,
    Admission,
    at="/admissions/<int:admission_id>",
    show="duty_lists.show_admission",
    prefix="admission_",
    steps={
        Admission.consult: Ask(
            ConsultForm,
            at="consultation",
            done="已征求意见，各社区的工作台上可以答复。",
            main=True,
            icon="users",
            start=lambda admission: {"until": last_day(clock.today(), ANSWER_DAYS, "workday")},
            error_at="until",
        ),
        Admission.submit: Ask(NoteForm, at="submission", done="已提交审核。", main=True, icon="send"),
        Admission.review: Ask(ReviewForm, at="review", done="已审核。", main=True, icon="check"),
        Admission.approve: Ask(
            ApprovalForm,
            at="approval",
            done="已准入，请打印批复和公示牌。",
            main=True,
            icon="check",
            start=lambda admission: {
                "valid_from": clock.today(),
                "valid_until": months_after(clock.today(), admission.months),
            },
            error_at="valid_until",
        ),
        Admission.refuse: Ask(ReasonForm, at="refusal", done="已登记，不予准入。", icon="x", tone="danger"),
        Admission.assess: Ask(AssessForm, at="assessment", done="已登记评估。", icon="clock"),
        Admission.exit: Ask(ReasonForm, at="exit", done="已退出。", icon="x", tone="danger"),
        Admission.correct: Ask(
            AdmissionForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            button="保存",
            start=present(*ELEMENTS),
            prepare=suggest_senders,
            args=ELEMENTS,
            edits=True,
        ),
        Admission.withdraw: Ask(ReasonForm, at="withdrawal", done="已撤回。", icon="undo-2", tone="danger"),
    },
)


@bp.get("/admissions/<int:admission_id>")
@requires("duty_lists.view")
def show_admission(admission_id: int):
    """One application: its elements, what the communities say, what was decided."""
    admission = get_or_404(
        Admission.visible_to(current_user).options(
            joinedload(Admission.unit),
            selectinload(Admission.opinions).joinedload(AdmissionOpinion.unit),
            selectinload(Admission.tasks),
        ),
        admission_id,
    )
    return render(
        "duty_lists/admission.html",
        **steps.shown(admission, ("准入申请", "duty_lists.admissions"), admission_papers),
        opinions=admission.opinions,
        tally=admission.tally,
        tasks=[each for each in admission.tasks if each.allows(current_user, "duty_lists.view")],
        facts=known(
            ("范围", admission.unit.name),
            ("申请部门", admission.sender),
            ("法源", admission.law),
            ("每月每社区", f"{admission.person_times} 人次，{admission.hours} 小时"),
            ("每年经费", f"{format_yuan(admission.funds_fen)} 元"),
            ("期限", f"{admission.months} 个月"),
            ("期限前办理", day(admission.due_on)),
            ("审核意见", admission.opinion),
            ("审批", admission.decision),
            ("起", day(admission.valid_from)),
            ("止", day(admission.valid_until)),
            ("下次评估", day(admission.assess_on) if admission.status == "approved" else ""),
        ),
    )
