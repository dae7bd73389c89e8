"""再确认: on application, at up to two levels, each with its days."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed

OUTCOMES = {"confirmed": "予以确认", "rejected": "不予确认"}


class Reconsideration(db.Model):
    """再确认申请."""

    __tablename__ = "heroes_reconsideration"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    level: Mapped[int]
    applied_on: Mapped[date]
    applicant: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    decided_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def outcome_name(self) -> str:
        return OUTCOMES.get(self.outcome, "办理中")


class Reconsidered:
    """Verbs of the reconsideration."""

    def apply_again(
        self: "Deed", *, applicant: str, reason: str, authority: str, applied_on: date, by: User
    ) -> Reconsideration:
        """申请再确认. Raises RuleError too late, WrongState when no further level is open."""
        self.require(by, "heroes.manage", "confirmed", "rejected")
        term = self.term("application")
        if term is None:
            raise WrongState("这件事已经是最终决定，不能再申请。")
        if not term.started_on <= applied_on <= term.due_on:
            raise RuleError(f"申请期限为 {term.started_on} 至 {term.due_on}，申请日期不在期限内。")
        level = len(self.reconsiderations) + 1
        self.end_term("application")
        field = "reconsideration_days" if level == 1 else "reconsideration_days_upper"
        due = self.start_term("reconsideration", field, on=applied_on).due_on
        made = Reconsideration(
            level=level, applied_on=applied_on, applicant=applicant, reason=reason, authority=authority, due_on=due
        )
        self.reconsiderations.append(made)
        self.move("apply", "reconsidering", by=by, note=f"{applicant}向{authority}申请：{reason}应于 {due} 前办结。")
        return made

    def decide_again(self: "Deed", outcome: str, note: str, *, by: User) -> None:
        """再确认决定: after the first level another application is possible where the rules say two."""
        self.require(by, "heroes.manage", "reconsidering")
        current = self.reconsiderations[-1]
        current.outcome, current.note, current.decided_on = outcome, note, clock.today()
        self.end_term("reconsideration")
        if current.level < rules_of(self.unit, current.applied_on).reconsideration_levels:
            self.start_term("application", "application_days_upper")
        self.confirmed_on = clock.today() if outcome == "confirmed" else None
        self.ending = "" if outcome == "confirmed" else note
        self.ended_on = None if outcome == "confirmed" else clock.today()
        self.move("decide", outcome, by=by, note=f"{current.authority}决定：{current.outcome_name}。{note}")
