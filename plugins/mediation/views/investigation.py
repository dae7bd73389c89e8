"""调查, 证据, 期限 and 风险: what their forms offer and begin with."""

from flask_login import current_user

from plugins.mediation.investigation_forms import (
    OF_EVIDENCE,
    EvidenceCorrectionForm,
    EvidenceForm,
    ExtensionForm,
    InquiryCorrectionForm,
    InquiryForm,
    LaterCorrectionForm,
    RiskForm,
)
from plugins.mediation.models import Dispute, Exhibit, Inquiry
from portal import clock
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, among, today


def asking(dispute: Dispute) -> dict:
    """Whoever writes it down asks."""
    return {"held_at": clock.now(), "inquirer": current_user.name, "recorder": dispute.recorder}


def offer_parties(form: EvidenceForm, dispute: Dispute) -> None:
    """Who may have handed it in."""
    whose = {each.party_id: f"{each.party.name}（{each.party.side_name}）" for each in dispute.parties}
    form.party_id.choices = [*whose.items(), (0, "调委会收集")]


def say_who_agrees(form: ExtensionForm, dispute: Dispute) -> None:
    """Whose consent the district asks for."""
    form.agreed.label.text = dispute.extension_consent


def no_longer_than(dispute: Dispute) -> str:
    return f"现在的期限是 {dispute.due_on}，按本地规定最长可以延长到 {dispute.latest_term}。"


def as_asked(dispute: Dispute, inquiry: Inquiry) -> dict:
    """What was written down, without number and address."""
    known = {
        name: getattr(inquiry, name) for name in ("held_at", "place", "relation", "inquirer", "recorder", "transcript")
    }
    who = inquiry.asked
    return known | ({"asked": who.name, "gender": who.gender or ""} if who else {})


def as_listed(dispute: Dispute, evidence: Exhibit) -> dict:
    return {name: getattr(evidence, name) for name in OF_EVIDENCE} | {"party_id": evidence.party_id or 0}


def offer_papers(form: LaterCorrectionForm, dispute: Dispute) -> None:
    form.paper.choices = dispute.signed_papers


PUT_RIGHT = "改了什么、为什么改，留在办理记录里；以前出具的文书标明“更正前出具”。"
STEPS = {
    Dispute.correct_inquiry: Ask(
        InquiryCorrectionForm,
        at="inquiries/<int:inquiry_id>/correction",
        done="已更正，请重新打印。",
        row=among("inquiries"),
        explanation=PUT_RIGHT,
        start=as_asked,
        error_at="held_at",
        edits=True,
    ),
    Dispute.correct_evidence: Ask(
        EvidenceCorrectionForm,
        at="evidence/<int:evidence_id>/correction",
        done="已更正。",
        row=among("evidence"),
        title=lambda dispute, evidence: f"更正证据“{evidence.name}”",
        explanation=PUT_RIGHT,
        start=as_listed,
        prepare=lambda form, dispute, evidence: offer_parties(form, dispute),
        error_at="name",
        edits=True,
    ),
    Dispute.revise_orally: Ask(
        ReasonForm,
        at="oral-agreement/revision",
        done="已退回，更正协议内容后重新登记口头协议。",
        icon="pencil",
        explanation="登记错了、还没有履行和回访的，退回更正，再重新登记。",
    ),
    Dispute.correct_later: Ask(
        LaterCorrectionForm,
        at="corrections/new",
        done="已登记更正说明，印在《卷宗情况说明》里。",
        icon="pencil",
        explanation="签署以后，原来的文书不改，写明哪里错了、应当是什么。协议内容由各方当事人变更，不在这里更正。",
        prepare=offer_papers,
        error_at="paper",
    ),
    Dispute.inquire: Ask(
        InquiryForm,
        at="inquiries/new",
        template="mediation/step.html",
        done="已保存调查记录，请打印，由被调查人逐页签名。",
        icon="plus",
        button="保存记录",
        start=asking,
        error_at="held_at",
        keeps_draft=True,
    ),
    Dispute.add_evidence: Ask(
        EvidenceForm,
        at="evidence/new",
        template="mediation/step.html",
        done="已登记证据。",
        icon="plus",
        button="保存",
        start=today("received_on"),
        prepare=offer_parties,
        error_at="files",
        uploads=True,
    ),
    Dispute.strike_evidence: Ask(
        ReasonForm,
        at="evidence/<int:evidence_id>/striking",
        done="已撤下。",
        row=among("evidence"),
        title=lambda dispute, evidence: f"撤下证据“{evidence.name}”",
        explanation="当事人收回的、登记错了的，撤下以后不再列在《证据清单》里，办理记录里留着。",
    ),
    Dispute.extend_term: Ask(
        ExtensionForm,
        at="extension",
        done=lambda dispute: f"调解期限延长至 {dispute.due_on}。",
        explanation=no_longer_than,
        prepare=say_who_agrees,
        error_at="until",
    ),
    Dispute.report_risk: Ask(
        RiskForm,
        at="risks/new",
        done="已登记。",
        icon="triangle-alert",
        explanation="可能激化的，先采取预防措施；可能引起治安案件、刑事案件的，及时向当地公安机关或者其他有关部门报告（人民调解法第二十五条）。",
        start=today("on"),
        error_at="kind",
    ),
}
