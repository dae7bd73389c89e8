"""What somebody may have: what was taken in week and month, what is left, and what a meal would cost."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from sqlalchemy import Row, Select, bindparam, select

from plugins.elder_care.choices import SITTINGS
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from plugins.elder_care.settings import in_force, rules_of
from plugins.elder_care.subsidy import Diner, Rules, Share, Tally, Used, left, share, without_subsidy
from portal import clock
from portal.extensions import db


@dataclass(frozen=True)
class Offer:
    """How it stands with a member on one day, and what a meal would cost him."""

    member: Member
    rules: Rules
    used: Used
    rows: tuple[Row, ...]  # the meals of the week and the month
    day: date
    sitting: str

    @cached_property
    def diner(self) -> Diner:
        return self.member.diner_on(self.day)

    def share(self, price_fen: int) -> Share:
        return share(self.rules, self.diner, self.used, price_fen, self.sitting)

    @property
    def without_subsidy(self) -> str:
        """Why nothing of this sitting is subsidised, whatever is eaten, or ""."""
        return without_subsidy(self.rules, self.diner, self.used, self.sitting)

    @property
    def served(self) -> Row | None:
        """The meal of this sitting, if it was served and not countered."""
        here = [each for each in self.rows if (each.eaten_on, each.sitting) == (self.day, self.sitting)]
        standing = sum(each.portions for each in here) > 0
        return next((each for each in reversed(here) if each.portions > 0), None) if standing else None

    @property
    def countered(self) -> int:
        """How many meals of this sitting were entered and countered."""
        here = (each for each in self.rows if (each.eaten_on, each.sitting) == (self.day, self.sitting))
        return sum(each.portions < 0 for each in here)

    def entered_under(self, key: str) -> int | None:
        """Id of the meal of this day that was sent under `key`."""
        return next((each.id for each in self.rows if each.key == key and each.eaten_on == self.day), None)

    @property
    def left(self) -> dict[str, int | None]:
        return left(self.rules, self.used)

    @property
    def refusal(self) -> str:
        """Why he cannot be served at all, or ""."""
        if self.member.stop_reason == "died":
            return "登记为死亡，不能打餐。请核对卡和人。"
        if self.served:
            when = clock.local(self.served.at)
            return f"{when:%m-%d %H:%M} 已打过{SITTINGS[self.sitting]}，不能再打。"
        return ""


def offers(members: list[Member], day: date, sitting: str) -> list[Offer]:
    """How it stands with each of `members`: one statement for the meals of all."""
    found: dict[int, list[Row]] = {each.id: [] for each in members}
    for row in db.session.execute(_around(), {"members": list(found), **around(day)}) if members else ():
        found[row.member_id].append(row)
    return [
        Offer(each, rules_of(in_force(each.unit, day)), _used(found[each.id], day), tuple(found[each.id]), day, sitting)
        for each in members
    ]


def around(day: date) -> dict[str, date]:
    """First and last day of the week (Monday to Sunday) and the month of `day`, whichever reaches further."""
    monday = day - timedelta(days=day.weekday())
    next_month = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return {
        "first": min(monday, day.replace(day=1)),
        "last": max(monday + timedelta(days=6), next_month - timedelta(days=1)),
    }


def _used(rows: list[Row], day: date) -> Used:
    """What was subsidised before, net of counter-entries."""
    tally = Tally()
    for each in rows:
        tally.add(each.eaten_on, each.subsidy_fen, each.portions)
    return tally.used(day)


@cache
def _around() -> Select:
    """The meals of some members between two days, in the order they were entered."""
    columns = (
        Meal.id, Meal.member_id, Meal.eaten_on, Meal.sitting, Meal.portions, Meal.subsidy_fen, Meal.at, Meal.key,
        Meal.canteen_id,
    )  # fmt: skip
    return (
        select(*columns)
        .where(
            Meal.member_id.in_(bindparam("members", expanding=True)),
            Meal.eaten_on.between(bindparam("first"), bindparam("last")),
        )
        .order_by(Meal.id)
    )
