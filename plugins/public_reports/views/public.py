"""For whoever reports: the form behind a label, and what is done by number and code at `/track`."""

from datetime import timedelta
from typing import Any

from plugins.public_reports.blueprint import bp
from plugins.public_reports.choices import EMERGENCY_LINE
from plugins.public_reports.forms.public import AgainForm, RatingForm, RemarkForm, ReportForm
from plugins.public_reports.models import Label, Report
from plugins.public_reports.settings import rules_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.public_challenge import Rate, network, sum_of
from portal.records.public_form import PublicForm, key_of
from portal.records.public_pages import PublicAsk, mount_public
from portal.web.pages.formatting import moment

SAME_DAYS = 1  # within which the same words behind the same label are taken for the same report


def label_in(unit: OrgUnit, label_id: int) -> Label | None:
    """The label that the form is about, if the unit of the address is its own: there the gate has looked whether reports are taken."""
    label = db.session.get(Label, label_id)
    return label if label and label.unit_id == unit.id else None


def prepare(form: ReportForm, unit: OrgUnit, label: Label) -> None:
    """A sum while too much comes in from here; the box for the same words once more only where they were sent before."""
    if _rate(label).exceeded:
        form.total.label.text, form.expected = sum_of(_key(form))
    else:
        del form.total
    form.again.offered = bool(form.again.data)


def given(form: ReportForm, unit: OrgUnit, label: Label) -> dict[str, Any]:
    """What `Report.send` takes. Raises RuleError for the same words sent before from the same network, which leads to the earlier one."""
    since = clock.now() - timedelta(days=SAME_DAYS)
    if not form.again.data and (earlier := Report.same_text(label, form.text.data, network(), since)):
        form.again.offered = True
        raise RuleError(
            f"同样的内容 {moment(earlier.created_at)} 已经收到，编号{earlier.number}，正在办理，不用再交。"
            "不是同一件的，请在下面打勾再提交。",
            at="again",
        )
    _rate(label).count()
    return form.arguments() | {"label": label, "network": network()}


def _rate(label: Label) -> Rate:
    return Rate(label.word, rules_of(label.unit).per_hour)


def _key(form: PublicForm) -> str:
    """The key of the form as it is shown, and as it comes back."""
    return key_of(form.token)


def progress(report: Report) -> list[tuple[str, str]]:
    """What whoever reported it is shown."""
    told = [
        ("地点", report.where),
        ("类别", report.matter_name),
        ("反映的事", report.text),
        ("提交", moment(report.created_at)),
    ]
    if report.status == "asked":
        told.append(("请您补充", f"{report.question}（等到 {report.asked_until}，写在下面）"))
    if report.case and report.status != "answered":
        told.append(("办理", f"已经登记为事项，正在办理，现在是“{report.case.status_name}”"))
    elif report.status == "merged":
        told.append(("办理", "和别人反映的同一件事一起办，答复也会写在这里"))
    if report.answer:
        told += [("答复", report.answer), ("答复人", report.answered_by), ("答复时间", moment(report.answered_at))]
    return [(label, value) for label, value in told if value]


reports = mount_public(
    bp,
    Report.send,
    PublicAsk(
        ReportForm,
        title=lambda unit, label: f"{label.title}：反映问题",
        button="提交",
        done=lambda report: f"收到了，{moment(report.due_at)} 以前有人看。凭下面的编号和查询码可以随时查看。",
        args=given,
        prepare=prepare,
        uploads=True,
        template="public_reports/form.html",
        closed=lambda unit, label: label.closed,
        explanation=EMERGENCY_LINE,
    ),
    at="reports",
    new="labels/<int:label_id>/report",
    about=label_in,
    tells=progress,
    printed=Label.of_word,
    steps={
        Report.remark: PublicAsk(RemarkForm, title="补充", button="提交补充", at="remark", done="补充的话已经转达。"),
        Report.rate: PublicAsk(RatingForm, title="评价", button="提交评价", at="rating", done="谢谢您的评价。"),
        Report.reopen: PublicAsk(
            AgainForm,
            title="没有解决，再反映一次",
            button="再反映一次",
            at="reopening",
            done="已经转达，工作人员会重新办理。",
            explanation="每件可以再反映一次。",
        ),
        Report.withdraw: PublicAsk(title="撤回", at="withdrawal", done="已经撤回。", danger=True),
    },
)
