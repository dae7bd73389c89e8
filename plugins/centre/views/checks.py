"""规范化自检: begun from a centre, filled in, compared with the last, printed."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, VIEW
from plugins.centre.forms.checks import AnswersForm, CheckForm, MeasureForm
from plugins.centre.models import SelfCheck, ServiceCentre
from plugins.centre.papers import check_papers
from plugins.centre.register import checks
from portal import clock
from portal.extensions import db
from portal.files.models import Attachment
from portal.records.beginning import mount_beginning
from portal.records.file_pages import mount_files
from portal.records.forms import NoteForm, ReasonForm, file_form
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount
from portal.web.forms.repeating_fields import fit
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.checks", "centre.show_check", "/checks/<int:check_id>"

mount_register(bp, checks, at="/checks", endpoint="checks", export=EXPORT)
mount_beginning(
    bp,
    SelfCheck.start,
    Ask(
        CheckForm,
        done="已开始，请逐条填写。",
        button="开始自检",
        start=lambda centre: {"year": clock.today().year, "quarter": (clock.today().month + 2) // 3},
        error_at="quarter",
    ),
    at="/centres/<int:centre_id>/checks/new",
    of=ServiceCentre,
    show=lambda check: url_for(SHOW, check_id=check.id),
    back=lambda centre: url_for("centre.show_centre", centre_id=centre.id),
)


def offer_lines(form: AnswersForm, check: SelfCheck) -> None:
    """A line for each item."""
    fit(form.answers, len(check.answers))
    for row, each in zip(form.answers, check.answers, strict=True):
        row.form.answer.label.text = f"{each.item.block_name}：{each.item.title}"


def to_finish(check: SelfCheck) -> dict[str, str]:
    """What whoever finishes it puts a name to."""
    return {each.item.title: f"{each.answer_name}　{each.evidence}" for each in check.answers}


steps = mount(
    bp,
    SelfCheck,
    at=ONE,
    show=SHOW,
    prefix="check_",
    steps={
        SelfCheck.fill_in: Ask(
            AnswersForm,
            at="answers",
            done="已保存。",
            button="保存",
            icon="pencil",
            main=lambda check: not all(each.answer for each in check.answers),
            start=lambda check: {
                "answers": [{"answer": each.answer, "evidence": each.evidence} for each in check.answers]
            },
            prepare=offer_lines,
            args=lambda form, check: {"answers": form.lines()},
            template="centre/answers.html",
            edits=True,
            keeps_draft=True,
        ),
        SelfCheck.attach: Ask(
            file_form("佐证"), at="evidence/new", done="已上传。", icon="paperclip", uploads=True, error_at="upload"
        ),
        SelfCheck.add_measure: Ask(
            MeasureForm,
            at="answers/<int:answer_id>/measure",
            done="已登记，排在工作台上。",
            title=lambda check, answer: f"整改：{answer.item.title}",
            row=among("answers"),
            error_at="what",
        ),
        SelfCheck.finish: Ask(
            NoteForm, at="finish", done="已定稿，可以打印。", main=True, icon="check", seen=to_finish
        ),
        SelfCheck.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)
mount_files(bp, SelfCheck, at=ONE, endpoint="evidence")


@bp.get(ONE)
@requires(VIEW)
def show_check(check_id: int):
    """One self-check: what was answered, what the last one said, what is done about what is short."""
    found = SelfCheck.visible_to(current_user).options(
        joinedload(SelfCheck.centre),
        joinedload(SelfCheck.unit),
        selectinload(SelfCheck.answers),
        selectinload(SelfCheck.measures),
    )
    check = get_or_404(found, check_id)
    measures = {}
    for each in check.measures:
        measures.setdefault(each.item_id, []).append(each)
    return render(
        "centre/check.html",
        **steps.shown(check, ("规范化自检", LIST), check_papers),
        before=check.last_time,
        measures=measures,
        may_plan=steps.offers(SelfCheck.add_measure, check, current_user),
        files=db.session.scalars(Attachment.of(check)).all(),
        facts=[
            ("中心", check.centre.title),
            *((name, f"{number} 条") for name, number in check.counts.items()),
        ],
    )
