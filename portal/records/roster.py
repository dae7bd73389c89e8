"""名册: members of a body (调解员, 会员单位 …) with start and end dates; members are never deleted, memberships end."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.errors import RuleError, WrongState

__all__ = ["Membership"]


class Membership:
    """One line of a roster: a name, and the days between which it holds, both included; without an end it goes on.

    `JOINING` and `LEAVING` are the words of the body for it.
    """

    JOINING: ClassVar[str] = "加入"
    LEAVING: ClassVar[str] = "退出"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    def serves_on(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @classmethod
    def serving(cls, day: date | ColumnElement[date] | None = None) -> ColumnElement:
        """The condition: it holds on `day` (today); for a list, which is declared once, `day` is `TODAY`."""
        day = clock.today() if day is None else day
        return (cls.valid_from <= day) & (cls.valid_until.is_(None) | (cls.valid_until >= day))

    def end(self, on: date, **fields: Any) -> None:
        """It ends with `on`; further fields are those of the line. Raises WrongState the second time, RuleError for a day before
        it began or that has not come."""
        if self.valid_until and self.valid_until <= clock.today():
            raise WrongState(f"{self.name}已于 {self.valid_until} {self.LEAVING}。")
        if on < self.valid_from:
            raise RuleError(f"{self.LEAVING}日期早于{self.JOINING}日期（{self.valid_from}），请核对。")
        if on > clock.today():
            raise RuleError(f"{self.LEAVING}日期还没有到，请核对。")
        self.valid_until = on
        for name, value in fields.items():
            setattr(self, name, value)
