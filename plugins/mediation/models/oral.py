"""口头协议: where the parties want nothing in writing, the mediator notes down what they agreed (人民调解法 §28, §30)."""

from collections.abc import Collection
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


def _followed(dispute: "Dispute") -> str:
    """What has come after an agreement by word of mouth, so that it can no longer be taken up again."""
    text = dispute.agreement
    if text is None or not text.oral:
        return "这不是口头协议。"
    came = {"履行": dispute.payments, "回访": dispute.follow_ups, "变更协议": dispute.amendments}
    found = [name for name, rows in came.items() if rows]
    return f"已经登记{'、'.join(found)}，口头协议有错的请登记更正说明。" if found else ""


class AgreedOrally:
    """A dispute that ends with an agreement by word of mouth."""

    @property
    def _came_in_person(self: "Dispute") -> set[int]:
        """The ids of parties who were at a sitting themselves."""
        return {each for session in self.sessions for each in session.present}

    @step("登记口头协议", of="mediating", to="effective", needs="mediation.mediate", unless=not_ready)
    def agree_orally(self: "Dispute", on: date, *, by: User, checked: Collection[str] = ()) -> Moved:
        """登记口头协议: the text stands as it was noted, in force since the day it was reached. Raises RuleError for a day before the first sitting, and for one
        after the last day of performance. `checked`: as of `conclude`; raises Doubtful where a doubt was not looked at."""
        first = min(clock.local(each.held_at).date() for each in self.sessions)
        if on < first:
            raise RuleError(f"第一次调解是 {first}，协议不能在那以前达成，请核对。", at="on")
        for party in self.parties:
            if party.party_id not in self._came_in_person and (objection := party.why_not("settle", on)):
                raise RuleError(objection, at="on")
        last = self.agreement.last_performance_on
        if last and on > last:
            raise RuleError(f"协议写的最后履行日期是 {last}，早于达成日期，请核对。", at="on")
        looked_at = self.vouch(checked, "登记")
        self.agreement.hold_orally(on)
        self.await_performance(by)
        told = f"各方当事人认为不需要制作协议书，{long_day(on)}口头达成协议，当日生效。{looked_at}"
        return Moved(told, title="达成口头协议")

    @step("更正口头协议", of="effective", to="mediating", needs="mediation.mediate", unless=_followed)
    def revise_orally(self: "Dispute", reason: str, *, by: User) -> Moved:
        """更正口头协议: as long as nothing has come of it, what was noted down is taken up again, to be noted anew; its paper says so."""
        self.agreement.let_go_orally()
        self.visit_on = None
        return Moved(f"口头协议登记退回，更正后重新登记。理由：{reason}", title="更正口头协议")
