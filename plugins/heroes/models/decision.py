"""评审, 确认或者不予确认, and 再确认 on application, at up to two levels, each with its days."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import BARS, CHOICES, OUTCOMES
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Moved, step
from portal.records.people import Contact, contact
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class PanelReview(db.Model):
    """评审会 on one deed."""

    __tablename__ = "heroes_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    held_on: Mapped[date]
    opinion: Mapped[str] = mapped_column(RedactedText())
    passed: Mapped[bool]

    votes: Mapped[list["PanelVote"]] = relationship(order_by=lambda: PanelVote.id, lazy="joined")

    def count(self, choice: str) -> int:
        return sum(each.choice == choice for each in self.votes)

    @property
    def tally(self) -> str:
        """同意 5 票，不同意 0 票，弃权 1 票."""
        return "，".join(f"{name} {self.count(choice)} 票" for choice, name in CHOICES.items())


class PanelVote(db.Model):
    """One member's vote."""

    __tablename__ = "heroes_vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("heroes_review.id"), index=True)
    member: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(8))
    opinion: Mapped[str] = mapped_column(RedactedText(200), default="")

    choice_name = named("choice", CHOICES)


PASSES = "同意的超过到会人数一半为通过。"  # as `hold_review` counts


class Reviewed:
    """The panels that were held, and the step that holds one."""

    @declared_attr
    def reviews(cls) -> Mapped[list[PanelReview]]:
        return relationship(PanelReview, order_by=PanelReview.id)

    @step("评审", of="review", needs="heroes.manage", verb="review", waits=True)
    def hold_review(self: "Deed", *, held_on: date, votes: list[PanelVote], opinion: str, by: User) -> Moved:
        """Passed with more than half of the members present; then 拟确认, else it goes up for decision.

        Raises RuleError for too few members, a member twice, or a deed that the law bars.
        """
        least = rules_of(self.unit).panel_members
        if len(votes) < least:
            raise RuleError(f"评审会至少 {least} 人参加，现在只有 {len(votes)} 人。")
        if len({each.member for each in votes}) < len(votes):
            raise RuleError("同一名评审人员只能投一票。")
        held = PanelReview(held_on=held_on, opinion=opinion, votes=votes, passed=False)
        held.passed = held.count("for") * 2 > len(votes)
        if held.passed and self.bars:
            raise RuleError(f"调查认定存在不予认定的情形（{BARS[self.bars[0]]}），不能拟确认。")
        self.reviews.append(held)
        self.end_term("review")
        return Moved(f"{held.tally}。{opinion}", to="proposed" if held.passed else "awaiting", made=held)

    @property
    def proposed(self: "Deed") -> bool:
        """Whether the last panel was in favour."""
        return bool(self.reviews) and self.reviews[-1].passed


class Reconsideration(db.Model):
    """再确认申请."""

    __tablename__ = "heroes_reconsideration"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    level: Mapped[int]
    applied_on: Mapped[date]
    reason: Mapped[str] = mapped_column(RedactedText())
    authority: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    decided_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(RedactedText(), default="")

    applicant_id, applicant = contact("再确认申请人")

    outcome_name = named("outcome", OUTCOMES, "办理中")


def _not_proposed(deed: "Deed") -> str:
    return "" if deed.proposed else "评审没有通过，不能确认。可以作出不予确认的决定。"


def _final(deed: "Deed") -> str | WrongState:
    return "" if deed.contestable_until else WrongState("这件事已经是最终决定，不能再申请。")


class Decided:
    """The decision, from which the time for reconsideration runs, and what became of it."""

    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(RedactedText(), default="")

    @declared_attr
    def reconsiderations(cls) -> Mapped[list[Reconsideration]]:
        return relationship(Reconsideration, order_by=Reconsideration.id)

    @step("确认", of="awaiting", to="confirmed", needs="heroes.manage", unless=_not_proposed, waits=True)
    def confirm(self: "Deed", reason: str, *, by: User) -> str:
        self._settle("confirmed", reason)
        return self._contestable(reason, "application_days")

    @step("不予确认", of="awaiting", to="rejected", needs="heroes.manage", waits=True)
    def reject(self: "Deed", reason: str, *, by: User) -> str:
        self._settle("rejected", reason)
        return self._contestable(reason, "application_days")

    @step(
        "申请再确认",
        of=("confirmed", "rejected"),
        to="reconsidering",
        needs="heroes.manage",
        verb="apply",
        unless=_final,
    )
    def apply_again(self: "Deed", *, applicant: str, reason: str, authority: str, applied_on: date, by: User) -> Moved:
        """Raises RuleError when it comes too early or too late."""
        term = self.term("application")
        if not term.started_on <= applied_on <= term.due_on:
            raise RuleError(f"申请期限为 {term.started_on} 至 {term.due_on}，申请日期不在期限内。")
        level = len(self.reconsiderations) + 1
        self.end_term("application")
        days = "reconsideration_days" if level == 1 else "reconsideration_days_upper"
        due = self.start_term("reconsideration", days, on=applied_on).due_on
        who = Contact(name=applicant)
        made = Reconsideration(
            level=level, applied_on=applied_on, applicant=who, reason=reason, authority=authority, due_on=due
        )
        self.reconsiderations.append(made)
        return Moved(f"{who.name_masked}向{authority}申请：{reason}应于 {due} 前办结。", made=made)

    @step("再确认决定", of="reconsidering", needs="heroes.manage", verb="decide", waits=True)
    def decide_again(self: "Deed", outcome: str, reason: str, *, by: User) -> Moved:
        """After the first level another application is possible where the rules say two."""
        current = self.reconsiderations[-1]
        current.outcome, current.note, current.decided_on = outcome, reason, clock.today()
        self.end_term("reconsideration")
        self._settle(outcome, reason)
        note = f"{current.authority}决定：{current.outcome_name}。{reason}"
        if current.level < rules_of(self.unit, current.applied_on).reconsideration_levels:
            note = self._contestable(note, "application_days_upper")
        return Moved(note, to=outcome)

    def _settle(self: "Deed", outcome: str, reason: str) -> None:
        today, confirmed = clock.today(), outcome == "confirmed"
        self.confirmed_on, self.ended_on = (today, None) if confirmed else (None, today)
        self.ending = "" if confirmed else reason

    def _contestable(self: "Deed", note: str, days: str) -> str:
        return f"{note}对决定不服的，可以在 {self.start_term('application', days).due_on} 前申请再确认。"

    @property
    def contestable_until(self: "Deed") -> date | None:
        """The last day for an application, while one may be made."""
        term = self.term("application")
        return term.due_on if term else None
