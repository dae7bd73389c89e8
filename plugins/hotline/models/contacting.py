"""首次联系: whoever handles an order speaks to the caller soon, and it is on record."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from plugins.hotline.choices import HANDLE, WAYS
from plugins.hotline.models.states import UNDER_WAY
from portal.accounts.models import User
from portal.errors import RuleError
from portal.records import step

if TYPE_CHECKING:
    from plugins.hotline.models.order import Order


def _nobody(order: "Order") -> str:
    return "" if order.caller_id else "诉求人没有留姓名、电话，没有可以联系的人。"


class Contacted:
    """By when the caller is to be spoken to (None where no number was left), and when that was."""

    contact_by: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]

    @step("登记联系", of=("received", *UNDER_WAY, "ready"), needs=HANDLE, unless=_nobody)
    def speak(self: "Order", at: datetime, way: str, spoke: bool, words: str, *, by: User) -> str:
        """An attempt to reach the caller; `spoke`: somebody answered. Raises RuleError for a time before it came."""
        if at < self.sent_at.replace(second=0, microsecond=0):  # what is typed has no seconds
            raise RuleError("联系的时间早于派单时间，请核对。", at="at")
        if spoke and self.contacted_at is None:
            self.contacted_at = at
        return f"{WAYS[way]}，{'联系上了' if spoke else '没有联系上'}。{words}"
