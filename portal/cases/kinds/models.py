"""Changes that a district made to the list of kinds: append-only, each from a day on."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock, decision_cache
from portal.accounts.models import User
from portal.cases.kinds.delivered import Kind
from portal.extensions import db
from portal.org.models import OrgUnit

NAME, WORDS, REASON = 20, 300, 200  # lengths


class KindChange(db.Model):
    """事项类型的修改: how one kind is in a county from `valid_from` on, whole. None is ever rewritten."""

    __tablename__ = "cases_kind_change"
    __table_args__ = (Index("ix_cases_kind_change_county", "county_id", "code", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    county_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    code: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(NAME))
    national: Mapped[str] = mapped_column(String(4))
    words: Mapped[str] = mapped_column(String(WORDS), default="")
    place: Mapped[int]
    closed: Mapped[bool] = mapped_column(default=False)
    successor: Mapped[str] = mapped_column(String(4), default="")
    valid_from: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(String(REASON))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    county: Mapped[OrgUnit] = relationship()
    actor: Mapped[User | None] = relationship()

    @property
    def kind(self) -> Kind:
        """The kind that it makes."""
        words = tuple(self.words.split())
        return Kind(self.code, self.name, self.national, words, self.place, self.closed, self.successor)


decision_cache.watch_rows(KindChange)
