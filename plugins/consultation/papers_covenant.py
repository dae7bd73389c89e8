"""The text of an edition, the sheet with which it is filed, the ledger of a council."""

from plugins.consultation.blueprint import bp
from plugins.consultation.models import Council, Covenant
from plugins.consultation.settings import rules_of
from portal.records.papers import Paper, mount_papers

VIEW = "consultation.view"


def _law(covenant: Covenant) -> dict:
    rules = rules_of(covenant.unit)
    return {"law": rules.residents_law if covenant.kind == "residents" else rules.covenant_law}


covenant_papers = mount_papers(
    bp,
    Covenant,
    (
        Paper("covenant", "规约条文", needs=VIEW, context=_law, draft=lambda covenant: covenant.in_force_from is None),
        Paper(
            "covenant_filing",
            "规约备案表",
            needs=VIEW,
            context=_law,
            unless=lambda covenant: "" if covenant.adopted_on else "会议通过以后才能打印。",
        ),
    ),
    at="/covenants/<int:covenant_id>",
    office=lambda covenant: covenant.unit.name,
)
council_papers = mount_papers(
    bp,
    Council,
    (
        Paper(
            "council_ledger",
            "四会活动台账",
            needs=VIEW,
            number=lambda council: "",
            unless=lambda council: "" if council.activities else "还没有活动。",
        ),
    ),
    at="/councils/<int:council_id>",
    office=lambda council: council.name,
)
