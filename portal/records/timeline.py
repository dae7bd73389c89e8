"""办理记录: the append-only timeline of a record."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, String, event
from sqlalchemy.orm import Mapped, Mapper, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.redaction import RedactedText


class AppendOnly:
    """Rows of these tables are added and never changed or removed: RuntimeError for whoever tries through the session."""


@event.listens_for(AppendOnly, "before_update", propagate=True)
@event.listens_for(AppendOnly, "before_delete", propagate=True)
def _refuse(mapper: Mapper, connection: Connection, target: object) -> None:
    raise RuntimeError(f"{mapper.class_.__tablename__} is append-only")


class Entry(AppendOnly):
    """One step on a timeline: who, when, from which state to which, and the words that go with it.

    The model adds the foreign key to its record and the relationship `record`, which populates back the record's `events`:
    so a step is written down without reading those before it. `STATUS_LENGTH` is the length of its status columns.
    """

    STATUS_LENGTH = 16

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(RedactedText(), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    @classmethod
    def from_status(cls) -> Mapped[str]:
        return mapped_column(String(cls.STATUS_LENGTH), default="")

    @declared_attr
    @classmethod
    def to_status(cls) -> Mapped[str]:
        return mapped_column(String(cls.STATUS_LENGTH), default="")

    @declared_attr
    @classmethod
    def actor(cls) -> Mapped[User | None]:
        return relationship(User, lazy="joined", foreign_keys=[cls.actor_id])


def timeline(record: Any) -> list[dict]:
    """The entries of `record` as the macro `timeline` takes them, newest first."""
    return [
        {
            "at": each.at,
            "title": record.title_of(each),
            "actor": each.actor.name if each.actor else "系统",
            "note": each.note,
            "tone": "danger" if each.verb in record.grave_verbs else "",
        }
        for each in reversed(record.events)
    ]
