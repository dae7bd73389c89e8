"""确认或者不予确认; 再确认 on application, at up to two levels, each with its days."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import OUTCOMES
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Moved, step
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class Reconsideration(db.Model):
    """再确认申请."""

    __tablename__ = "heroes_reconsideration"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    level: Mapped[int]
    applied_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    decided_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    applicant_id, applicant = contact("再确认申请人")

    @property
    def outcome_name(self) -> str:
        return OUTCOMES.get(self.outcome, "办理中")


def _not_proposed(deed: "Deed") -> str:
    return "" if deed.proposed else "评审没有通过，不能确认。可以作出不予确认的决定。"


def _final(deed: "Deed") -> str | WrongState:
    return "" if deed.contestable_until else WrongState("这件事已经是最终决定，不能再申请。")


class Decided:
    """The decision, from which the time for reconsideration runs, and what became of it."""

    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(Text, default="")

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
