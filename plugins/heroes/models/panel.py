"""评审: the panel votes."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import BARS, CHOICES
from plugins.heroes.settings import rules_of
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class PanelReview(db.Model):
    """评审会 on one deed."""

    __tablename__ = "heroes_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    held_on: Mapped[date]
    opinion: Mapped[str] = mapped_column(Text)
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
    opinion: Mapped[str] = mapped_column(String(200), default="")

    @property
    def choice_name(self) -> str:
        return CHOICES[self.choice]


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
