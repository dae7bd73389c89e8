"""The papers of a dispute: when each may be printed. Their templates take the rows as they are."""

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Dispute
from portal.records.papers import Paper, mount_papers

MEDIATE = "mediation.mediate"


def _not_accepted(dispute: Dispute, *_) -> str:
    return "" if dispute.accepted_on else "受理以后才能打印文书。"


def _not_written(dispute: Dispute) -> str:
    return _not_accepted(dispute) or ("" if dispute.agreement else "还没有协议内容，请先填写。")


AGREEMENT = Paper(
    "agreement",
    "人民调解协议书",
    needs=MEDIATE,
    unless=_not_written,
    copies=lambda dispute: dispute.copies,
    draft=lambda dispute: dispute.agreement.frozen_at is None,
    final=lambda dispute: dispute.agreement.frozen_at,
)
PAPERS = (
    Paper("acceptance", "人民调解受理登记表", needs=MEDIATE, unless=_not_accepted),
    Paper("rights", "人民调解权利义务告知书", needs=MEDIATE, unless=_not_accepted),
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
        "followup",
        "人民调解回访记录",
        needs=MEDIATE,
        unless=_not_accepted,
        at="followups/<int:follow_up_id>.pdf",
        rows=lambda dispute: dispute.follow_ups,
        listed=False,
    ),
)

papers = mount_papers(
    bp, Dispute, PAPERS, at="/disputes/<int:dispute_id>", office=lambda dispute: dispute.committee.name
)
