"""办理记录 of a deed: append-only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import STATUSES, VERBS
from portal import clock
from portal.accounts.models import User
from portal.extensions import db


class DeedEvent(db.Model):
    """One step: who, when, from which state to which, and the words that go with it."""

    __tablename__ = "heroes_event"
    __table_args__ = (Index("ix_heroes_event_deed", "deed_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"))
    verb: Mapped[str] = mapped_column(String(20))
    from_status: Mapped[str] = mapped_column(String(16), default="")
    to_status: Mapped[str] = mapped_column(String(16), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User | None] = relationship(lazy="joined")

    @property
    def title(self) -> str:
        changed = self.to_status != self.from_status and self.to_status
        return VERBS[self.verb] + (f"（{STATUSES[self.to_status]}）" if changed else "")


def append_only(model, name: str) -> None:
    """Let rows of `model` be added and never changed or removed; `name` says what they are."""

    @event.listens_for(model, "before_update")
    @event.listens_for(model, "before_delete")
    def refuse(mapper, connection, target):
        raise RuntimeError(f"{name} is append-only")


append_only(DeedEvent, "the timeline of a deed")
