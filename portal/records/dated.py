"""起止: what holds from one day to another, both included."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.errors import RuleError, WrongState

__all__ = ["Dated", "in_order"]


class Dated:
    """The days between which a row holds; without an end it goes on. `JOINING` and `LEAVING` are the words of the office for it."""

    JOINING: ClassVar[str] = "开始"
    LEAVING: ClassVar[str] = "结束"

    valid_from: Mapped[date] = mapped_column()
    valid_until: Mapped[date | None] = mapped_column()

    @property
    def days(self) -> str:
        """Since when, until when, in words."""
        return f"{self.valid_from} 起" + (f"，{self.valid_until} 止" if self.valid_until else "")

    def serves_on(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @classmethod
    def serving(cls, day: date | ColumnElement[date] | None = None) -> ColumnElement:
        """The condition: it holds on `day` (today); for a list, which is declared once, `day` is `TODAY`."""
        day = clock.today() if day is None else day
        return (cls.valid_from <= day) & (cls.valid_until.is_(None) | (cls.valid_until >= day))

    def end_on(self, last: date, *, ahead: bool = False) -> None:
        """Its last day. Raises RuleError for a day before it began; and where it is not told `ahead`, which changes one that was told, WrongState once it has
        ended and RuleError for a day that has not come."""
        if self.valid_until and self.valid_until <= clock.today() and not ahead:
            raise WrongState(f"已于 {self.valid_until} {self.LEAVING}。")
        if last < self.valid_from:
            raise RuleError(f"{self.LEAVING}日期早于{self.JOINING}日期（{self.valid_from}），请核对。", at="on")
        if last > clock.today() and not ahead:
            raise RuleError(f"{self.LEAVING}日期还没有到，请核对。", at="on")
        self.valid_until = last


def in_order(valid_from: date, valid_until: date | None) -> None:
    """Raises RuleError where the last day, `valid_until`, lies before the first, `valid_from`."""
    if valid_until and valid_until < valid_from:
        raise RuleError("结束的日期早于开始的日期，请核对。", at="valid_until")
