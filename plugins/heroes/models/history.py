"""办理记录 and 期限 of a deed."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import TERMS
from portal.extensions import db
from portal.records import Entry, Term

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class DeedEvent(Entry, db.Model):
    """One entry of the timeline of a deed."""

    __tablename__ = "heroes_event"
    __table_args__ = (Index("ix_heroes_event_deed", "deed_id", "id"),)

    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"))

    record: Mapped["Deed"] = relationship(back_populates="events")


class DeedTerm(Term, db.Model):
    """One term of a deed."""

    __tablename__ = "heroes_term"
    NAMES = TERMS

    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
