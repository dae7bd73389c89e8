"""整理卷宗 and 立卷: what their forms offer and begin with."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.dossiers.contents import contents, ordered, originals
from plugins.mediation.dossiers.lacking import lacking
from plugins.mediation.filing_forms import BEHIND_ITS_KIND, DossierOrderForm, FilingForm, InspectionForm
from plugins.mediation.models import Dispute
from plugins.mediation.models.settlement import PURPOSES
from portal.records.mounting import Ask, today
from portal.web.forms.repeating_fields import fit

UNPLACED = "“按材料类别放”的，身份证明、授权委托书、证据、履行凭证放在各自的文书后面，其他材料放在结案报告前面；签字盖章的协议书、变更（解除）协议书自己放在各自的位置，代替打印的那一份。"


def placed(dispute: Dispute) -> dict:
    """The uploads as they stand now."""
    rows = enumerate(ordered(dispute, dispute.materials), 1)
    return {
        "scans": [
            {"file": file.id, "place": place, "at": each.at, "turned": f"{each.turned}"} for place, (file, each) in rows
        ]
    }


def offer_papers(form: DossierOrderForm, dispute: Dispute) -> None:
    """A line for each upload, and the papers of which it may be the original."""
    files = {each.id: each for each in dispute.materials}
    fit(form.scans, len(files))
    papers = {each.key: f"签署的《{each.name}》" for each in originals(dispute)}
    for row in form.scans:
        row.form.at.choices = list((BEHIND_ITS_KIND | papers).items())
        file = files.get(row.form.file.data)
        row.form.at.label.text = f"{file.name}（{PURPOSES[file.purpose]}）" if file else "材料"


def to_look_at(dispute: Dispute) -> dict:
    return {"files": {each.id for each in dispute.materials}}


def known(form: DossierOrderForm, dispute: Dispute) -> dict:
    """Only uploads of this dispute are placed."""
    own = {each.id for each in dispute.materials}
    return {"scans": [each for each in form.arguments()["scans"] if each.file in own]}


def told(form: FilingForm, dispute: Dispute) -> dict:
    """What was typed, and what is missing today."""
    missing = lacking(dispute, contents(dispute))
    return {name: form[name].data or "" for name in ("retention", "defects", "mended")} | {
        "lacking": missing.by_law,
        "customary": missing.by_custom,
    }


def as_filed(dispute: Dispute) -> dict:
    """As it was filed last, else what custom proposes."""
    before = dispute.dossier
    if before and before.filed_on:
        return {"retention": before.retention, "defects": before.defects, "mended": before.mended}
    return {"retention": dispute.usual_retention}


def missing_now(dispute: Dispute) -> dict:
    return {"lacking": lacking(dispute, contents(dispute))}


def offer_items(form: InspectionForm, dispute: Dispute) -> None:
    """A line for each item of the district."""
    items = dispute.inspected_for
    fit(form.results, len(items))
    for item, row in zip(items, form.results, strict=True):
        row.form.result.label.text = item


def inspected(form: InspectionForm, dispute: Dispute) -> dict:
    results = form.found(dispute.inspected_for)
    return {"results": results, "on": form.on.data, "conclusion": form.conclusion.data or ""}


def _to_dossier(dispute: Dispute) -> str:
    return url_for("mediation.show_dossier", dispute_id=dispute.id)


STEPS = {
    Dispute.order_dossier: Ask(
        DossierOrderForm,
        at="dossier/order",
        done="已保存。",
        shown=False,
        button="保存",
        explanation=UNPLACED,
        start=placed,
        prepare=offer_papers,
        args=known,
        template="mediation/dossier_order.html",
        context=to_look_at,
        error_at="scans",
        to=_to_dossier,
    ),
    Dispute.file_away: Ask(
        FilingForm,
        at="dossier/filing",
        done="已立卷。",
        shown=False,
        button="立卷",
        explanation="保管期限没有法律规定，选好的是按本地设置建议的。",
        start=as_filed,
        args=told,
        template="mediation/dossier_filing.html",
        context=missing_now,
        error_at="defects",
        to=_to_dossier,
    ),
    Dispute.inspect_dossier: Ask(
        InspectionForm,
        at="inspections/new",
        done="已登记评查，可以打印评查表。",
        shown=False,
        button="保存",
        start=today("on"),
        prepare=offer_items,
        explanation=lambda dispute: dispute.alike_said(current_user),
        args=inspected,
        template="mediation/inspection.html",
        error_at="results",
        to=_to_dossier,
    ),
}
