"""起止: what holds of somebody or something from one day to another."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.errors import RuleError, WrongState
from portal.people.models import Person


class Spell:
    """The days between which it holds, both included; without an end it goes on. `CALLED`: what it is called when it is refused."""

    CALLED: ClassVar[str]

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    @property
    def days(self) -> str:
        """Since when, until when, in words."""
        return f"{self.valid_from} 起" + (f"，{self.valid_until} 止" if self.valid_until else "")

    def end(self, on: date) -> None:
        """Its last day is `on`. Raises WrongState the second time, RuleError for a day before it began or that has not come."""
        if self.valid_until:
            raise WrongState(f"{self.CALLED}已于 {self.valid_until} 结束。")
        if on < self.valid_from:
            raise RuleError(f"早于{self.CALLED}开始的日期（{self.valid_from}），请核对。", at="on")
        if on > clock.today():
            raise RuleError("日期还没有到，请核对。", at="on")
        self.valid_until = on

    @staticmethod
    def first_day(person: Person, on: date) -> date:
        """`on`. Raises RuleError for a day that has not come, or of a year before that of the birth: by the year alone, so that nobody learns the
        day (docs/adr/0037)."""
        if on > clock.today():
            raise RuleError("日期还没有到，请核对。", at="on")
        if person.birth_year and on.year < person.birth_year:
            raise RuleError("早于这位居民出生的年份，请核对。", at="on")
        return on
