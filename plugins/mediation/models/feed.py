"""手机日历: an address by which a calendar on a telephone reads the sittings of a committee, for one account."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.records import Moved, step
from portal.records.followed import hash_of, legible_word

if TYPE_CHECKING:
    from plugins.mediation.models.committee import Committee

LENGTH = 24  # signs of the code: 120 bits, for nobody types it


class CalendarFeed(db.Model):
    """One address. Only the hash of its code is stored; made anew, the old one leads nowhere."""

    __tablename__ = "mediation_calendar_feed"
    __table_args__ = (UniqueConstraint("committee_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime]

    committee: Mapped["Committee"] = relationship()
    user: Mapped[User] = relationship()

    @classmethod
    def found(cls, code: str) -> "CalendarFeed | None":
        """The one with that code, as long as its account may view the committee."""
        row = db.session.scalar(select(cls).where(cls.code_hash == hash_of(code)))
        return row if row and row.user.active and row.user.can("mediation.view", row.committee) else None


class Published:
    """A committee of which telephones read the calendar."""

    new_code = ""

    @step("手机日历地址", needs="mediation.view")
    def give_feed(self: "Committee", *, by: User) -> Moved:
        """A new address for whoever asks: its code is `new_code`, which is told once; the one before leads nowhere any more."""
        mine = CalendarFeed.committee_id == self.id, CalendarFeed.user_id == by.id
        feed = db.session.scalar(select(CalendarFeed).where(*mine)) or CalendarFeed(committee=self, user=by)
        self.new_code = legible_word(LENGTH)
        feed.code_hash, feed.made_at = hash_of(self.new_code), clock.now()
        db.session.add(feed)
        return Moved(made=feed)
