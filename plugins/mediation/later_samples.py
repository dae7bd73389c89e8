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
}
