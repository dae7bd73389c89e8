"""By which rule a meal was subsidised, in words, as SQL: the origin of the amount on the day of the meal, where its member is registered."""

from datetime import date

from sqlalchemy import ColumnElement, case, literal, or_, select

from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from plugins.elder_care.settings import in_force
from plugins.elder_care.subsidy import AGE
from portal.entitlements.lines import BASIS_LENGTH
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import basis_of

FIELDS = {AGE: "tier1"}  # the setting in which the amount of a category stands, where it is called otherwise


def words(meals: tuple, unit: OrgUnit) -> ColumnElement[str]:
    """The words for each of the `meals`: few, for the rule is mostly the same all month and everywhere."""
    found: dict[str, list[tuple]] = {}
    for place, category, day in db.session.execute(_occurring(meals)):
        where = db.session.get(OrgUnit, place) if place else unit
        text = basis_of(in_force(where or unit, day), FIELDS.get(category, category))[:BASIS_LENGTH]
        found.setdefault(text, []).append((place, category, day))
    if len(found) < 2:
        return literal(next(iter(found), ""))
    usual = max(found, key=lambda text: len(found[text]))
    return case(*((_any_of(cases), text) for text, cases in found.items() if text != usual), else_=literal(usual))


def _occurring(meals: tuple):
    place = Member.township_id
    kinds = select(place, Meal.category, Meal.eaten_on).join(Member, Member.id == Meal.member_id)
    return kinds.where(*meals).distinct().order_by(place, Meal.category, Meal.eaten_on)


def _any_of(cases: list[tuple]) -> ColumnElement[bool]:
    """The condition: one of these places, categories and days; days of one place and category as ranges."""
    days: dict[tuple, list[date]] = {}
    for place, category, day in cases:
        days.setdefault((place, category), []).append(day)
    return or_(
        *(
            (Member.township_id == place if place else Member.township_id.is_(None))
            & (Meal.category == category)
            & Meal.eaten_on.in_(on)
            for (place, category), on in days.items()
        )
    )
