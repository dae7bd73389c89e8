"""自检条目: what a self-check asks, from one day to another, each with its source."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import BLOCKS, MANAGE, VIEW
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record, State, States, begins, step
from portal.records.dated import Dated, in_order

ITEM_STATES = States(State("open", "在用", "ok"), State("ended", "已停用", "neutral"))


class CheckItemEvent(Entry, db.Model):
    """One entry of the timeline of an item."""

    __tablename__ = "centre_item_event"
    __table_args__ = (Index("ix_centre_item_event_item", "item_id", "id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("centre_item.id"))

    record: Mapped["CheckItem"] = relationship(back_populates="events")


class CheckItem(Dated, Record, db.Model):
    """自检条目 of one of the five blocks (五个规范化), for the unit and all below it. A change is a new item; the old one gets its last day."""

    __tablename__ = "centre_item"
    __table_args__ = (
        Index("ix_centre_item_county", "county_id", "created_at", "id"),
        Index("ix_centre_item_township", "township_id", "created_at", "id"),
    )
    permission, states, lasting = VIEW, ITEM_STATES, ("open",)

    block: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    events: Mapped[list[CheckItemEvent]] = relationship(back_populates="record", order_by=CheckItemEvent.id)
    block_name = named("block", BLOCKS)

    @property
    def about(self) -> str:
        return f"{self.block_name}：{self.title}"

    @classmethod
    def asked_of(cls, unit: OrgUnit, day: date) -> Select:
        """What holds for `unit` on `day`: its own items and those of the units above."""
        return select(cls).where(cls.unit_id.in_(unit.ancestor_ids), cls.serving(day)).order_by(cls.id)

    @begins("登记自检条目", needs=MANAGE)
    def enter(
        cls,
        *,
        unit: OrgUnit,
        block: str,
        title: str,
        source: str,
        valid_from: date,
        by: User,
        valid_until: date | None = None,
    ) -> "CheckItem":
        """Raises RuleError for days in the wrong order."""
        in_order(valid_from, valid_until)
        made = cls(block=block, title=title, source=source, valid_from=valid_from, valid_until=valid_until)
        made.place(unit)
        db.session.add(made)
        return made

    @step("停用条目", of="open", to="ended", needs=MANAGE)
    def end(self, on: date, reason: str, *, by: User) -> str:
        """With its last day; what was answered before stays. Raises RuleError for a day before it began."""
        self.end_on(on, ahead=True)
        return f"最后一天 {on}。{reason}"
