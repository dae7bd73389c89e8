"""收件码: list, page, steps, the sheet of labels."""

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from plugins.public_reports.blueprint import bp
from plugins.public_reports.forms.staff import ClosingForm, LabelAmendment, LabelBatchForm, LabelForm
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
mount_beginning(
    bp,
    Label.enter_many,
    Ask(LabelBatchForm, done="已登记，打印列出的码，贴好以后登记贴出。", error_at="titles"),
    at="/labels/batch",
    show=lambda label: url_for("public_reports.labels", status="waiting"),
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
    """A new one, many, and the sheet of those that are listed, or that are to be posted."""
    begins = begin_button(Label.enter)() + begin_button(Label.enter_many)()
    return [*begins, *([_sheet(_asked())] if current_user.can(LABELS) else [])]


def _asked() -> dict[str, str]:
    """How the list in the address is filtered."""
    return listed.kept(request.args)


def _sheet(asked: dict[str, str]) -> Action:
    name = "打印列出的码" if asked else "打印待贴、破损的码"
    return Action(name, url_for("public_reports.print_sheet", **asked), "printer")


listed = mount_register(bp, labels, at="/labels", endpoint="labels", export="public_reports.export", actions=buttons)


@bp.get("/labels/sheet.pdf")
@requires(LABELS)
def print_sheet():
    """Eight labels on a page: those that the list shows as filtered, by default all that are to be posted; none that is switched off."""
    asked = labels.ask(request.args if _asked() else {"status": "open"})
    ids = labels.taken_away(current_user, asked, LABELS, MOST_PRINTED)
    if len(ids) > MOST_PRINTED:
        raise WrongState(f"一次最多印 {MOST_PRINTED} 个，请先按社区、类型、日期筛选。")
    found = select(Label).where(Label.id.in_(ids), Label.status != "off").order_by(Label.unit_id, Label.id)
    if not (printed := db.session.scalars(found).all()):
        raise WrongState("没有要印的收件码：停用的不印。" if _asked() else "没有待贴、破损的收件码。")
    return pdf(sheet_of(printed), "收件码")


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
