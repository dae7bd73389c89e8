"""The till of a canteen with three million meals behind it: finding somebody, and serving two hundred in a lunch hour.

`MEALS=3000000 python -m bench till`; on PostgreSQL: `python -m portal.testing.postgres python -m bench till`.
"""

import os
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from sqlalchemy import func, insert, literal, select

from bench.measuring import report, said, spent, timed
from bench.office import Office
from plugins.elder_care.models import Canteen, Card, Meal, Member, SetMeal
from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.people.models import Person

MEALS = int(os.environ.get("MEALS", "3000000"))
RESIDENTS, MEMBERS, CANTEENS, SERVED = 20_000, 6_000, 20, 200
AT_ONCE = 500
HTMX = {"HX-Request": "true"}
SOUGHT = {"initials": ["zxy", "wjg", "lm"], "last digits": ["1234", "0017"], "name": ["秀英", "王"]}


def measure(place: Office) -> None:
    """Fill, then find and serve."""
    chance = Random(2026)
    canteens = _canteens(place)
    seconds, members = timed(lambda: _people(canteens))
    report("till fill", rows=RESIDENTS, what="residents", seconds=seconds)
    seconds, meals = timed(_meals)
    report("till fill", rows=meals, what="meals", seconds=seconds)
    client = place.browser("elder_care.operator")
    till = f"/elder_care/canteens/{canteens[0]}/till"
    codes = chance.sample(members, SERVED + 20)
    for code in codes[SERVED:]:  # what is made once for all
        _served(client, till, code)
    hits, pages = _lunch(client, till, codes[:SERVED])
    said("till find by card", hits)
    said("till serve", pages)
    for what, words in (
        ("initials", ["zxy", "wjg", "lm"]),
        ("last digits", ["1234", "0017"]),
        ("name", ["秀英", "王"]),
    ):
        said(
            f"till find by {what}",
            [spent(partial(client.post, till, data={"q": text}, headers=HTMX)) for text in words * 20],
        )
    said("desk of an operator", [spent(lambda: client.get("/")) for _ in range(20)])
    said("till ready", [spent(lambda: client.get(till)) for _ in range(40)])
    said("till short list", [spent(lambda: client.get(f"{till}/list.json")) for _ in range(5)])
    said("meals list", [spent(lambda: client.get("/elder_care/meals")) for _ in range(20)])
    said("figures of the year", [spent(lambda: client.get("/elder_care/statistics")) for _ in range(5)])
    clerk = place.browser("clerk")
    for what, words in (("nobody", "没有这个人"), ("a number", "00042"), ("a name", "秀英"), ("a canteen", "第3社区")):
        said(
            f"meals list, sought {what}", [spent(partial(clerk.get, f"/elder_care/meals?q={words}")) for _ in range(5)]
        )
    for what, query in (
        ("a week", "at_from=2025-06-02&at_to=2025-06-08"),
        ("a week of nothing", "at_from=2001-01-01&at_to=2001-01-07"),
    ):
        said(f"meals list of {what}", [spent(partial(clerk.get, f"/elder_care/meals?{query}")) for _ in range(5)])


def _lunch(client, till: str, codes: list[str]) -> tuple[list, list]:
    found, served = [], []
    for code in codes:
        first, second = _served(client, till, code)
        found.append(first)
        served.append(second)
    return found, served


def _served(client, till: str, code: str) -> tuple:
    """What finding and serving one took."""
    answers = []
    first = spent(lambda: answers.append(client.post(till, data={"q": code, "sitting": "lunch"}, headers=HTMX)))
    html = answers[0].get_data(as_text=True)
    names = ("csrf_token", "key", "member", "set_meal", "sitting", "shown_by")
    form = {name: html.partition(f'name="{name}" value="')[2].partition('"')[0] for name in names}
    form["sitting"] = "lunch"
    second = spent(lambda: answers.append(client.post(f"{till}/meals", data=form | {"way": "dine_in"}, headers=HTMX)))
    assert answers[1].status_code == 200, answers[1].get_data(as_text=True)[:500]
    return first, second


def _canteens(place: Office) -> list[int]:
    """One in each of twenty communities of the street."""
    street = place.cast.street
    for number in range(CANTEENS):
        unit = OrgUnit.create(kind="community", name=f"第{number}社区", parent=street)
        canteen = Canteen(name=f"第{number}食堂", opened_on=date(2020, 1, 1))
        canteen.place(unit)
        canteen.set_meals = [SetMeal(name="两荤一素", price_fen=1200, valid_from=date(2020, 1, 1))]
        db.session.add(canteen)
    db.session.commit()
    return list(db.session.scalars(select(Canteen.id).order_by(Canteen.id)))


def _people(canteens: list[int]) -> list[str]:
    """Residents of the street, every third of whom eats; answers the codes of the cards."""
    book, places = NameBook(7), [db.session.get_one(Canteen, each).unit for each in canteens]
    codes = []
    for number in range(RESIDENTS):
        born, place = date(1940 + number % 25, 1 + number % 12, 1), places[number % CANTEENS]
        person = Person.enter(place, name=book.name("男女"[number % 2], born.year))
        person.birth_date = born
        if number < MEMBERS:
            member = Member(person=person, number=f"{number + 1:05d}", joined_on=date(2020, 1, 1), version=1)
            member.review_due, member.household, member.status = date(2030, 1, 1), "local", "active"
            member.place(place)
            card = Card.new(date(2020, 1, 1))
            member.cards.append(card)
            codes.append(card.code)
            db.session.add(member)
        if number % AT_ONCE == AT_ONCE - 1:
            db.session.commit()
    db.session.commit()
    return codes


def _meals() -> int:
    """Every member every day at the canteen of the own community, back from yesterday: one statement a day."""
    fixed = {
        "sitting": "lunch", "turn": 1, "portions": 1, "way": "dine_in", "shown_by": "card", "source": "till", "price_fen": 1200,
        "subsidy_fen": 300, "own_fen": 900, "category": "age", "reason": "",
    }  # fmt: skip
    rows = (
        select(
            Canteen.id, Member.id, Canteen.unit_id, *(getattr(Canteen, each) for each in LEVELS),
            *(literal(each) for each in fixed.values()),
        )
        .join(Canteen, Canteen.unit_id == Member.unit_id)
    )  # fmt: skip
    names = ["canteen_id", "member_id", "unit_id", *LEVELS, *fixed]
    days = -(-MEALS // MEMBERS)
    for back in range(days, 0, -1):
        day = clock.today() - timedelta(days=back)
        noon = datetime.combine(day, time(11, 30), clock.SHANGHAI)
        dated = {"eaten_on": day, "booked_on": day, "at": noon, "entered_at": noon}
        types = {name: Meal.__table__.c[name].type for name in dated}
        one = rows.add_columns(*(literal(value, types[name]) for name, value in dated.items()))
        db.session.execute(insert(Meal).from_select([*names, *dated], one, include_defaults=False))
        if back % 20 == 0:
            db.session.commit()
    db.session.commit()
    return db.session.scalar(select(func.count(Meal.id)))
