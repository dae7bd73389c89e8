"""整改: what is done about an item that is short, until when."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import RUN, VIEW
from plugins.centre.models.item import CheckItem
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes

if TYPE_CHECKING:
    from plugins.centre.models.check import SelfCheck

MEASURE_STATES = States(
    State("open", "整改中", "warn", open=True, way="登记整改", next="做到了，登记完成"),
    State("done", "已完成", "ok", way="完成", final=True),
    State("dropped", "不再整改", "neutral"),
)


class CheckMeasureEvent(Entry, db.Model):
    """One entry of the timeline of a measure."""

    __tablename__ = "centre_measure_event"
    __table_args__ = (Index("ix_centre_measure_event_measure", "measure_id", "id"),)

    measure_id: Mapped[int] = mapped_column(ForeignKey("centre_measure.id"))

    record: Mapped["CheckMeasure"] = relationship(back_populates="events")


class CheckMeasure(Record, db.Model):
    """整改措施. `title`: what is done."""

    __tablename__ = "centre_measure"
    __table_args__ = (
        Index("ix_centre_measure_county", "county_id", "created_at", "id"),
        Index("ix_centre_measure_township", "township_id", "created_at", "id"),
        *list_indexes("centre_measure", "created_at"),
        *waiting_indexes("centre_measure", MEASURE_STATES, "due_on"),
    )
    permission, states = VIEW, MEASURE_STATES

    check_id: Mapped[int] = mapped_column(ForeignKey("centre_check.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("centre_item.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    check: Mapped["SelfCheck"] = relationship(back_populates="measures")
    item: Mapped[CheckItem] = relationship()
    events: Mapped[list[CheckMeasureEvent]] = relationship(back_populates="record", order_by=CheckMeasureEvent.id)

    @property
    def about(self) -> str:
        return self.title

    @begins("登记整改", needs=None)
    def plan(
        cls, check: "SelfCheck", *, item: CheckItem, short: bool, what: str, due_on: date, by: User
    ) -> "CheckMeasure":
        """By a self-check. Raises RuleError for an item that is not `short`, and for a day that is over."""
        if not short:
            raise RuleError("答“部分”“无”的才登记整改。", at="what")
        if due_on < clock.today():
            raise RuleError("这一天已经过去，请写以后的一天。", at="due_on")
        made = cls(check=check, item=item, title=what, due_on=due_on)
        made.place(check.unit)
        db.session.add(made)
        return made

    @step("登记完成", of="open", to="done", needs=RUN, waits=True)
    def finish(self, result: str, *, by: User) -> str:
        """What it came to."""
        self.done_on = clock.today()
        return result

    @step("改期限", of="open", needs=RUN)
    def postpone(self, due_on: date, reason: str, *, by: User) -> str:
        """Raises RuleError for a day that is over."""
        if due_on < clock.today():
            raise RuleError("这一天已经过去，请写以后的一天。", at="due_on")
        was, self.due_on = self.due_on, due_on
        return f"{was} 改为 {due_on}：{reason}"

    @step("不再整改", of="open", to="dropped", needs=RUN)
    def drop(self, reason: str, *, by: User) -> str:
        return reason
