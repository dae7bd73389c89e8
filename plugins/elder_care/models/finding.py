"""核查疑点 of a settlement."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care.checks import NAMES, run
from plugins.elder_care.models.member import Member
from portal import clock, entitlements
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.elder_care.models.settlement import MealSettlement


class Finding(entitlements.Finding, db.Model):
    """核查疑点. `text` names nobody: the member is told by the number; `gone_on` since when the rule finds it no more."""

    __tablename__ = "elder_care_finding"
    __table_args__ = (UniqueConstraint("settlement_id", "rule", "mark"),)
    RULES = NAMES

    settlement_id: Mapped[int] = mapped_column(ForeignKey("elder_care_settlement.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("elder_care_member.id"), index=True)
    gone_on: Mapped[date | None]

    settlement: Mapped["MealSettlement"] = relationship(back_populates="findings")
    member: Mapped[Member | None] = relationship(lazy="joined")

    @classmethod
    def renew(cls, settlement: "MealSettlement") -> int:
        """Run the checks on `settlement`, and answer how many findings stand. One that is found again is not asked again."""
        known = {(each.rule, each.mark): each for each in settlement.findings}
        hits = {(rule, hit.mark): hit for rule, hit in run(settlement)}
        for key, hit in hits.items():
            finding = known.get(key)
            if finding is None:
                settlement.findings.append(cls(rule=key[0], mark=hit.mark, text=hit.text, member_id=hit.member_id))
            elif not finding.decision or finding.gone_on is None:
                finding.gone_on = None
                finding.text = hit.text if not finding.decision else finding.text
        for key, finding in known.items():
            finding.gone_on = None if key in hits else finding.gone_on or clock.today()
        return len(hits)
