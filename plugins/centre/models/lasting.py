"""What holds from one day to another: windows, and departments that are present."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, mapped_column

from portal.errors import RuleError


class Lasting:
    """`valid_until` is the last day; without one it goes on."""

    valid_from: Mapped[date] = mapped_column()
    valid_until: Mapped[date | None] = mapped_column()

    @classmethod
    def holding(cls, day: date) -> ColumnElement[bool]:
        """The condition: it holds on `day`."""
        return (cls.valid_from <= day) & (cls.valid_until.is_(None) | (cls.valid_until >= day))

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def end_on(self, last: date) -> None:
        """Its last day. Raises RuleError for one before it began."""
        if last < self.valid_from:
            raise RuleError(f"早于开始的日期（{self.valid_from}），请核对。", at="on")
        self.valid_until = last


def in_order(valid_from: date, valid_until: date | None) -> None:
    """Raises RuleError where the last day lies before the first."""
    if valid_until and valid_until < valid_from:
        raise RuleError("结束的日期早于开始的日期，请核对。", at="valid_until")
