"""What plugins that go by a settled dispute may learn of it (portal.cases.mediated)."""

from typing import TYPE_CHECKING

from portal.cases.mediated import Mediated, MediatedBy, TellsMediated
from portal.documents.wording import long_day

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute


class KnownOutside(TellsMediated):
    """Asked of a dispute by other plugins."""

    @property
    def mediated(self: "Dispute") -> Mediated | None:
        """What came of it; None unless it ended with an agreement that took effect, even one that a court undid later (`undone`)."""
        agreement, told = self.agreement, self.told_for_statistics
        if self.status != "closed" or agreement is None or agreement.effective_on is None:
            return None
        on = agreement.effective_on
        return Mediated(
            case=self.case,
            body=self.committee.name,
            unit=self.committee.unit,
            number=self.number,
            agreed_on=on,
            ended_on=self.ended_on,
            oral=agreement.oral,
            performed=self.performance == "full",
            difficulty=told.difficulty if told else "",
            text=lambda: "\n".join(self.clauses_in_force),
            mediators=tuple(
                MediatedBy(each.id, each.name, each.user_id, each.serves_on(on)) for each in self.mediators
            ),
            lacking=lambda: self.dossier_lacks,
            undone=f"{long_day(agreement.revoked_on)}{self.undone}" if agreement.revoked_on else "",
        )

    @property
    def dossier_lacks(self: "Dispute") -> list[str]:
        """The papers without which the dossier of a settled dispute is not whole, for a clerk to read."""
        there = {each.purpose for each in self.materials}
        known = {
            "权利义务告知": not self.untold,
            "调解记录": bool(self.sessions),
            "签署的协议书": self.agreement.oral or bool(self.scans),
            "履行凭证": "payment" in there,
            "回访记录": bool(self.follow_ups),
        }
        return [name for name, is_there in known.items() if not is_there]
