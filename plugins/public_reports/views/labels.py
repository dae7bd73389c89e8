"""收件码: list, page, steps, the sheet of labels."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import func, select

from plugins.public_reports.blueprint import bp
from plugins.public_reports.forms.staff import ClosingForm, LabelAmendment, LabelForm
from plugins.public_reports.models import Label, Report
from plugins.public_reports.models.label import LABELS, VIEW
from plugins.public_reports.papers import label_papers, sheet_of
from plugins.public_reports.register import labels
from portal.errors import WrongState
from portal.extensions import db
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

MOST_PRINTED = 200

mount_beginning(
    bp,
    Label.enter,
    Ask(LabelForm, done="已登记，打印码牌贴好以后登记贴出。", args=("title", "kind")),
    at="/labels/new",
    show=lambda label: url_for("public_reports.show_label", label_id=label.id),
    back="public_reports.labels",
    place="unit_id",
)
steps = mount(
    bp,
    Label,
    at="/labels/<int:label_id>",
    show="public_reports.show_label",
    line=labels.line,
    steps={
        Label.post: Ask(at="posting", done="已登记贴出。", main=True, icon="check"),
        Label.damage: Ask(at="damage", done="已登记，重新打印贴好以后登记贴出。"),
        Label.amend: Ask(
            LabelAmendment, at="amendment", done="已更正，请重新打印码牌。", start=present("title", "kind"), edits=True
        ),
        Label.close: Ask(
            ClosingForm, at="closure", done="已停用，扫码的人会看到去哪里反映。", icon="ban", tone="danger"
        ),
        Label.restore: Ask(at="restoring", done="已恢复，贴好以后登记贴出。"),
    },
)


def buttons() -> list[Action]:
    """A new one, and the sheet of those that are to be posted."""
    sheet = Action("打印待贴、破损的码", url_for("public_reports.print_sheet"), "printer")
    return begin_button(Label.enter)() + ([sheet] if current_user.can(LABELS) else [])


mount_register(bp, labels, at="/labels", endpoint="labels", export="public_reports.export", actions=buttons)


@bp.get("/labels/sheet.pdf")
@requires(LABELS)
def print_sheet():
    """Eight labels on a page: all that are to be posted."""
    waiting = Label.visible_to(current_user).where(
        Label.reach(current_user, LABELS), Label.status.in_(Label.states.open)
    )
    found = db.session.scalars(waiting.order_by(Label.unit_id, Label.id).limit(MOST_PRINTED)).all()
    if not found:
        raise WrongState("没有待贴、破损的收件码。")
    return pdf(sheet_of(found), "收件码")


@bp.get("/labels/<int:label_id>")
@requires(VIEW)
def show_label(label_id: int):
    """One label: where it is, what came in behind it."""
    label = get_or_404(Label.visible_to(current_user), label_id)
    came = db.session.scalar(
        select(func.count(Report.id)).where(Report.label_id == label.id, Report.reach(current_user, VIEW))
    )
    return render(
        "public_reports/label.html",
        **steps.shown(label, ("收件码", "public_reports.labels"), label_papers),
        came=came,
        facts=[
            ("单位", label.unit.name),
            ("贴在", label.kind_name),
            ("码", label.word),
            ("登记", moment(label.created_at)),
            ("贴出", moment(label.posted_at)),
            ("最近来件", moment(label.last_used_at) or "还没有"),
        ],
    )
