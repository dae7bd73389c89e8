"""回访: how the agreement is kept, asked some time later."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.cases.models import Party
from portal.extensions import db
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

WAYS = {"visit": "上门", "phone": "电话", "office": "约谈"}
SATISFACTIONS = {"very": "非常满意", "good": "满意", "fair": "基本满意", "poor": "不满意"}


class FollowUp(db.Model):
    """回访记录. Who was asked is one of the parties, or somebody else."""

    __tablename__ = "mediation_follow_up"
    __table_args__ = (CheckConstraint("(party_id IS NULL) <> (other_id IS NULL)", name="one_interviewee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    visited_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(10))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    other_id, other = contact("被回访人")
    performance: Mapped[str] = mapped_column(Text)
    satisfaction: Mapped[str] = mapped_column(String(10))
    lawsuit: Mapped[str] = mapped_column(String(200), default="")
    wrong_mediation: Mapped[str] = mapped_column(String(200), default="")
    new_risk: Mapped[str] = mapped_column(String(200), default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    visitor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    dispute: Mapped["Dispute"] = relationship(back_populates="follow_ups")
    party: Mapped[Party | None] = relationship()
    visitor: Mapped[User] = relationship()

    @property
    def interviewee(self) -> Party | Contact:
        return self.party or self.other

    @property
    def way_name(self) -> str:
        return WAYS[self.way]

    @property
    def satisfaction_name(self) -> str:
        return SATISFACTIONS[self.satisfaction]
