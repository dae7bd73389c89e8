"""The papers of a dispute: when each may be printed. Their templates take the rows as they are."""

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Dispute, DisputeParty
from portal.records.papers import Paper, mount_papers
from portal.records.representation import ENTRUSTED

MEDIATE = "mediation.mediate"


def _not_accepted(dispute: Dispute, *_) -> str:
    return "" if dispute.accepted_on else "受理以后才能打印文书。"


def _not_written(dispute: Dispute) -> str:
    return _not_accepted(dispute) or ("" if dispute.agreement else "还没有协议内容，请先填写。")


def _not_in_writing(dispute: Dispute) -> str:
    oral = dispute.agreement is not None and dispute.agreement.oral
    return "这是口头协议，请打印口头协议登记表。" if oral else _not_written(dispute)


def _not_oral(dispute: Dispute) -> str:
    oral = dispute.agreement is not None and dispute.agreement.oral
    return _not_accepted(dispute) or ("" if oral else "登记口头协议以后才能打印。")


def _of_its_own(dispute: Dispute) -> str:
    asked = not dispute.accepted_on or dispute.source != "initiative"
    return "" if asked else "调委会主动调解的，没有申请书。"


def _not_over(dispute: Dispute) -> str:
    return _not_accepted(dispute) or ("" if dispute.ended_on else "结案或者终止以后才能打印。")


def _entrusting(dispute: Dispute) -> list[DisputeParty]:
    return [each for each in dispute.parties if each.agent and each.agent_title == ENTRUSTED["entrusted"]]


AGREEMENT = Paper(
    "agreement",
    "人民调解协议书",
    needs=MEDIATE,
    unless=_not_in_writing,
    copies=lambda dispute: dispute.copies,
    draft=lambda dispute: dispute.agreement.frozen_at is None,
    final=lambda dispute: dispute.agreement.frozen_at,
)
PAPERS = (
    Paper("application", "人民调解申请书", needs=MEDIATE, unless=_of_its_own),
    Paper("acceptance", "人民调解受理登记表", needs=MEDIATE, unless=_not_accepted),
    Paper("rights", "人民调解权利义务告知书", needs=MEDIATE, unless=_not_accepted),
    Paper("identity", "当事人身份证明核对表", needs=MEDIATE, unless=_not_accepted),
    Paper(
        "authority",
        "授权委托书",
        needs=MEDIATE,
        at="parties/<int:principal_id>/authority.pdf",
        rows=_entrusting,
        label=lambda dispute, principal: f"{principal.party.name}的授权委托书",
    ),
    Paper(
        "record",
        "人民调解记录",
        needs=MEDIATE,
        unless=_not_accepted,
        at="sessions/<int:session_id>.pdf",
        rows=lambda dispute: dispute.sessions,
        listed=False,
    ),
    AGREEMENT,
    Paper(
        "oral",
        "人民调解口头协议登记表",
        needs=MEDIATE,
        unless=_not_oral,
        final=lambda dispute: dispute.agreement.frozen_at,
    ),
    Paper(
        "followup",
        "人民调解回访记录",
        needs=MEDIATE,
        unless=_not_accepted,
        at="followups/<int:follow_up_id>.pdf",
        rows=lambda dispute: dispute.follow_ups,
        listed=False,
    ),
    Paper("closing", "人民调解结案报告", needs=MEDIATE, unless=_not_over),
    Paper("dossier", "卷宗情况说明", needs=MEDIATE, unless=_not_over),
)

papers = mount_papers(
    bp, Dispute, PAPERS, at="/disputes/<int:dispute_id>", office=lambda dispute: dispute.committee.name
)
