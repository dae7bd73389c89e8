"""With what the steps of a dossier are taken once."""

from plugins.mediation.models import Dispute
from plugins.mediation.models.filing import Placed
from portal.records.samples import Sample

FILING = {
    Dispute.order_dossier: Sample(
        "mediator",
        {"scans": lambda dispute, stage: [Placed(each.id, turned=90) for each in dispute.materials]},
        form={
            "scans": lambda dispute, stage: [
                {"file": each.id, "place": 1, "at": "", "turned": "90"} for each in dispute.materials
            ]
        },
        at="closed",
    ),
    Dispute.file_away: Sample(
        "mediator", {"retention": "long", "defects": "证据原件已退还当事人。", "mended": ""}, at="closed", days=0
    ),
}
