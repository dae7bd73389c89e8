"""The papers of a dispute: when each may be printed. Their templates take the rows as they are."""

from collections.abc import Callable
from dataclasses import dataclass

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Amendment, Dispute, DisputeParty
from plugins.mediation.models.participation import AUTHORITY
from portal.records.papers import Paper, mount_papers
from portal.records.representation import ENTRUSTED

MEDIATE = "mediation.mediate"
WAYS_OUT = "mediation/documents/ways_out.html"


@dataclass(frozen=True)
class DossierPaper(Paper):
    """A paper and its place in the dossier. signed: whether a scan of it as signed is looked for there; false for what the office alone vouches for. behind: the class of uploads
    (`PURPOSES`) that stand behind it. bound: whether that of a row is bound now. beside: it is about the dossier, not of it."""

    signed: bool = True
    behind: str = ""
    bound: Callable[..., bool] | None = None
    beside: bool = False


def _not_accepted(dispute: Dispute, *_) -> str:
    return "" if dispute.accepted_on else "受理以后才能打印文书。"


def _not_written(dispute: Dispute) -> str:
    return _not_accepted(dispute) or ("" if dispute.agreement else "还没有协议内容，请先填写。")


def _no_evidence(dispute: Dispute) -> str:
    return _not_accepted(dispute) or ("" if dispute.evidence else "还没有登记证据。")


def _not_in_writing(dispute: Dispute) -> str:
    oral = dispute.agreement is not None and dispute.agreement.oral
    return "这是口头协议，请打印口头协议登记表。" if oral else _not_written(dispute)


def _not_oral(dispute: Dispute) -> str:
    oral = dispute.agreement is not None and dispute.agreement.oral
    return _not_accepted(dispute) or ("" if oral else "登记口头协议以后才能打印。")


def _not_to_be_signed(dispute: Dispute, amendment: Amendment) -> str:
    return _not_accepted(dispute) or ("这份协议没有签署，不再打印。" if amendment.stage == "dropped" else "")


def _amendment_name(dispute: Dispute, amendment: Amendment) -> str:
    """As its paper is called; of several, which."""
    alone = len([each for each in dispute.amendments if each.stage != "dropped"]) == 1
    return amendment.title if alone else f"{amendment.title}（第 {amendment.serial} 份）"


def _of_its_own(dispute: Dispute) -> str:
    asked = not dispute.accepted_on or dispute.source != "initiative"
    return "" if asked else "调委会主动调解的，没有申请书。"


def _not_over(dispute: Dispute) -> str:
    return _not_accepted(dispute) or ("" if dispute.ended_on else "结案或者终止以后才能打印。")


def _nothing_declined(dispute: Dispute) -> str:
    return "" if dispute.status == "declined" else "没有登记不予受理。"


def _nobody_refuses(dispute: Dispute) -> str:
    return "" if dispute.refusing and dispute.status != "terminated" else "没有当事人拒绝调解。"


def _not_terminated(dispute: Dispute) -> str:
    return "" if dispute.status in ("terminated", "withdrawn") and dispute.accepted_on else "调解没有终止。"


def _why_refused(dispute: Dispute) -> dict:
    """Who refuses, in the words of the notice."""
    names = "、".join(f"{each.party.side_name}{each.party.name}" for each in dispute.refusing)
    said = f"{names}明确表示不接受调解。当事人一方明确拒绝调解的，不得调解（人民调解法第十七条）。"
    others = "其余各方当事人愿意调解的部分，继续调解。" if dispute.status != "refused" else ""
    return {"verdict": "现对拒绝调解的部分不予调解。" if others else "现不予调解。", "reason": said + others}


def _why(verdict: str) -> Callable[[Dispute], dict]:
    return lambda dispute: {"verdict": verdict, "reason": dispute.ending}


def _entrusting(dispute: Dispute) -> list[DisputeParty]:
    return [each for each in dispute.parties if each.agent and each.agent_title == ENTRUSTED["entrusted"]]


AGREEMENT = DossierPaper(
    "agreement",
    "人民调解协议书",
    needs=MEDIATE,
    unless=_not_in_writing,
    copies=lambda dispute: dispute.copies,
    draft=lambda dispute: dispute.agreement.frozen_at is None,
    final=lambda dispute: dispute.agreement.frozen_at,
)
PAPERS = (
    DossierPaper("application", "人民调解申请书", needs=MEDIATE, unless=_of_its_own),
    DossierPaper("acceptance", "人民调解受理登记表", needs=MEDIATE, unless=_not_accepted),
    DossierPaper("rights", "人民调解权利义务告知书", needs=MEDIATE),  # before 受理 too, where all is done at one table
    DossierPaper(
        "identity", "当事人身份证明核对表", needs=MEDIATE, unless=_not_accepted, signed=False, behind="identity"
    ),
    DossierPaper(
        "authority",
        "授权委托书",
        needs=MEDIATE,
        at="parties/<int:party_id>/authority.pdf",
        rows=_entrusting,
        label=lambda dispute, party: f"{party.party.name}的授权委托书",
        behind=AUTHORITY,
    ),
    DossierPaper(
        "inquiry",
        "人民调解调查记录",
        needs=MEDIATE,
        unless=_not_accepted,
        at="inquiries/<int:inquiry_id>.pdf",
        rows=lambda dispute: dispute.inquiries,
        listed=False,
    ),
    DossierPaper("evidence", "证据清单", needs=MEDIATE, unless=_no_evidence, signed=False, behind="evidence"),
    DossierPaper(
        "record",
        "人民调解记录",
        needs=MEDIATE,
        unless=_not_accepted,
        at="sessions/<int:session_id>.pdf",
        rows=lambda dispute: dispute.sessions,
        listed=False,
    ),
    AGREEMENT,
    DossierPaper(
        "oral",
        "人民调解口头协议登记表",
        needs=MEDIATE,
        unless=_not_oral,
        final=lambda dispute: dispute.agreement.frozen_at,
    ),
    DossierPaper(
        "amendment",
        "人民调解补充、变更、解除协议书",
        needs=MEDIATE,
        unless=_not_to_be_signed,
        at="amendments/<int:amendment_id>.pdf",
        rows=lambda dispute: dispute.amendments,
        copies=lambda dispute, _: dispute.copies,
        label=_amendment_name,
        heading=lambda dispute, amendment: amendment.title,
        number=lambda dispute, amendment: amendment.number,
        final=lambda dispute, amendment: amendment.drawn_at,
        listed=False,
        bound=lambda dispute, amendment: amendment.stage == "effective",
    ),
    DossierPaper(
        "receipt",
        "履行凭证（收条）",
        needs=MEDIATE,
        unless=_not_accepted,
        at="payments/<int:payment_id>.pdf",
        rows=lambda dispute: dispute.receipts,
        listed=False,
        behind="payment",
    ),
    DossierPaper(
        "followup",
        "人民调解回访记录",
        needs=MEDIATE,
        unless=_not_accepted,
        at="followups/<int:follow_up_id>.pdf",
        rows=lambda dispute: dispute.follow_ups,
        listed=False,
    ),
    DossierPaper(
        "confirmation",
        "司法确认申请书",
        needs=MEDIATE,
        unless=_not_accepted,
        at="confirmations/<int:confirmation_id>.pdf",
        rows=lambda dispute: dispute.confirmations,
        copies=lambda dispute, _: dispute.copies,
        listed=False,
    ),
    DossierPaper(
        "certificate",
        "人民调解委员会主持调解的证明",
        needs=MEDIATE,
        unless=_not_accepted,
        at="confirmations/<int:confirmation_id>/certificate.pdf",
        rows=lambda dispute: dispute.confirmations,
        listed=False,
        signed=False,
    ),
    DossierPaper(
        "declined",
        "不予受理告知书",
        needs=MEDIATE,
        unless=_nothing_declined,
        template=WAYS_OUT,
        context=_why("现不予受理。"),
    ),
    DossierPaper(
        "refusal", "不予调解告知书", needs=MEDIATE, unless=_nobody_refuses, template=WAYS_OUT, context=_why_refused
    ),
    DossierPaper(
        "termination",
        "终止调解告知书",
        needs=MEDIATE,
        unless=_not_terminated,
        template=WAYS_OUT,
        context=_why("现终止调解。"),
    ),
    DossierPaper("closing", "人民调解结案报告", needs=MEDIATE, unless=_not_over),
    DossierPaper("dossier", "卷宗情况说明", needs=MEDIATE, unless=_not_over, signed=False),
    DossierPaper(
        "inspection",
        "卷宗评查表",
        needs="mediation.view",
        at="inspections/<int:inspection_id>.pdf",
        rows=lambda dispute: dispute.inspections,
        listed=False,
        signed=False,
        beside=True,
    ),
)

papers = mount_papers(
    bp, Dispute, PAPERS, at="/disputes/<int:dispute_id>", office=lambda dispute: dispute.committee.name
)
