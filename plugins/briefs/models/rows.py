"""What stands below a 研判: who came to its meeting, and the risks it foretold."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.briefs.choices import OUTCOMES
from portal.columns import named
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.briefs.models.brief import Brief


class Attendee(db.Model):
    """参会 of an official: the name as on the sign-in sheet; who stood in for one who did not come."""

    __tablename__ = "briefs_attendee"

    id: Mapped[int] = mapped_column(primary_key=True)
    brief_id: Mapped[int] = mapped_column(ForeignKey("briefs_brief.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(60), default="")
    came: Mapped[bool]
    stand_in: Mapped[str] = mapped_column(String(40), default="")

    record: Mapped["Brief"] = relationship(back_populates="attendances")

    @property
    def absence(self) -> str:
        """赵主任（请假，李副主任代）."""
        return f"{self.name}（{f'{self.stand_in}代' if self.stand_in else '缺席'}）"


class Risk(db.Model):
    """风险 that a 研判 foretold, or (`missed`) did not: what became of it is said by a person. outcome: of OUTCOMES."""

    __tablename__ = "briefs_risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    brief_id: Mapped[int] = mapped_column(ForeignKey("briefs_brief.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(8), default="")
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    record: Mapped["Brief"] = relationship(back_populates="risks")
    outcome_name = named("outcome", OUTCOMES)
