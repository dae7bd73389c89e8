"""见义勇为行为: it changes only through its steps, one capability a file; here they come together, with timeline and terms."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import TERMS
from plugins.heroes.models.decision import Decided, Reviewed
from plugins.heroes.models.hero import Hero
from plugins.heroes.models.honour import Honoured
from plugins.heroes.models.investigation import Investigated
from plugins.heroes.models.nomination import Nominated
from plugins.heroes.models.publication import Published
from plugins.heroes.models.states import STATES
from portal.accounts.models import User
from portal.extensions import db
from portal.records import Entry, Record, RunsOnTerms, Term
from portal.records.keeping import Keeping
from portal.records.people import contact
from portal.records.record import verbs_of
from portal.records.waiting import waiting_indexes

REVIEW = "heroes.review"


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


class Deed(Nominated, Investigated, Reviewed, Published, Decided, Honoured, RunsOnTerms, Record, db.Model):
    """见义勇为行为, of one person or of a group."""

    __tablename__ = "heroes_deed"
    __table_args__ = (
        Index("ix_heroes_deed_number", "number"),
        Index("ix_heroes_deed_county", "county_id", "status", "id"),
        Index("ix_heroes_deed_township", "township_id", "status", "id"),
        Index("ix_heroes_deed_recent", "county_id", "created_at", "id"),
        *waiting_indexes("heroes_deed", STATES, "due_on"),
    )

    permission = "heroes.view"
    states = STATES
    settings_key = "heroes"
    terms_of_others = ("correction", "application")  # time that the applicant has, not the office
    other_verbs = verbs_of(Hero) | {"display": "恢复公开", "undisplay": "停止公开"}
    grave_verbs = ("revoke", "decline")
    keeping = Keeping(
        name="见义勇为行为",
        since=lambda: Deed.ended_on,
        does="列出来，由确认机关决定，不自动去除姓名",
    )

    due_on: Mapped[date | None]

    applicant_id, applicant = contact("申请人、举荐人", lazy="select")
    terms: Mapped[list[DeedTerm]] = relationship(order_by=DeedTerm.id)
    events: Mapped[list[DeedEvent]] = relationship(back_populates="record", order_by=DeedEvent.id)

    @classmethod
    def reach(cls, user: User, permission: str):
        """The condition for deeds on which the user holds `permission`: but for secret ones that are sealed to them."""
        return user.reach(cls, permission) & ~cls.sealed_to(user)

    @classmethod
    def sealed_to(cls, user: User) -> ColumnElement[bool]:
        """The condition for secret deeds that are none of `user`'s to see: only who may review them does, by an own office."""
        with user.acting_for(None):
            return cls.secret & ~user.reach(cls, REVIEW)

    def allows(self, user: User, permission: str) -> bool:
        with user.acting_for(None):
            sealed = self.secret and not user.can(REVIEW, self)
        return not sealed and user.can(permission, self)
