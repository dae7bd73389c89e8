"""开放时段 and 闭馆 of a hall, and the steps by which they change."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.family_values.choices import WEEKDAYS
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.family_values.models.booking import Booking
    from plugins.family_values.models.hall import Hall

MANAGE = "family_values.manage"


class Slot(db.Model):
    """开放时段: the same hours on some days of the week, from one day to another."""

    __tablename__ = "family_values_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("family_values_hall.id"), index=True)
    weekdays: Mapped[str] = mapped_column(String(7))
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    hall: Mapped["Hall"] = relationship(back_populates="slots", lazy="joined")

    def holds_on(self, day: date) -> bool:
        """Whether it is a day of this slot; closed days aside."""
        running = self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        return running and str(day.isoweekday()) in self.weekdays

    @property
    def hours(self) -> str:
        return f"{self.starts}–{self.ends}"

    @property
    def days(self) -> str:
        """周二至周日, 周一、周三."""
        runs = [
            [int(day) for _, day in run]
            for _, run in groupby(enumerate(self.weekdays), lambda each: int(each[1]) - each[0])
        ]
        names = [[WEEKDAYS[str(run[0])], WEEKDAYS[str(run[-1])]] for run in runs]
        return "、".join(first if first == last else f"{first}至{last}" for first, last in names)

    def __str__(self) -> str:
        return f"{self.days} {self.hours}"


class Closure(db.Model):
    """闭馆: days on which nobody is received, the first and the last included."""

    __tablename__ = "family_values_closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("family_values_hall.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(RedactedText(60))

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class Opening:
    """When a hall receives groups."""

    if TYPE_CHECKING:
        booked: Mapped[list["Booking"]]

    @declared_attr
    def slots(cls) -> Mapped[list[Slot]]:
        return relationship(Slot, back_populates="hall", order_by=(Slot.starts, Slot.id))

    @declared_attr
    def closures(cls) -> Mapped[list[Closure]]:
        return relationship(Closure, order_by=Closure.first)

    @step("增加开放时段", needs=MANAGE)
    def add_slot(self, weekdays: list[str], starts: str, ends: str, valid_from: date, *, by: User) -> Moved:
        """Raises RuleError for hours that overlap others of the same days."""
        slot = Slot(weekdays="".join(sorted(weekdays)), starts=starts, ends=ends, valid_from=valid_from)
        for each in self.slots:
            same_days = set(each.weekdays) & set(slot.weekdays)
            goes_on = each.valid_until is None or each.valid_until >= valid_from
            if same_days and goes_on and each.starts < ends and starts < each.ends:
                raise RuleError(f"与“{each}”重叠，请先停用那个时段。")
        self.slots.append(slot)
        return Moved(made=slot)

    @step("停用时段", needs=MANAGE)
    def end_slot(self, slot: Slot, on: date, *, by: User) -> None:
        """The last day of a slot. Raises RuleError while groups are booked for later."""
        if slot.valid_until is not None:
            raise WrongState(f"“{slot}”已停用，最后一天是 {slot.valid_until}。")
        if on < slot.valid_from:
            raise RuleError(f"早于启用日期（{slot.valid_from}），请核对。")
        self._refuse_while_booked(lambda booking: booking.slot_id == slot.id and booking.day > on)
        slot.valid_until = on

    @step("登记闭馆", needs=MANAGE)
    def close(self, first: date, last: date, reason: str, *, by: User) -> Moved:
        """Raises RuleError while groups are booked for these days."""
        self._refuse_while_booked(lambda booking: first <= booking.day <= last)
        closure = Closure(first=first, last=last, reason=reason)
        self.closures.append(closure)
        return Moved(made=closure)

    @step("取消闭馆", needs=MANAGE)
    def open_again(self, closure: Closure, *, by: User) -> None:
        """Before its last day is over."""
        if closure.last < clock.today():
            raise WrongState("这次闭馆已经过去。")
        self.closures.remove(closure)
        db.session.delete(closure)

    def closed_on(self, day: date) -> str:
        """Why it is closed on `day`; "" when it is not."""
        return next((each.reason for each in self.closures if each.covers(day)), "")

    def slots_on(self, day: date) -> list[Slot]:
        """The slots of `day`, in their order; none where it is closed."""
        return [] if self.closed_on(day) else [each for each in self.slots if each.holds_on(day)]

    @property
    def running_slots(self) -> list[Slot]:
        """Those that are not over."""
        today = clock.today()
        return [each for each in self.slots if each.valid_until is None or each.valid_until >= today]

    def _refuse_while_booked(self, concerned: Callable[["Booking"], bool]) -> None:
        booked = [each for each in self.booked if concerned(each)]
        if booked:
            raise RuleError(f"这些日子还有 {len(booked)} 批预约（{booked[0].number}等），请先改期或者取消。")
