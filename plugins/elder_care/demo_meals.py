"""Meals of many days at once: reckoned by the same rules as at the till, entered in bulk. For the demo and for measuring."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import insert

from plugins.elder_care.models import Canteen, Meal, Member
from plugins.elder_care.settings import in_force, rules_of
from plugins.elder_care.subsidy import Rules, Tally
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import LEVELS

AT_ONCE = 2_000
WAYS = ("dine_in", "dine_in", "dine_in", "takeaway", "delivery")


def fill(
    canteens: list[Canteen], members: dict[int, list[Member]], days: int, until: date, a_day: int, by: User
) -> int:
    """Lunches on the workdays of the `days` before `until`, about `a_day` at each canteen (members by its id); answers how many.

    Each member eats once a day, and what is subsidised of week and month is counted, so every row is one that the till would
    have written.
    """
    made = 0
    for canteen in canteens:
        rows = _rows(canteen, members[canteen.id], days, until, a_day, by)
        while some := list(islice(rows, AT_ONCE)):
            db.session.execute(insert(Meal.__table__), some)
            made += len(some)
    return made


def _rows(
    canteen: Canteen, members: list[Member], days: int, until: date, a_day: int, by: User
) -> Iterator[dict[str, object]]:
    prices = [each for each in canteen.set_meals if each.valid_until is None]
    place = {"unit_id": canteen.unit_id} | {level: getattr(canteen, level) for level in LEVELS}
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    settings, rules = None, Rules()
    for day in _workdays(until - timedelta(days=days), until):
        if settings is not (now := in_force(canteen.unit, day)):
            settings, rules = now, rules_of(now)
        eating = [
            each for each in members if each.joined_on <= day and not (each.stopped_on and each.stopped_on <= day)
        ]
        for number, member in enumerate(_some(eating, a_day, day)):
            meal = prices[(number + member.id) % len(prices)]
            taken = tallies[member.id].take(rules, member.diner_on(day), day, meal.price_fen, "lunch")
            at = datetime.combine(day, time(11), clock.SHANGHAI) + timedelta(seconds=number * 5400 // max(a_day, 1))
            yield place | {
                "canteen_id": canteen.id,
                "member_id": member.id,
                "eaten_on": day,
                "booked_on": day,
                "sitting": "lunch",
                "turn": 1,
                "portions": 1,
                "at": at,
                "entered_at": at,
                "way": WAYS[(number + day.day) % len(WAYS)],
                "shown_by": "search" if number % 12 == 0 else "card",
                "source": "till",
                "set_meal_id": meal.id,
                "price_fen": taken.price_fen,
                "subsidy_fen": taken.subsidy_fen,
                "own_fen": taken.own_fen,
                "category": taken.category,
                "reason": "",
                "operator_id": by.id,
            }


def _some(members: list[Member], a_day: int, day: date) -> Iterable[Member]:
    """About `a_day` of them, others from day to day."""
    start = day.toordinal() * 7 % max(len(members), 1)
    return [*members[start:], *members[:start]][:a_day]


def _workdays(first: date, until: date) -> Iterator[date]:
    """Monday to Friday, from `first` to the day before `until`."""
    day = first
    while day < until:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)
