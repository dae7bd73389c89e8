"""退回: with the reason, within a time and a number of times; what is beyond the number, the director of the centre decides.

Whoever sends back has to say why and within a time (滨州网格化条例); how long and how often a district sets. The time of the case runs on.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, validates

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import CALLED
from portal.cases.models.chasing import UNANSWERED
from portal.cases.settings import due_after, limits_of_returning
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.assignment import Assignment

CONTEST, CONTESTED = "contest", "contested"  # the verb of a return that the director decides, and the state until then


def _may_not_return(assignment: "Assignment") -> str:
    if assignment.ordered_at:
        return "中心主任已经责令办理，不能再退回。请办理后反馈结果。"
    if assignment.channel:
        return ""
    within, _ = limits_of_returning(assignment.record.unit)
    # whoever has not signed by then counts as having: waiting gains no time
    signed = due_after(within, assignment.sent_at or clock.now())
    late = assignment.acknowledged_at is None or assignment.acknowledged_at > signed
    if clock.now() <= due_after(within, signed if late else assignment.acknowledged_at):
        return ""
    counted = f"（派单后 {within} 没有签收的，从那时起算）" if late else ""
    return f"签收后 {within} 内可以退回{counted}，现在已经过了。请办理后反馈结果，或者请交办的单位收回。"


class Returned:
    """An assignment is sent back by its unit. `ordered_at`: when the director has ordered the unit to handle it all the same."""

    ordered_at: Mapped[datetime | None] = mapped_column()

    @validates("status")
    def _to_be_decided(self: "Assignment", _: str, status: str) -> str:
        """The case says whether any of its assignments waits for the director."""
        if self.record and CONTESTED in (self.status, status):
            others = (each.status for each in self.record.assignments if each is not self)
            self.record.contested = CONTESTED in (status, *others)
        return status

    @property
    def goes_to_the_director(self: "Assignment") -> bool:
        """Whether the director decides: of whoever was called by a whistle, and once a case was sent back as often as the district allows."""
        if self.role == CALLED:
            return True
        _, most = limits_of_returning(self.record.unit)
        return not self.channel and self.record.times_returned >= most

    @property
    def why_decided(self: "Assignment") -> str:
        """Why the director decides, in words."""
        return (
            f"{self.unit}认为不属本单位" if self.role == CALLED else f"这件事已经退回 {self.record.times_returned} 次"
        )

    @step("退回", of=UNANSWERED, to="returned", needs="cases.handle", verb="return", unless=_may_not_return)
    def return_(self: "Assignment", reason: str, *, by: User) -> str | Moved:
        """退回, with the reason; the case is to be handed out again. After as many times as the district allows, the director decides."""
        if self.goes_to_the_director:
            self.result = reason
            return Moved(
                f"{self.why_decided}，报中心主任裁定。{reason}", to="contested", verb=CONTEST, title="申请退回"
            )
        return self.end(reason)

    @step("准予退回", of="contested", to="returned", needs="cases.oversee")
    def uphold(self: "Assignment", *, by: User, note: str = "") -> str:
        """准予退回 by the director."""
        self.ended_at = clock.now()
        return f"准予{self.unit}退回。{note}"

    @step("责令办理", of="contested", needs="cases.oversee", verb="order")
    def order_on(self: "Assignment", reason: str, *, by: User) -> Moved:
        """责令办理 by the director: the unit handles it, and does not send it back again."""
        self.ordered_at, self.result = clock.now(), ""
        return Moved(f"由{self.unit}办理，不得再退回。{reason}", to="acknowledged" if self.acknowledged_at else "sent")
