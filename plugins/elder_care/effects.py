"""What a change of the rules would have meant: the meals of the last quarter, reckoned by the old rules and the new."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import func, select

from plugins.elder_care.models import Category, Meal, Member
from plugins.elder_care.settings import ElderCareSettings, rules_of
from plugins.elder_care.subsidy import Standing, Tally
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.settings import Effect, Effects, Settings

MOST = 300  # members whose meals are reckoned (20,000 meals, 0.8 s of CPU); of more, every so many-th stands for the others


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """The table that is shown before a change is saved; None where it is of no consequence for money."""
    of_meals = {name for each in ElderCareSettings.examples for name in each.of}
    if all(before.values[name] == after.values[name] for name in of_meals):
        return None
    lines, note = _of_meals(unit, before, after, first, last)
    return Effects.of_records(unit, first, last, lines, note) if lines else None


def _of_meals(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> tuple[list[Effect], str]:
    """Of so many members at most, whatever the number of meals: a page does not wait for a year of a district."""
    registered = db.session.scalar(select(func.count(Member.id)).where(unit.subtree_of(Member))) or 0
    one_of = 1 + max(registered - 1, 0) // MOST
    rules = rules_of(before), rules_of(after)
    meals, paid, fen = 0, [0, 0], [0, 0]
    for standing, eaten in _by_member(unit, one_of, first, last):
        tallies = Tally(), Tally()
        meals += len(eaten)
        for row in eaten:
            diner = standing.on(row.eaten_on)
            for place, tally in enumerate(tallies):
                taken = tally.take(rules[place], diner, row.eaten_on, row.price_fen, row.sitting)
                paid[place] += taken.subsidy_fen > 0
                fen[place] += taken.subsidy_fen
    if not meals:
        return [], ""
    old, new = ((one_of * paid[place], one_of * fen[place]) for place in (0, 1))
    lines = [Effect("有补贴的餐数", old[0], new[0], "餐"), Effect("就餐补贴", old[1], new[1], fen=True)]
    if one_of == 1:
        return lines, f"共 {meals:,} 餐。"
    return lines, f"登记的老人 {registered:,} 位，按其中 {one_of} 分之一的 {meals:,} 餐推算，是约数。"


def _by_member(unit: OrgUnit, one_of: int, first: date, last: date) -> Iterator[tuple[Standing, list]]:
    """One registered member after another, at whose place the rule holds: what is known of him, and his meals that stand,
    wherever they were eaten."""
    about = (Member.household, Member.joined_on, Member.stopped_on, Member.review_due)
    here = unit.subtree_of(Member), Member.id % one_of == 0
    rows = (
        select(Meal.member_id, Meal.eaten_on, Meal.sitting, func.max(Meal.price_fen).label("price_fen"), *about)
        .join(Member, Member.id == Meal.member_id)
        .where(*here, Meal.eaten_on.between(first, last))
        .group_by(Meal.member_id, Meal.eaten_on, Meal.sitting, *about)
        .having(func.sum(Meal.portions) > 0)
        .order_by(Meal.member_id, Meal.eaten_on, func.min(Meal.at))
    )
    born = select(Member.id, Person.birth_date).join(Person, Person.id == Member.person_id).where(*here)
    birthdays = dict(db.session.execute(born).all())
    categories = _categories(here, first, last)
    found = db.session.execute(rows.execution_options(yield_per=1000))
    for member, eaten in groupby(found, key=lambda row: row.member_id):
        several = list(eaten)
        yield Member.diner_of(several[0], birthdays[member], categories.get(member, [])), several


def _categories(here: tuple, first: date, last: date) -> dict[int, list]:
    """Member → the categories that hold on some day of the quarter."""
    found: dict[int, list] = {}
    until = Category.valid_until.is_(None) | (Category.valid_until >= first)
    columns = (Category.member_id, Category.name, Category.valid_from, Category.valid_until)
    rows = select(*columns).join(Member, Member.id == Category.member_id)
    for row in db.session.execute(rows.where(*here, Category.valid_from <= last, until)):
        found.setdefault(row.member_id, []).append(row)
    return found
