"""消息: that something happened to a record, for whoever holds a right in a unit, or for one person."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.accounts.rights import granted
from portal.columns import named
from portal.extensions import db
from portal.notices.words import KINDS
from portal.workdays.calendar import end_of_day

PENDING_SQL = "spread_at IS NULL"  # written out, as in the partial index


class Message(db.Model):  # type: ignore[name-defined]
    """消息. One row, however many people hold `needs` in the unit; `user_id` where one person is told. Names nobody: the title is read from the
    record when the message is read, by whoever may see the record then. `by_id` did it, and needs not be told. `once` keeps from telling twice.
    `spread_at`: when it was decided to whom it goes outside.
    """

    __tablename__ = "notices_message"
    __table_args__ = (
        Index("ix_notices_message_unit", "unit_id", "id"),
        Index("ix_notices_message_user", "user_id", "id"),
        Index("ix_notices_message_old", "county_id", "at"),
        Index("ix_notices_message_record", "record_kind", "record_id"),
        Index(
            "ix_notices_message_pending",
            "id",
            sqlite_where=text(PENDING_SQL),
            postgresql_where=text(PENDING_SQL),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    said: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(60))
    record_kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    url: Mapped[str] = mapped_column(String(120))
    county_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    needs: Mapped[str] = mapped_column(String(60), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    spread_at: Mapped[datetime | None]

    kind_name = named("kind", KINDS)

    @classmethod
    def for_(cls, user: User, after: int = 0) -> ColumnElement[bool]:
        """The condition: for `user`, or for whom `user` stands in, later than the message `after`, and not about what `user` did. Of a unit since the office there began."""
        mine = [and_(cls.user_id.in_(user.persons), cls.id > after)]
        for each in user.current_appointments:
            since = end_of_day(each.valid_from) - timedelta(days=1)
            held = sorted(granted(each.role, each.unit))
            mine.append(and_(cls.unit_id == each.unit_id, cls.id > after, cls.needs.in_(held), cls.at > since))
        return and_(or_(*mine), cls.by_id.is_distinct_from(user.id))


class Reading(db.Model):  # type: ignore[name-defined]
    """That one person has read one message. Nobody else is shown it."""

    __tablename__ = "notices_reading"

    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("notices_message.id"), primary_key=True, index=True)
