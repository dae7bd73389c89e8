"""不受理、不调解、不再调解: what was not taken up, who does not want to be mediated any longer, what was withdrawn (人民调解法 §17, §23, §26)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from plugins.mediation.models.participation import DisputeParty
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

WAYS_OUT = "当事人可以通过仲裁、行政、司法等途径解决"
OTHER_WAYS = f"已告知{WAYS_OUT}。"


class Refused:
    """How a dispute is not mediated, or not any longer, because somebody does not want it or it is no matter for the committee."""

    @staticmethod
    def told_of(rows: Sequence[DisputeParty]) -> str:
        """Who they are, for the timeline: residents masked."""
        return "、".join(f"{each.party.side_name}{each.party.name_masked}" for each in rows)

    @property
    def refusing(self: "Dispute") -> list[DisputeParty]:
        """Who has said no."""
        return [each for each in self.everyone if each.consent == "no"]

    def can_go_on_without(self: "Dispute", rows: Sequence[DisputeParty]) -> bool:
        """Whether somebody is left on both sides."""
        staying = {each.party.side for each in self.parties if each not in rows}
        return {1, 2} <= staying

    def go_on_without(self: "Dispute", rows: Sequence[DisputeParty], on: date) -> None:
        """The dispute can be parted: those of `rows` leave it, and what the text says of them goes with them. Raises RuleError where nobody is left of a side."""
        if not self.can_go_on_without(rows):
            raise RuleError("有一边没有愿意调解的当事人了，不能分开调解。", at="follows")
        for each in rows:
            each.left_on = on
        if self.agreement:
            gone = {each.party_id for each in rows}
            self.agreement.responsibilities = [
                each for each in self.agreement.responsibilities if each.party_id not in gone
            ]

    @step("不予受理", of="pending", to="declined", needs="mediation.mediate")
    def decline(self: "Dispute", reason: str, *, by: User) -> None:
        """不予受理: no matter for the committee; the case goes back to whoever handed it on."""
        self.ending, self.ended_on = reason, clock.today()
        self.assignment.return_(f"不予受理：{reason.rstrip('。')}。{OTHER_WAYS}", by=by)

    @step("登记不愿继续调解", of=("mediating", "agreed"), needs="mediation.mediate")
    def withdraw_consent(self: "Dispute", party: DisputeParty, on: date, *, by: User, apart: bool = False) -> Moved:
        """不愿继续调解 of a party that had agreed (人民调解法 §23): it ends mediation, or, where the dispute can be parted (`apart`), the others go on.
        Raises RuleError for a day before it agreed, for a text that is final with that party in it, and where nobody is left of a side."""
        if party.consent_on and on < party.consent_on:
            raise RuleError(f"{party.consent_on} 才表示同意调解，请核对日期。", at="on")
        if apart and self.status == "agreed":
            raise RuleError("协议书已经定稿，写着这一方。请先“退回修改”，再登记。", at="follows")
        party.consent, party.consent_on = "no", on
        told = f"{self.told_of([party])}不愿继续调解"
        if apart:
            self.go_on_without([party], on)
            return Moved(f"{told}，和其余各方继续调解。", title="当事人退出调解")
        self.ending, self.ended_on = f"{told}。", clock.today()
        self.assignment.report(f"{told}，终止调解。{OTHER_WAYS}", by=by)
        return Moved(to="terminated")

    @step("登记撤回申请", of=("pending", "mediating", "agreed"), to="withdrawn", needs="mediation.mediate")
    def withdraw(self: "Dispute", reason: str, *, by: User) -> None:
        """撤回申请: whoever applied does not want it mediated any more; nobody refused, and nothing failed."""
        self.ending, self.ended_on = reason, clock.today()
        told = f"当事人撤回调解申请：{reason.rstrip('。')}。"
        if self.status == "pending":
            self.assignment.return_(told, by=by)
        else:
            self.assignment.report(told, by=by)
