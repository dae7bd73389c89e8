"""What the checks look at: the meals that stand in one canteen and month, and the thresholds in force."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.settings import in_force
from portal.entitlements import Span
from portal.settings import Settings

COUNTER, ELSEWHERE = aliased(Meal), aliased(Meal)  # made once: making an alias costs more than the statement


class Hit(NamedTuple):
    """Something found: a lasting `mark`, the sentence with its figures, and the member it is about."""

    mark: str
    text: str
    member_id: int | None = None


@dataclass(frozen=True)
class Looked:
    """One canteen and month."""

    canteen: Canteen
    span: Span
    rules: Settings

    @classmethod
    def at(cls, settlement: Any) -> Self:
        return cls(settlement.canteen, settlement.span, in_force(settlement.unit, settlement.last_day))

    @property
    def meals(self) -> ColumnElement[bool]:
        """The condition: subsidised meals of the settlement that were not taken back."""
        booked = Meal.booked_on.between(self.span.first, self.span.last)
        return (Meal.canteen_id == self.canteen.id) & booked & stands(Meal) & (Meal.subsidy_fen > 0)

    def days(self) -> Select:
        """Who ate on which days here."""
        return select(Meal.member_id, Meal.eaten_on).where(self.meals).distinct()


def stands(meal: Any) -> ColumnElement[bool]:
    """A meal, not a counter-entry, that no counter-entry takes back."""
    return (meal.portions == 1) & ~exists().where(COUNTER.counters_id == meal.id)


def day(on: date) -> str:
    return f"{on.month}月{on.day}日"
