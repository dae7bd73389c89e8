"""期限: a clock of law or local rule that runs on a record, stored with the rule it was started by."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import String, inspect
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.org.models import OrgUnit
from portal.settings import basis_of, settings_of
from portal.workdays.arithmetic import last_day


class Term:
    """One term: from `started_on`, `days` of `day_kind` (calendar, workday), to `due_on`, by the rule `basis` names.

    A rule that changes later changes nothing here. The model adds the foreign key to its record, and `NAMES`.
    """

    NAMES: ClassVar[dict[str, str]]

    id: Mapped[int] = mapped_column(primary_key=True)
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
        return self.NAMES[self.kind]

    @property
    def running(self) -> bool:
        return self.ended_on is None and self.paused_on is None

    def prolong(self, days: int) -> None:
        """Count anew from the beginning with more `days`; never to an earlier day than a pause already gave."""
        self.days, self.due_on = days, max(self.due_on, last_day(self.started_on, days, self.day_kind))

    def pause(self, on: date) -> None:
        self.paused_on = on

    def resume(self, on: date) -> None:
        """Go on after a pause: the days in between do not count."""
        waited = on - self.paused_on if self.paused_on else timedelta()
        shifted = self.due_on + waited
        self.due_on, self.paused_on = last_day(shifted, 0, "calendar"), None


class RunsOnTerms:
    """What a record does with its terms. It has a relationship `terms` and a column `due_on`, the nearest day the office
    must keep; `settings_key` names whose dated settings hold the days, `terms_of_others` the terms that the other side has."""

    if TYPE_CHECKING:
        unit: OrgUnit
        terms: Mapped[list[Term]]
        due_on: date | None

    settings_key: ClassVar[str]
    terms_of_others: ClassVar[tuple[str, ...]] = ()

    def start_term(self, kind: str, field: str, on: date | None = None) -> Term:
        """Let a term of `kind` begin on `on` (today), with the days that the setting `field` has on that day."""
        started_on = on or clock.today()
        rules = settings_of(self.settings_key, self.unit, started_on)
        days, day_kind = rules.values[field], rules.values.get("day_kind", "calendar")
        term = (
            inspect(type(self))
            .relationships["terms"]
            .mapper.class_(
                kind=kind,
                started_on=started_on,
                days=days,
                day_kind=day_kind,
                due_on=last_day(started_on, days, day_kind),
                basis=basis_of(rules, field),
            )
        )
        self.terms.append(term)
        self.settle_due()
        return term

    def end_term(self, *kinds: str) -> None:
        """The term is over: what it was for has been done."""
        for term in self.terms:
            if term.kind in kinds and term.ended_on is None:
                term.ended_on = clock.today()
        self.settle_due()

    def term(self, kind: str) -> Term | None:
        """The term of this kind that has not ended."""
        return next((each for each in reversed(self.terms) if each.kind == kind and each.ended_on is None), None)

    def settle_due(self) -> None:
        """The nearest last day of what runs and binds the office."""
        self.due_on = min(
            (each.due_on for each in self.terms if each.running and each.kind not in self.terms_of_others), default=None
        )
