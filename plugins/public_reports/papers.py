"""码牌 of a label and sheets of many; 回执 of a report told to staff; 不予受理告知单."""

from collections.abc import Sequence
from datetime import timedelta

from flask import render_template
from flask_login import current_user

from plugins.public_reports.blueprint import bp
from plugins.public_reports.choices import HELPLINE
from plugins.public_reports.models import Label, Report
from plugins.public_reports.models.deciding import HANDLE
from plugins.public_reports.models.label import LABELS
from plugins.public_reports.models.report import ENTER
from plugins.public_reports.settings import rules_of
from portal import clock
from portal.documents.printing import to_pdf
from portal.documents.qr import absolute, data_uri
from portal.records.papers import Paper, mount_papers

PER_SHEET = 8
RECEIPT_FOR = timedelta(hours=1)  # whoever has number and code acts as the reporter: staff keep none


def sheet_of(labels: Sequence[Label]) -> bytes:
    """Eight labels on each page of A4, to be cut out. Raises RuleError when it cannot be rendered."""
    pages = [labels[start : start + PER_SHEET] for start in range(0, len(labels), PER_SHEET)]
    images = {each.id: data_uri(absolute(each.path)) for each in labels}
    slips = {each.unit_id: rules_of(each.unit).slips for each in labels}
    words = {"pages": pages, "images": images, "slips": slips, "helpline": HELPLINE, "absolute": absolute}
    return to_pdf(render_template("public_reports/documents/sheet.html", **words), "收件码")


def _sign(label: Label) -> dict:
    address = absolute(label.path)
    slips = rules_of(label.unit).slips
    return {"image": data_uri(address), "address": address, "helpline": HELPLINE, "slips": slips}


def _no_receipt(report: Report) -> str:
    reader = getattr(current_user, "id", None)  # of a request there always is one: the right is asked first
    if not report.key or reader not in (None, report.recorder_id):
        return "回执只由登记人当场打印；扫码提交的，编号和查询码在提交以后的页面上。"
    late = clock.now() > report.created_at + RECEIPT_FOR
    return "登记超过一小时，不能再打印回执，以免查询码落到别人手里。" if late else ""


label_papers = mount_papers(
    bp,
    Label,
    (
        Paper(
            "sign",
            "码牌",
            needs=LABELS,
            context=_sign,
            kept=False,
            label=lambda label: f"码牌：{label.title}",
            unless=lambda label: "这个码已经停用。" if label.status == "off" else "",
        ),
    ),
    at="/labels/<int:label_id>",
    office=lambda label: label.unit.name,
)
report_papers = mount_papers(
    bp,
    Report,
    (
        Paper(
            "receipt",
            "群众反映回执",
            needs=ENTER,
            context=lambda report: {"address": absolute("/track"), "image": data_uri(absolute("/track"))},
            kept=False,
            label=lambda report: f"回执：{report.number}",
            unless=_no_receipt,
        ),
        Paper(
            "refusal",
            "不予受理告知单",
            needs=HANDLE,
            unless=lambda report: "" if report.status == "declined" else "不予受理以后才能打印。",
            final=lambda report: report.answered_at,
        ),
    ),
    at="/reports/<int:report_id>",
    office=lambda report: (report.unit.township or report.unit).name,
)
