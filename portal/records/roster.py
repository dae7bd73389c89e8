"""名册: members of a body (调解员, 会员单位 …) with start and end dates; members are never deleted, memberships end."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.records.dated import Dated

__all__ = ["Membership"]


class Membership(Dated):
    """One line of a roster: a name, and the days between which it holds."""

    JOINING: ClassVar[str] = "加入"
    LEAVING: ClassVar[str] = "退出"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))

    def end(self, on: date, **fields: Any) -> None:
        """It ends with `on`; further fields are those of the line. Raises WrongState the second time, RuleError for a day before
        it began or that has not come."""
        self.end_on(on)
        for name, value in fields.items():
            setattr(self, name, value)
