"""With what the steps of a dossier are taken once."""

from plugins.mediation.models import Dispute
from plugins.mediation.models.filing import Placed
from plugins.mediation.models.inspecting import Found
from plugins.mediation.settings import KEY
from portal.records.samples import Sample, Stage, today
from portal.settings import change

ITEMS = "演示用的项目一；演示用的项目二"


def items(dispute: Dispute, stage: Stage) -> None:
    """The district has said what is looked at."""
    if not dispute.inspected_for:
        change(KEY, stage.county, {"inspection": [ITEMS]}, by=None, reason="演示用的假定项目")


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
    Dispute.inspect_dossier: Sample(
        "director",
        {
            "results": lambda dispute, stage: [Found(each, "good") for each in dispute.inspected_for],
            "on": today,
            "conclusion": "卷宗完整。",
        },
        form={
            "results": lambda dispute, stage: [{"result": "good", "remark": ""} for _ in dispute.inspected_for],
            "on": today,
        },
        first=(items, Dispute.file_away),
        at="closed",
        days=0,
    ),
}
