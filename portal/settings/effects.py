"""What a change of a rule would have meant: the last quarter reckoned with the old values and the new, shown before it is saved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from portal import clock
from portal.money import format_yuan
from portal.org.models import OrgUnit
from portal.settings.in_force import Settings
from portal.workdays.arithmetic import months_after

ONLY_RECKONED = "已经办理的仍按当时的规定，只是推算。"


@dataclass(frozen=True)
class Effect:
    """One line: what is counted, under the old rule and under the new; in 分 where `fen`, else in `unit` (人, 餐)."""

    label: str
    before: int
    after: int
    unit: str = ""
    fen: bool = False

    def said(self, number: int) -> str:
        return f"{format_yuan(number)} 元" if self.fen else f"{number:,} {self.unit}".rstrip()

    @property
    def difference(self) -> str:
        """With its sign."""
        return ("+" if self.after > self.before else "") + self.said(self.after - self.before)


@dataclass(frozen=True)
class Effects:
    """The table that is shown. `about` says what was reckoned (2026年7月至9月，18,220 餐), `note` what was left out of account."""

    about: str
    lines: list[Effect] = field(default_factory=list)
    note: str = ""

    @classmethod
    def of_records(cls, unit: OrgUnit, first: date, last: date, lines: list[Effect], note: str = ONLY_RECKONED) -> Self:
        """Reckoned from what `unit` recorded from `first` to `last`, the last quarter."""
        return cls(f"按{unit.short_name}上季度（{first} 至 {last}）的实际记录推算。", lines, note)


Reckoning = Callable[[OrgUnit, Settings, Settings, date, date], Effects | None]
"""`(unit, before, after, first, last)`: the records of `unit` and below from `first` to `last`, by either settings; None when the
change is of no consequence there."""


def last_quarter() -> tuple[date, date]:
    """First and last day of the quarter before the present one."""
    today = clock.today()
    present = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return months_after(present, -3), present - timedelta(days=1)
