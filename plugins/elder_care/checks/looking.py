"""What the checks look at: the meals that stand in one canteen and month, and the thresholds in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.orm import aliased

from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from plugins.elder_care.settings import in_force
from portal.entitlements import Span
from portal.extensions import db
from portal.settings import Settings

INSTITUTIONS = ("home", "hospital")
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

    @cached_property
    def eaten(self) -> Sequence[Row]:
        """What the members who ate here ate day by day, at all canteens, in the weeks that the month touches: id, number, eaten_on; how
        many meals were `subsidised`, with how much (`fen`), at how many `places`, and whether `here`."""
        around = ELSEWHERE.eaten_on.between(self.span.first - timedelta(days=6), self.span.last + timedelta(days=6))
        rows = (
            select(
                Member.id,
                Member.number,
                ELSEWHERE.eaten_on,
                func.count().filter(ELSEWHERE.subsidy_fen > 0).label("subsidised"),
                func.sum(ELSEWHERE.subsidy_fen).label("fen"),
                func.count(ELSEWHERE.canteen_id.distinct()).label("places"),
                func.count().filter(ELSEWHERE.canteen_id == self.canteen.id).label("here"),
            )
            .join(Member, Member.id == ELSEWHERE.member_id)
            .where(ELSEWHERE.member_id.in_(select(Meal.member_id).where(self.meals).distinct()))
            .where(around, stands(ELSEWHERE))
            .group_by(Member.id, Member.number, ELSEWHERE.eaten_on)
            .order_by(Member.id, ELSEWHERE.eaten_on)
        )
        return db.session.execute(rows).all()

    @cached_property
    def barred(self) -> Sequence[Row]:
        """Members who ate here although they had died, were in a `home`, stopped for an`other` reason, `outside` their days on the
        roster, or registered `elsewhere`: how many meals of each, and the `first_…` of them."""
        stopped = Meal.eaten_on >= Member.stopped_on
        why = {
            "died": (Member.stop_reason == "died") & (Meal.eaten_on > Member.stopped_on),
            "home": Member.stop_reason.in_(INSTITUTIONS) & stopped,
            "other": Member.stop_reason.not_in(("died", *INSTITUTIONS, "")) & stopped,
            "outside": (Meal.eaten_on < Member.joined_on) | (Meal.eaten_on > Member.review_due),
            "elsewhere": Member.household == "other",
        }
        counts = [func.count().filter(when).label(name) for name, when in why.items()]
        firsts = [func.min(Meal.eaten_on).filter(when).label(f"first_{name}") for name, when in why.items()]
        kept = (Member.id, Member.number, Member.stop_reason, Member.stopped_on)
        rows = select(*kept, *counts, *firsts).join(Member, Member.id == Meal.member_id)
        return db.session.execute(rows.where(self.meals, or_(*why.values())).group_by(*kept).order_by(Member.id)).all()


def stands(meal: Any) -> ColumnElement[bool]:
    """A meal, not a counter-entry, that no counter-entry takes back."""
    return (meal.portions == 1) & ~exists().where(COUNTER.counters_id == meal.id)


def day(on: date) -> str:
    return f"{on.month}月{on.day}日"
