"""确认或者不予确认."""

from datetime import date
from typing import TYPE_CHECKING

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class Confirmed:
    """The decision, from which the time for reconsideration runs."""

    def confirm(self: "Deed", note: str, *, by: User) -> None:
        """确认. Raises RuleError without a panel in favour."""
        self.require(by, "heroes.manage", "awaiting")
        if not self.proposed:
            raise RuleError("评审没有通过，不能确认。可以作出不予确认的决定。")
        self._decide("confirm", "confirmed", note, by)
        self.confirmed_on = clock.today()

    def reject(self: "Deed", reason: str, *, by: User) -> None:
        """不予确认."""
        self.require(by, "heroes.manage", "awaiting")
        self._decide("reject", "rejected", reason, by)
        self.ending, self.ended_on = reason, clock.today()

    def _decide(self: "Deed", verb: str, status: str, note: str, by: User) -> None:
        term = self.start_term("application", "application_days")
        self.move(verb, status, by=by, note=f"{note}对决定不服的，可以在 {term.due_on} 前申请再确认。")

    @property
    def contestable_until(self: "Deed") -> date | None:
        """The last day for an application, while one may be made."""
        term = self.term("application")
        return term.due_on if term else None
