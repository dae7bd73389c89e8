"""延期: asked of the platform before the time is over, and only as often and as long as the local rule lets one; the platform decides."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plugins.hotline.choices import ASKED, GRANTED, HANDLE, REFUSED
from plugins.hotline.models.states import UNDER_WAY
from plugins.hotline.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.workdays.calendar import end_of_day

if TYPE_CHECKING:
    from plugins.hotline.models.order import Order


def _may_not(order: "Order") -> str:
    if order.extension == ASKED:
        return "已经申请过，等平台答复。"
    if clock.now() > order.due_at:
        return "已经超期，不能再申请延期。"
    most = rules_of(order.unit).extensions
    return f"已经延期 {order.extended} 次，本地规定最多 {most} 次。" if order.extended >= most else ""


def _not_asked(order: "Order") -> WrongState | str:
    return "" if order.extension == ASKED else WrongState("没有等平台答复的延期申请。")


class Extended:
    """What was asked last and what the platform said; how often it was granted. 原期限: since `term_from`, until `term_until`."""

    term_from: Mapped[datetime]
    term_until: Mapped[datetime]
    due_at: Mapped[datetime]

    extension: Mapped[str] = mapped_column(String(8), default="")
    extension_until: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(RedactedText(), default="")
    extended: Mapped[int] = mapped_column(default=0)

    @step("申请延期", of=UNDER_WAY, needs=HANDLE, unless=_may_not)
    def ask_for_time(self: "Order", until: date, reason: str, *, by: User) -> str:
        """申请延期 until a day. Raises RuleError for one that is no later than now, or later than the local rule lets."""
        due = clock.local(self.due_at).date()
        longest = (self.term_until - self.term_from) * rules_of(self.unit).extension_percent / 100
        last = clock.local(self.due_at + max(longest, timedelta(days=1))).date()
        if not due < until <= last:
            raise RuleError(f"延期应当在 {due} 以后，按本地规定最晚到 {last}。", at="until")
        self.extension, self.extension_until, self.extension_reason = ASKED, until, reason
        return f"申请延期至 {until}。{reason}"

    @step("平台同意延期", of=(*UNDER_WAY, "ready"), needs=HANDLE, unless=_not_asked)
    def grant(self: "Order", *, by: User, note: str = "") -> Moved:
        """The platform said yes; the case has as long, too, as far as its other orders allow."""
        self.extension, self.extended, self.due_at = GRANTED, self.extended + 1, end_of_day(self.extension_until)
        return Moved(f"延期至 {self.extension_until}。{note}", then=self._lengthen_case)

    @step("平台不同意延期", of=(*UNDER_WAY, "ready"), needs=HANDLE, unless=_not_asked)
    def keep_limit(self: "Order", reason: str, *, by: User) -> str:
        """The platform said no."""
        self.extension = REFUSED
        return reason

    def _lengthen_case(self: "Order") -> None:
        case = self.case.carrier
        order = self.most_pressing(case)
        if case.open and order and case.due_at and case.due_at < order.due_at:
            case.extend(order.due_at, "平台同意延期。", by=None)

    def begin_term(self: "Order", since: datetime, until: datetime) -> None:
        """It is due at `until`, and nothing was granted yet."""
        self.term_from, self.term_until, self.due_at = since, until, until
        self.extension, self.extended = "", 0
