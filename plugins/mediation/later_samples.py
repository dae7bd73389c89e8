"""With what the steps after an agreement is in force are taken once: 司法确认."""

from collections.abc import Mapping

from plugins.mediation.models import Confirmation, Dispute
from plugins.mediation.models.confirming import CHECKS
from portal.records.samples import Sample, Stage, today

COURT = "达拉特旗人民法院"


def latest(dispute: Dispute, stage: Stage) -> Confirmation:
    return dispute.confirmations[-1]


LATER: Mapping = {
    Dispute.draw_confirmation: Sample(
        "mediator",
        {"court": COURT, "basis": "seat"},
        form={"together": True, "checks": list(CHECKS)},
        at="effective",
    ),
    Dispute.follow_confirmation: Sample(
        "mediator",
        {"stage": "filed", "on": today},
        row=latest,
        first=(Dispute.draw_confirmation,),
        at="effective",
    ),
    Dispute.remind: Sample("mediator", {"on": today, "how": "电话", "note": "提醒下一期到期日。"}, at="effective"),
    Dispute.report: Sample("mediator", {"difficulty": "common", "prevented": "crime", "people": 2}, at="mediating"),
    Dispute.report_risk: Sample(
        "mediator",
        {"kind": "order", "on": today, "office": "派出所", "measures": "一方扬言报复，已分开劝解。"},
        at="mediating",
    ),
}
