"""口头协议: where the parties want nothing in writing, the mediator notes down what they agreed (人民调解法 §28, §30)."""

from datetime import date
from typing import TYPE_CHECKING

from plugins.mediation.models.settlement import not_ready
from portal import clock
from portal.accounts.models import User
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute


class AgreedOrally:
    """A dispute that ends with an agreement by word of mouth."""

    @property
    def _came_in_person(self: "Dispute") -> set[int]:
        """The ids of parties who were at a sitting themselves."""
        return {each for session in self.sessions for each in session.present}

    @step("登记口头协议", of="mediating", to="effective", needs="mediation.mediate", unless=not_ready)
    def agree_orally(self: "Dispute", on: date, *, by: User) -> Moved:
        """登记口头协议: the text stands as it was noted, in force since the day it was reached. Raises RuleError for a day before the first sitting, and for one
        after the last day of performance."""
        first = min(clock.local(each.held_at).date() for each in self.sessions)
        if on < first:
            raise RuleError(f"第一次调解是 {first}，协议不能在那以前达成，请核对。", at="on")
        for party in self.parties:
            if party.party_id not in self._came_in_person and (objection := party.why_not("settle", on)):
                raise RuleError(objection, at="on")
        last = self.agreement.last_performance_on
        if last and on > last:
            raise RuleError(f"协议写的最后履行日期是 {last}，早于达成日期，请核对。", at="on")
        self.agreement.hold_orally(on)
        self.await_performance(by)
        return Moved(f"各方当事人认为不需要制作协议书，{long_day(on)}口头达成协议，当日生效。", title="达成口头协议")
