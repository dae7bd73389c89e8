"""履行 and 回访, and the two ends of a dispute: 终止调解 and 结案."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.agreement import Instalment
from plugins.mediation.models.performing import PERFORMANCES
from plugins.mediation.models.refusing import OTHER_WAYS
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Party
from portal.columns import named
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.records.people import Contact, contact
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

ENDINGS = PERFORMANCES | {"revoked": "协议解除、撤销"}
WAYS = {"visit": "上门", "phone": "电话", "office": "约谈"}
SATISFACTIONS = {"very": "非常满意", "good": "满意", "fair": "基本满意", "poor": "不满意"}


class FollowUp(db.Model):
    """回访记录: how the agreement is kept, asked some time later. Who was asked is one of the parties, or somebody else."""

    __tablename__ = "mediation_follow_up"
    __table_args__ = (CheckConstraint("(party_id IS NULL) <> (other_id IS NULL)", name="one_interviewee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    visited_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(10))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    other_id, other = contact("被回访人")
    performance: Mapped[str] = mapped_column(Text)
    satisfaction: Mapped[str] = mapped_column(String(10))
    lawsuit: Mapped[str] = mapped_column(String(200), default="")
    wrong_mediation: Mapped[str] = mapped_column(RedactedText(200), default="")
    new_risk: Mapped[str] = mapped_column(String(200), default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    visitor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    dispute: Mapped["Dispute"] = relationship(back_populates="follow_ups")
    party: Mapped[Party | None] = relationship()
    visitor: Mapped[User] = relationship()
    way_name = named("way", WAYS)
    satisfaction_name = named("satisfaction", SATISFACTIONS)

    @property
    def interviewee(self) -> Party | Contact:
        return self.party or self.other


class Ended:
    """What follows an agreement, and how a dispute ends."""

    ending: Mapped[str] = mapped_column(RedactedText(), default="")
    performance: Mapped[str] = mapped_column(String(12), default="")

    @property
    def how_it_ended(self: "Dispute") -> str:
        """When, in which state, and what came of it; "" while it goes on."""
        if not self.ended_on:
            return ""
        said = "，".join(each for each in (ENDINGS.get(self.performance, ""), self.ending) if each)
        later = f"结案以后{self.undone}。" if self.status == "closed" and self.undone else ""
        return f"{long_day(self.ended_on)}{self.status_name}{'：' if said else '。'}{said}{later}"

    @declared_attr
    def follow_ups(cls) -> Mapped[list[FollowUp]]:
        return relationship(back_populates="dispute", order_by="FollowUp.id")

    @step("登记回访", of="effective", needs="mediation.mediate")
    def visit(
        self: "Dispute",
        *,
        by: User,
        interviewee: str,
        paid: Sequence[Instalment] = (),
        payment: Mapping[str, Any] | None = None,
        closes: str = "",
        **fields,
    ) -> Moved:
        """登记回访. `interviewee`: the name of a party, or of somebody else. Fields as in `FollowUp`. `paid`: what was performed by that day; `payment`: by whom, to whom and how, where the agreement does not say it;
        `closes`: with which of PERFORMANCES the dispute is closed at once, "" for not yet. Raises RuleError as `close` does, and for a visit before the
        agreement was in force."""
        if clock.local(fields["visited_at"]).date() < self.agreement.effective_on:
            raise RuleError(f"协议 {self.agreement.effective_on} 才生效，回访不能早于那天。", at="visited_at")
        party = next((each.party for each in self.parties if each.party.name == interviewee), None)
        visit = FollowUp(visitor=by, party=party, other=None if party else Contact(name=interviewee), **fields)
        self.follow_ups.append(visit)
        self.plan_visit(clock.local(visit.visited_at).date())
        for each in paid:
            told = {name: value for name, value in (self.as_agreed(each) | dict(payment or {})).items() if value}
            told["payee_id"] = each.payee_id or told.get("payee_id")
            self.pay(each, clock.local(visit.visited_at).date(), by=by, **told)
        note = f"{visit.way_name}回访：{visit.performance.rstrip('。')}。满意度：{visit.satisfaction_name}。"
        ends = lambda: self.close(closes, "", by=by)  # noqa: E731
        return Moved(note, made=visit, title="回访", then=ends if closes else None)

    def paper_void(self: "Dispute", kind: str) -> str:
        """An agreement that was made final holds no longer once mediation ended without it, or its text was taken back."""
        if self.agreement is None:
            return ""
        if undone := self.amended_void(kind):
            return undone
        if kind == "oral" and not self.agreement.oral:
            return "这份口头协议登记已经退回更正，请以重新登记的为准。"
        if kind != "agreement":
            return ""
        if self.status in ("terminated", "withdrawn"):
            ended = "终止" if self.status == "terminated" else "撤回"
            return f"调解已经{ended}，这份协议书没有生效。"
        return "" if self.agreement.frozen_at else "这份协议书已经退回修改，请以重新定稿的为准。"

    @step("终止调解", of=("mediating", "agreed"), to="terminated", needs="mediation.mediate")
    def terminate(self: "Dispute", reason: str, *, by: User) -> None:
        """终止调解: it did not succeed; the parties were told the other ways (人民调解法 §26)."""
        self.ending, self.ended_on = reason, clock.today()
        self.assignment.report(f"调解不成，终止调解：{reason.rstrip('。')}。{OTHER_WAYS}", by=by)

    @step("结案", of="effective", to="closed", needs="mediation.mediate")
    def close(self: "Dispute", performance: str, note: str, *, by: User) -> None:
        """结案: the agreement was followed up; the result goes back to the case."""
        if not self.follow_ups:
            raise RuleError("结案前至少回访一次，请先登记回访记录。")
        if any(each.stage == "drawn" for each in self.amendments):
            raise RuleError("有一份变更协议还没有签署，先登记生效，或者登记不再变更。")
        if performance == "full" and self.agreement.unpaid:
            raise RuleError("还有分期款没有登记履行，不能按“已全部履行”结案。")
        self.performance, self.ending, self.ended_on = performance, note, clock.today()
        self.plan_filing()
        self.assignment.report(f"调解成功，协议{self.number}{PERFORMANCES[performance]}。{note}", by=by)
