"""What a change of the rules would have meant: the meals and the allowances of the last quarter, reckoned by the old rules and the new."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select

from plugins.elder_care.great_age import amount, tiers_of
from plugins.elder_care.models import Category, GreatAge, Meal, Member
from plugins.elder_care.settings import ElderCareSettings, rules_of
from plugins.elder_care.subsidy import Diner, Rules, Used, share
from portal.entitlements import Span
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.settings import Effect, Effects, Settings

MOST = 100_000  # meals that are reckoned; of more, every so many-th member stands for the others
GREAT = ("great1_age", "great1", "great2_age", "great2", "great3_age", "great3", "great_from")
Sums = tuple[int, int]  # meals with a subsidy, and 分


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """The table that is shown before a change is saved; None where it is of no consequence for money."""
    of_meals = {name for each in ElderCareSettings.examples for name in each.of}
    meals = any(before.values[name] != after.values[name] for name in of_meals)
    great = any(before.values[name] != after.values[name] for name in GREAT)
    lines, note = list[Effect](), ""
    if meals:
        lines, note = _of_meals(unit, before, after, first, last)
    if great:
        lines += _of_great_age(unit, before, after, first)
    span = f"{first} 至 {last}"
    return Effects(f"按{unit.short_name}上季度（{span}）的实际记录推算。", lines, note) if lines else None


def _of_meals(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> tuple[list[Effect], str]:
    here = unit.subtree_of(Meal), Meal.eaten_on.between(first, last)
    count = db.session.scalar(select(func.coalesce(func.sum(Meal.portions), 0)).where(*here)) or 0
    if not count:
        return [], ""
    one_of = 1 + count // MOST
    sums = {"before": [0, 0], "after": [0, 0]}
    rules = {"before": rules_of(before), "after": rules_of(after)}
    for eaten in _by_member(here, one_of, first, last):
        for name in sums:
            meals, fen = _reckoned(eaten, rules[name])
            sums[name][0] += one_of * meals
            sums[name][1] += one_of * fen
    old, new = sums["before"], sums["after"]
    lines = [Effect("有补贴的餐数", old[0], new[0], "餐"), Effect("就餐补贴", old[1], new[1], fen=True)]
    return lines, f"共 {count:,} 餐" + (f"，按 {one_of} 分之一的老人推算。" if one_of > 1 else "。")


def _by_member(here: tuple, one_of: int, first: date, last: date) -> Iterator[list]:
    """The meals of one member after another: what stands, with what is known of who ate."""
    about = (Member.household, Member.joined_on, Member.stopped_on, Member.review_due, Person.birth_date)
    rows = (
        select(Meal.member_id, Meal.eaten_on, Meal.sitting, func.max(Meal.price_fen).label("price_fen"), *about)
        .join(Member, Member.id == Meal.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(*here, Meal.member_id % one_of == 0)
        .group_by(Meal.member_id, Meal.eaten_on, Meal.sitting, *about)
        .having(func.sum(Meal.portions) > 0)
        .order_by(Meal.member_id, Meal.eaten_on, Meal.sitting)
    )
    categories = _categories(here, one_of, first, last)
    for member, eaten in groupby(
        db.session.execute(rows.execution_options(yield_per=1000)), key=lambda row: row.member_id
    ):
        yield [(row, _diner(row, categories.get(member, []))) for row in eaten]


def _categories(here: tuple, one_of: int, first: date, last: date) -> dict[int, list]:
    """Member → the categories of those who ate here, wherever they are registered."""
    found: dict[int, list] = {}
    until = Category.valid_until.is_(None) | (Category.valid_until >= first)
    rows = select(Category.member_id, Category.name, Category.valid_from, Category.valid_until)
    ate = Category.member_id.in_(select(Meal.member_id).where(*here, Meal.member_id % one_of == 0))
    for row in db.session.execute(rows.where(ate, Category.valid_from <= last, until)):
        found.setdefault(row.member_id, []).append(row)
    return found


def _diner(row, categories: list) -> Diner:
    day, born = row.eaten_on, row.birth_date
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None
    holding = tuple(
        each.name
        for each in categories
        if each.valid_from <= day and (each.valid_until is None or day <= each.valid_until)
    )
    entitled = row.joined_on <= day <= row.review_due and (row.stopped_on is None or day < row.stopped_on)
    return Diner(age, holding, row.household == "local", entitled)


def _reckoned(eaten: list, rules: Rules) -> Sums:
    """Meal after meal of one member, as the till would have done."""
    meals, total = 0, 0
    by_day: dict[date, int] = {}
    by_month: dict[tuple[int, int], int] = {}
    for row, diner in eaten:
        day, month = row.eaten_on, (row.eaten_on.year, row.eaten_on.month)
        monday = day - timedelta(days=day.weekday())
        others = sum(monday <= each <= monday + timedelta(days=6) and each != day for each in list(by_day)[-7:])
        used = Used(by_day.get(day, 0), others, by_month.get(month, 0))
        if fen := share(rules, diner, used, row.price_fen, row.sitting).subsidy_fen:
            by_day[day] = by_day.get(day, 0) + 1
            by_month[month] = by_month.get(month, 0) + fen
            meals, total = meals + 1, total + fen
    return meals, total


def _of_great_age(unit: OrgUnit, before: Settings, after: Settings, first: date) -> list[Effect]:
    """Everybody who is entitled today, in the three months of the quarter."""
    months = [Span.around("month", date(first.year, first.month + each, 1)) for each in range(3)]
    rows = db.session.execute(
        select(GreatAge.born_on, GreatAge.valid_from, GreatAge.valid_until).where(unit.subtree_of(GreatAge))
    ).all()

    def reckoned(rules: Settings) -> Sums:
        given = [
            amount(tiers_of(rules), row.born_on, span, rules.great_from)
            for row in rows
            for span in months
            if row.valid_from <= span.last and (row.valid_until is None or row.valid_until >= span.first)
        ]
        return sum(each > 0 for each in given), sum(given)

    old, new = reckoned(before), reckoned(after)
    if not rows:
        return []
    return [Effect("高龄津贴人月数", old[0], new[0], "人月"), Effect("高龄津贴", old[1], new[1], fen=True)]
