"""调解记录: one sitting with the parties (人民调解法 §27: mediation is recorded)."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.mediation.models.guest import Guest
from portal.accounts.models import User
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

OUTCOMES = {"agreed": "达成协议", "failed": "未达成协议", "continue": "待续调"}
LONGEST_SPEAKER = 20  # characters before a colon; more are part of what is said


class Session(db.Model):
    """调解记录. `present` holds ids of parties; `transcript` one statement a line: 「谁：说了什么」."""

    __tablename__ = "mediation_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    sequence: Mapped[int]
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(100))
    present: Mapped[list] = mapped_column(JSON, default=list)
    transcript: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(10))
    result: Mapped[str] = mapped_column(Text, default="")
    failure_reason: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    dispute: Mapped["Dispute"] = relationship(back_populates="sessions")
    guests: Mapped[list[Guest]] = relationship(order_by=Guest.id, cascade="all, delete-orphan")
    recorded_by: Mapped[User] = relationship()

    @property
    def outcome_name(self) -> str:
        return OUTCOMES[self.outcome]

    @property
    def statements(self) -> list[tuple[str, str]]:
        """Who said what; a line that names nobody is told as the record's own."""
        lines = [line.strip() for line in self.transcript.splitlines() if line.strip()]
        parted = ((line, line.replace(":", "：", 1).partition("：")) for line in lines)
        return [
            (speaker, text) if colon and len(speaker) <= LONGEST_SPEAKER else ("记录", line)
            for line, (speaker, colon, text) in parted
        ]

    # a paper of the session is filed where its dispute lies
    @property
    def unit(self):
        return self.dispute.unit
