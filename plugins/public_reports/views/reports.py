"""来件: the list, the page of one, and what whoever handles it decides."""

from datetime import timedelta
from typing import Any

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.public_reports.blueprint import bp
from plugins.public_reports.forms.staff import (
    AcceptanceForm,
    EmergencyForm,
    EntryForm,
    NumberForm,
    QuestionForm,
    RefusalForm,
)
from plugins.public_reports.models import Photo, Report
from plugins.public_reports.models.report import MOST_MERGED, VIEW
from plugins.public_reports.models.signs import SIGNS
from plugins.public_reports.papers import report_papers
from plugins.public_reports.register import reports
from plugins.public_reports.settings import grounds_of, rules_of
from plugins.public_reports.views import contact
from portal import clock
from portal.cases.duplicates import likely_duplicates
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTERS
from portal.database import records
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import chosen
from portal.files.views import hand_out
from portal.numbering import typed_numbers
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import ApartForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.setting_apart import APART
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render


def entered(form: EntryForm, unit) -> dict[str, Any]:
    names = ("channel", "matter", "text", "place_text", "wants_reply", "tip_off")
    photos = [form.photo.data] if chosen(form.photo.data) else []
    return {name: form[name].data for name in names} | {"reporter": form.reporter, "photos": photos}


def offer_grounds(form: RefusalForm, report: Report) -> None:
    """The reasons of the unit."""
    form.ground.choices = [(each[:120], each) for each in grounds_of(rules_of(report.unit).grounds)]


def name_secretly(form: AcceptanceForm, report: Report) -> None:
    """The case of a tip-off has no name that somebody thought of."""
    if report.tip_off:
        del form.title


def accepted(form: AcceptanceForm, report: Report) -> dict[str, Any]:
    return {"title": form.title.data if form.title else "", "matter": form.matter.data}


def carried_on(report: Report) -> str:
    """What the case says of the report."""
    if report.tip_off:
        return "这是举报：事项里只写来件编号，没有内容、照片和反映人。办结意见会答复举报人，办事项的人也看得到，不要写举报的内容。"
    return "事项里只有反映的内容和照片，没有反映人。"


def other_of(form: NumberForm, report: Report) -> dict[str, Any]:
    """The report, or else the case, whose number was typed. Raises RuleError where there is none."""
    typed = form.number.data or ""
    if other := numbered(Report, typed, report.number):
        return {"other": other}
    if case := numbered(Case, typed, report.case.number if report.case else typed):
        return {"case": case}
    raise RuleError("没有找到这个编号的来件或者事项，请核对。", at="number")


def numbered(model: Any, typed: str, like: str) -> Any:
    """The one of this number that the reader may see; None where there is none."""
    found = model.visible_to(current_user).where(model.number.in_(typed_numbers(typed, like)))
    return db.session.scalars(found.limit(1)).unique().first()


def chosen_merger(report: Report, form: NumberForm):
    """Into a report, or into a case."""
    return Report.merge_into if numbered(Report, form.number.data or "", report.number) else Report.join


mount_beginning(
    bp,
    Report.send,
    Ask(
        EntryForm,
        title="登记来件",
        button="登记",
        done="已登记，可以打印回执交给反映人。",
        args=entered,
        uploads=True,
        keeps_draft=True,
    ),
    at="/reports/new",
    show=lambda report: url_for("public_reports.show_report", report_id=report.id),
    back="public_reports.reports",
    place="unit_id",
)
steps = mount(
    bp,
    Report,
    at="/reports/<int:report_id>",
    show="public_reports.show_report",
    line=reports.line,
    steps={
        Report.look: Ask(PlainForm, at="look", done="已登记首次查看。", icon="eye", main=True),
        Report.accept: Ask(
            AcceptanceForm,
            at="acceptance",
            done=lambda report: f"已登记为事项 {report.case.number}，办结以后自动答复反映人。",
            icon="check",
            main=True,
            start=lambda report: {"title": report.title, "matter": report.matter},
            prepare=name_secretly,
            args=accepted,
            explanation=carried_on,
        ),
        Report.take_up: Ask(PlainForm, at="resumption", done="已重新办理。", icon="check", main=True),
        Report.ask: Ask(QuestionForm, at="question", done="已请反映人补充，等的时候不计时。"),
        (Report.merge_into, Report.join): Ask(
            NumberForm,
            at="merger",
            start=lambda report: {"number": request.args.get("into", "")},
            done="已合并，答复时一并告知。",
            args=other_of,
            choose=chosen_merger,
            error_at="number",
            title="合并",
        ),
        Report.refer: Ask(EmergencyForm, at="referral", done="已登记。", icon="triangle-alert"),
        Report.decline: Ask(
            RefusalForm,
            at="refusal",
            done="已登记，告知单可以打印；反映人凭编号和查询码也能看到。",
            icon="ban",
            tone="danger",
            prepare=offer_grounds,
            explanation="理由和可以找谁会给反映人看，并印在告知单上。",
        ),
        Report.set_apart: Ask(ApartForm, at="exclusion", done="已申请，由另一人复核。"),
        Report.confirm_apart: Ask(at="exclusion/approval", done="已剔除，统计里两种算法都列出。"),
        Report.refuse_apart: Ask(ReasonForm, at="exclusion/refusal", done="不剔除。"),
    },
)
mount_register(
    bp,
    reports,
    at="/reports",
    endpoint="reports",
    export="public_reports.export",
    actions=begin_button(Report.send, "登记来件"),
)


@bp.get("/reports/<int:report_id>")
@requires(VIEW)
def show_report(report_id: int):
    """One report: what, where, what is done; not who."""
    report = get_or_404(
        Report.visible_to(current_user).options(
            joinedload(Report.unit), joinedload(Report.case), joinedload(Report.into), joinedload(Report.recorder)
        ),
        report_id,
    )
    case = report.case and report.case.carrier
    since = clock.now() - timedelta(days=rules_of(report.unit).alike_days)
    undecided = report.status in ("received", "seen")
    into = report.into
    return render(
        "public_reports/report.html",
        **steps.shown(report, ("群众反映", "public_reports.reports"), report_papers),
        due_at=report.due_at,
        now=clock.now(),
        facts=_facts(report),
        case=case,
        may_open=case is not None and case.allows(current_user, Case.permission),
        alike=Report.alike(report, current_user, since) if undecided else [],
        likely=_likely_cases(report) if undecided else [],
        merges=undecided and Report.merge_into.is_allowed_to(current_user, report),
        into=into if into and into.allows(current_user, VIEW) else None,
        merged=report.merged_here(current_user),
        most_merged=MOST_MERGED,
        may_call=contact.may_call(report, current_user),
        signs=[SIGNS[each] for each in report.signs.split(",") if each],
    )


@bp.get("/reports/<int:report_id>/photos/<int:photo_id>")
@records
@requires(VIEW)
def photo(report_id: int, photo_id: int):
    """One picture, as a download, on record."""
    report = get_or_404(Report.visible_to(current_user), report_id)
    found = (
        db.session.scalar(select(Photo).where(Photo.id == photo_id, Photo.report_id == report.id))
        if photo_id <= LARGEST_ID
        else None
    )
    return hand_out(found or abort(404))


def _likely_cases(report: Report) -> list:
    """Cases that may be about the same matter, into which it can be merged."""
    told = {"title": report.title, "description": report.text, "location": report.where}
    return likely_duplicates(report.unit, reader=current_user, kind=MATTERS[report.matter][1], **told)


def _facts(report: Report) -> list[tuple[str, str]]:
    """What is known of it besides the text."""
    told = [
        ("点位", report.label.title if report.label else ""),
        ("具体在哪里", report.place_text),
        ("类别", report.matter_name),
        ("怎么来的", report.channel_name),
        ("登记人", report.recorder.name if report.recorder else ""),
        ("收到", moment(report.created_at)),
        ("首次查看", moment(report.looked_at)),
        ("等补充到", str(report.asked_until or "")),
        ("反映人", contact.told_of(report)),
        ("举报", "是，内容和反映人都要保密" if report.tip_off else ""),
        ("并入", report.into.number if report.into and not report.into.allows(current_user, VIEW) else ""),
        ("评价", report.rating),
        ("剔除", f"{APART[report.apart]}：{report.apart_reason}" if report.apart else ""),
    ]
    return [(label, value) for label, value in told if value]
