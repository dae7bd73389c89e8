"""One 研判: begun, its meeting, its signature, what became of its risks; the report as PDF and as Word."""

import io

from flask import send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.briefs.blueprint import bp
from plugins.briefs.choices import EXPORT, LEVELS, VIEW, WRITE
from plugins.briefs.forms import MeetingForm, MissedForm, OutcomeForm, StartForm
from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.papers import papers
from plugins.briefs.register import briefs
from plugins.briefs.report import red_name
from plugins.briefs.word import WORD, written
from portal import clock
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import begin_writing
from portal.extensions import db
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

ONE, SHOW, LIST = "/reports/<int:brief_id>", "briefs.show", "briefs.index"
HELD = ("met_at", "venue", "host", "summary", "opinion", "grade")


def _meeting(brief: Brief) -> dict:
    """The form as it stands: the first time with what the data say."""
    people = [
        {"name": each.name, "post": each.post, "came": "yes" if each.came else "no", "stand_in": each.stand_in}
        for each in brief.attendances
    ]
    held = {name: getattr(brief, name) for name in HELD} | {"risks": "\n".join(each.text for each in brief.risks)}
    return held | {"met_at": brief.met_at or clock.now(), **({"attendances": people} if people else {})}


def _to_sign(brief: Brief) -> dict[str, str]:
    """What stands above the form of 签发."""
    return {
        "风险等级": brief.grade_name,
        "情况": brief.summary,
        "研判意见": brief.opinion,
        "可能发生的风险": "；".join(each.text for each in brief.risks),
        "任务": "；".join(f"{each.title}（{each.target.short_name}，{each.due_on}）" for each in brief.planned),
    }


def _copied(brief: Brief) -> str:
    return f"研判意见{said}，请核对是不是照抄。" if (said := brief.copied(current_user)) else ""


mount_register(bp, briefs, at="/reports", endpoint="index", export=EXPORT, actions=begin_button(Brief.start))
mount_beginning(
    bp,
    Brief.start,
    Ask(StartForm, done="数据已冻结，待会议。", error_at="on", button="取数起草"),
    at="/reports/new",
    show=lambda brief: url_for(SHOW, brief_id=brief.id),
    back=LIST,
    place="unit_id",
    kinds=tuple(LEVELS),
)
_HELD = {"form": MeetingForm, "start": _meeting, "groups": ("attendances",), "error_at": "met_at", "keeps_draft": True}
steps = mount(
    bp,
    Brief,
    at=ONE,
    show=SHOW,
    steps={
        Brief.hold: Ask(at="meeting", done="已登记，待签发。", main=True, icon="users", button="登记会议", **_HELD),
        Brief.revise: Ask(at="revision", done="已修改。", icon="pencil", button="保存", edits=True, **_HELD),
        Brief.sign: Ask(
            NoteForm,
            at="signature",
            done="已签发，任务已发出。",
            main=True,
            icon="circle-check",
            explanation=_copied,
            seen=_to_sign,
        ),
        Brief.send_back: Ask(ReasonForm, at="return", done="已退回修改。", icon="undo-2", tone="danger"),
        Brief.report_up: Ask(NoteForm, at="submission", done="已报送。", main=True, icon="send", button="报送"),
        Brief.miss: Ask(MissedForm, at="missed", done="已登记。", icon="plus"),
        Brief.judge: Ask(
            OutcomeForm,
            at="risks/<int:row_id>/outcome",
            row=among("risks"),
            done="已登记。",
            start=lambda brief, risk: {"outcome": risk.outcome},
        ),
        Brief.discard: Ask(
            ReasonForm, at="void", done="已作废，可以重新起草。", icon="x", tone="danger", button="作废"
        ),
    },
)


def _facts(brief: Brief) -> list[tuple[str, str]]:
    told = [
        ("单位", str(brief.unit)),
        ("期次", brief.about_period.name),
        ("起止", f"{brief.first_on} 至 {brief.last_on}"),
        ("数据截至", f"{brief.as_of} 24 时"),
        ("会议", moment(brief.met_at)),
        ("地点", brief.venue),
        ("主持", brief.host),
        ("风险等级", brief.grade_name if brief.met_at else ""),
        ("起草", brief.drafted_by.name),
        ("签发", f"{brief.signed_by.name} {moment(brief.signed_at)}" if brief.signed_by else ""),
        ("报送", moment(brief.reported_at)),
    ]
    return [(label, value) for label, value in told if value]


@bp.get(ONE)
@requires(VIEW)
def show(brief_id: int):
    """One report: the tasks before, the data, what was decided, the tasks that follow."""
    found = get_or_404(
        Brief.visible_to(current_user).options(
            joinedload(Brief.unit),
            joinedload(Brief.drafted_by),
            joinedload(Brief.signed_by),
            selectinload(Brief.attendances),
            selectinload(Brief.risks),
            selectinload(Brief.tasks),
        ),
        brief_id,
    )
    return render(
        "briefs/show.html",
        **steps.shown(found, ("研判", LIST), papers),
        facts=_facts(found),
        before=[] if found.signed_at else found.tasks_before,
        alike=found.alike(current_user),
        sees_cases=current_user.can("cases.view", found.unit),
        judges=steps.offers(Brief.judge, found, current_user),
        red_name=red_name(found),
        gives=found.status in ("drawn", "returned", "met") and found.allows(current_user, WRITE),
        add=BriefTask.give.label,
    )


@bp.get(f"{ONE}/report.docx")
@requires(VIEW)
def word(brief_id: int) -> ResponseReturnValue:
    """The report as a Word document, for those who have to hand it on so. The audit trail says who took it."""
    found = get_or_404(Brief.visible_to(current_user), brief_id)
    let_out(current_user)
    content = written(found)
    begin_writing()
    trail.record("print", subject=found, unit=found.unit, detail="研判报告 Word")
    db.session.commit()
    name = f"{found.title}报告{'' if found.signed_at else '（草稿）'}.docx"
    return send_file(io.BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)
