"""回访: what the caller told the platform about the answer (DOMAIN: 联系、解决、满意)."""

from typing import TYPE_CHECKING

from plugins.hotline.choices import HANDLE
from portal.accounts.models import User
from portal.errors import WrongState
from portal.records import rated, step

if TYPE_CHECKING:
    from plugins.hotline.models.order import Order


def _said(order: "Order") -> WrongState | str:
    answered = order.rated_at and order.answered_at and order.rated_at >= order.answered_at
    return WrongState("这次回复的回访结果已经登记过。") if answered else ""


class CalledBack(rated.Rated):
    """响应 解决 满意, as the platform reports them; once for each answer, the latest counts."""

    @step("登记回访结果", of="answered", needs=HANDLE, unless=_said)
    def call_back(self: "Order", responded: bool, solved: bool, satisfied: bool, *, by: User, reason: str = "") -> str:
        """What the caller said; `reason`: why not."""
        return self.note_rating(responded, solved, satisfied, reason)
