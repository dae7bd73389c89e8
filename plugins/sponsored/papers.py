"""The papers of a sponsorship. What they say stands in the templates."""

from plugins.sponsored.blueprint import bp
from plugins.sponsored.choices import LOG
from plugins.sponsored.models import SponsorHandover, Sponsorship
from portal.records.papers import Paper, mount_papers


def _not_approved(sponsorship: Sponsorship) -> str:
    return "" if sponsorship.approved_at else "批准以后才能打印。"


def _not_applied(sponsorship: Sponsorship) -> str:
    return "" if sponsorship.applied_at else "申请销号以后才能打印。"


def _not_taken(sponsorship: Sponsorship, handover: SponsorHandover) -> str:
    return "" if handover.taken_at else "登记交接以后才能打印。"


papers = mount_papers(
    bp,
    Sponsorship,
    (
        Paper("responsibility", "包案责任表", needs=LOG, unless=_not_approved),
        Paper("closing", "销号审批表", needs=LOG, unless=_not_applied),
        Paper(
            "handover",
            "包案交接单",
            needs=LOG,
            at="handovers/<int:handover_id>/sheet.pdf",
            rows=lambda sponsorship: sponsorship.handovers,
            label=lambda sponsorship, handover: f"包案交接单（{handover.to_whom.name}接手）",
            unless=_not_taken,
        ),
    ),
    at="/sponsorships/<int:sponsorship_id>",
    office=lambda sponsorship: sponsorship.unit.name,
)
