"""期限: a clock of law that runs on a deed, stored with the rule it was started by."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from plugins.heroes.choices import TERMS
from plugins.heroes.settings import term_of
from portal import clock
from portal.extensions import db
from portal.workdays.arithmetic import last_day

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed

FOR_OTHERS = ("correction", "application")  # time that the applicant has, not the office


class DeedTerm(db.Model):
    """One term. A rule that changes later changes nothing here."""

    __tablename__ = "heroes_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    started_on: Mapped[date]
    days: Mapped[int]
    day_kind: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(120))
    paused_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    @property
    def name(self) -> str:
        return TERMS[self.kind]

    def prolong(self, days: int) -> None:
        """Count anew from the beginning with more `days`."""
        self.days, self.due_on = days, last_day(self.started_on, days, self.day_kind)

    def resume(self, on: date) -> None:
        """Go on after a pause: the days in between do not count."""
        shifted = self.due_on + timedelta(days=(on - self.paused_on).days)
        self.due_on, self.paused_on = last_day(shifted, 0, "calendar"), None


class RunsOnTerms:
    """What a deed does with its terms."""

    def start_term(self: "Deed", kind: str, field: str, on: date | None = None) -> DeedTerm:
        """Let the term `field` of the rules of this day begin, on `on` (today)."""
        counted = term_of(self.unit, field, on or clock.today())
        term = DeedTerm(
            kind=kind,
            started_on=counted.started_on,
            days=counted.days,
            day_kind=counted.day_kind,
            due_on=counted.due_on,
            basis=counted.basis,
        )
        self.terms.append(term)
        self._settle_due()
        return term

    def end_term(self: "Deed", *kinds: str) -> None:
        """The term is over: what it was for has been done."""
        for term in self.terms:
            if term.kind in kinds and term.ended_on is None:
                term.ended_on = clock.today()
        self._settle_due()

    def term(self: "Deed", kind: str) -> DeedTerm | None:
        """The running term of this kind."""
        return next((each for each in reversed(self.terms) if each.kind == kind and each.ended_on is None), None)

    def _settle_due(self: "Deed") -> None:
        running = [
            each.due_on
            for each in self.terms
            if each.ended_on is None and each.paused_on is None and each.kind not in FOR_OTHERS
        ]
        self.due_on = min(running, default=None)
