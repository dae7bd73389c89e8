"""退单: in time, with the reason, once; what the platform hands down all the same is handled."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plugins.hotline.choices import GROUNDS, HANDLE
from portal import clock
from portal.accounts.models import User
from portal.records import step
from portal.redaction import RedactedText
from portal.web.pages.formatting import moment

if TYPE_CHECKING:
    from plugins.hotline.models.order import Order


def _not_now(order: "Order") -> str:
    if order.insisted_at:
        return "平台已经指定本单位办理，不能再退单。"
    return f"退单要在 {moment(order.return_by)} 以前，已经过了。请签收办理。" if clock.now() > order.return_by else ""


class SentBack:
    """Until when it may be sent back, why it was, and since when the platform insists (潍坊市 12345 条例 §22: 指定后不得退)."""

    return_by: Mapped[datetime]
    ground: Mapped[str] = mapped_column(String(12), default="")
    right_unit: Mapped[str] = mapped_column(RedactedText(60), default="")
    returned_at: Mapped[datetime | None]
    insisted_at: Mapped[datetime | None]

    @step("退单", of="received", to="returned", needs=HANDLE, unless=_not_now)
    def send_back(self: "Order", ground: str, words: str, *, by: User, right_unit: str = "") -> str:
        """退单, told to the platform: whose matter it is, if that is known."""
        self.ground, self.right_unit, self.returned_at = ground, right_unit, clock.now()
        return f"{GROUNDS[ground]}。{words}" + (f"应由{right_unit}办理。" if right_unit else "")

    @step("平台不同意退单", of="returned", to="received", needs=HANDLE)
    def insist(self: "Order", reason: str, *, by: User) -> str:
        """The platform hands it down all the same; the time has run on. Raises RuleError where the same number was entered anew meanwhile."""
        self.refuse_twice()
        self.insisted_at = clock.now()
        return reason
