"""核查疑点 of a settlement."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care.checks import NAMES
from plugins.elder_care.models.member import Member
from portal import entitlements
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.elder_care.models.settlement import MealSettlement


class Finding(entitlements.Finding, db.Model):
    """核查疑点. Its text tells a member by the number."""

    __tablename__ = "elder_care_finding"
    __table_args__ = (UniqueConstraint("settlement_id", "rule", "mark"),)
    RULES = NAMES

    settlement_id: Mapped[int] = mapped_column(ForeignKey("elder_care_settlement.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("elder_care_member.id"), index=True)

    settlement: Mapped["MealSettlement"] = relationship(back_populates="findings")
    member: Mapped[Member | None] = relationship(lazy="joined")

    @property
    def whom(self) -> str:
        return self.member.person.name if self.member else ""
