"""不予受理、核查办结、归档: how a case ends."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.settings import visit_due
from portal.errors import RuleError, WrongState
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case


def _still_handled(case: "Case") -> RuleError | str:
    return WrongState("还有单位没有反馈，不能办结。") if case.in_hands else ""


class Closed:
    """What came of it, and when."""

    outcome: Mapped[str] = mapped_column(RedactedText(), default="")
    closed_at: Mapped[datetime | None] = mapped_column()

    @step("不予受理", of="registered", to="declined", needs="cases.triage")
    def decline(self: "Case", reason: str, *, by: User) -> str:
        """不予受理, with the reason."""
        return self._close(reason)

    @step("办结", of=("triaged", "reported"), to="resolved", needs="cases.resolve", unless=_still_handled, waits=True)
    def resolve(self: "Case", outcome: str, *, by: User, filed: bool = False) -> Moved:
        """核查办结, with the outcome. Possible at once after triage for what was settled on the spot. Whoever asked is to be followed up, unless it
        is `filed` (归档) at once."""
        self.visit_by = visit_due(self.unit, clock.now()) if self.side(1) else None
        return Moved(self._close(outcome), then=(lambda: self.archive(by=by)) if filed else None)

    @step("归档", of=("resolved", "declined"), to="archived", needs="cases.resolve")
    def archive(self: "Case", *, by: User, note: str = "") -> str:
        """归档: afterwards nothing changes."""
        self.visit_by = None
        return note

    def _close(self: "Case", outcome: str) -> str:
        self.end_suspension()
        self.end_referrals()
        self.outcome, self.closed_at = outcome, clock.now()
        return outcome
