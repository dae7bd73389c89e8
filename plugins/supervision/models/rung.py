"""One rung of the ladder 提醒, 催办, 督办单, 约谈, 通报, 挂牌: when a supervision came to it, and why; of 约谈 the minutes too."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.supervision.choices import LEVELS, OVERSEE, REASONS, TALK
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Part, step
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision


def _no_talk(rung: "Rung") -> str:
    if rung.level != TALK:
        return "这一级不是约谈。"
    return "已经记录约谈。" if rung.talked_at else ""


class Rung(Part, db.Model):
    """督办的一级. `matter`: what is the matter; `demands`: what is asked; `due_at`: until when it is to be answered."""

    __tablename__ = "supervision_rung"
    __table_args__ = (Index("ix_supervision_rung_supervision", "supervision_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_supervision.id"))
    level: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(12))
    matter: Mapped[str] = mapped_column(Text)
    demands: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    talked_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(100), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    talked_to_id, talked_to = contact("约谈对象")

    record: Mapped["Supervision"] = relationship(back_populates="rungs")
    level_name = named("level", LEVELS)
    cause_name = named("cause", REASONS)

    @step("记录约谈", of=("issued", "asking", "answered", "proposed"), needs=OVERSEE, unless=_no_talk, verb="talk")
    def hold_talk(self, *, talked_at: datetime, place: str, talked_to: Contact, minutes: str, by: User) -> str:
        """约谈 was held: with whom, where, what was said. Raises RuleError for a moment before it was ordered."""
        if talked_at < self.at.replace(second=0, microsecond=0):
            raise RuleError("约谈时间不能早于决定约谈的时间，请核对。", at="talked_at")
        self.talked_at, self.place, self.talked_to, self.minutes = talked_at, place, talked_to, minutes
        return f"{clock.local(talked_at):%Y-%m-%d %H:%M}，{place}。"
