"""Checks that ask who ate: on several places, above the limits, after death, off the roster, in an institution."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from plugins.elder_care.checks.looking import ELSEWHERE, Hit, Looked, day, stands
from plugins.elder_care.choices import STOPS
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from portal.extensions import db
from portal.money import format_yuan
from portal.records.period import week_begin

INSTITUTIONS = ("home", "hospital")


def at_several_places(looked: Looked) -> Iterator[Hit]:
    """同人同日多站点: wherever the others are."""
    here, any_meal = looked.days().subquery(), ELSEWHERE
    places, least = func.count(any_meal.canteen_id.distinct()), looked.rules.check_places
    found = (
        select(Member.id, Member.number, here.c.eaten_on, places)
        .join(any_meal, (any_meal.member_id == here.c.member_id) & (any_meal.eaten_on == here.c.eaten_on))
        .join(Member, Member.id == here.c.member_id)
        .where(stands(any_meal))
        .group_by(Member.id, Member.number, here.c.eaten_on)
        .having(places >= least)
        .order_by(here.c.eaten_on, Member.id)
    )
    for ident, number, on, several in db.session.execute(found):
        yield Hit(f"{ident} {on}", f"{number} 号老人{day(on)}在 {several} 个助餐点就餐（{least} 个起提示）。", ident)


def above_the_limits(looked: Looked) -> Iterator[Hit]:
    """超次: above what a day, a week and a month allow, at all canteens together."""
    rules, eaten = looked.rules, ELSEWHERE
    first, last = looked.span.first - timedelta(days=6), looked.span.last + timedelta(days=6)
    ours = eaten.member_id.in_(select(looked.days().subquery().c.member_id)) & stands(eaten) & (eaten.subsidy_fen > 0)
    by_day = func.count()
    for ident, number, on, meals in _of_each(
        ours & eaten.eaten_on.between(looked.span.first, looked.span.last),
        eaten,
        eaten.eaten_on,
        by_day,
        by_day > rules.day_meals,
    ):
        yield Hit(f"{ident} {on}", f"{number} 号老人{day(on)}补贴 {meals} 餐，每天最多 {rules.day_meals} 餐。", ident)
    monday, by_week = week_begin(eaten.eaten_on), func.count(eaten.eaten_on.distinct())
    for ident, number, on, days in _of_each(
        ours & eaten.eaten_on.between(first, last), eaten, monday, by_week, by_week > rules.week_days
    ):
        yield Hit(
            f"{ident} w{on}", f"{number} 号老人{day(on)}起的一周补贴 {days} 天，每周最多 {rules.week_days} 天。", ident
        )
    by_month = func.sum(eaten.subsidy_fen)
    above = by_month > (rules.month_cap or 10**12)
    for ident, number, _, fen in _of_each(
        ours & eaten.eaten_on.between(looked.span.first, looked.span.last), eaten, None, by_month, above
    ):
        most = format_yuan(rules.month_cap)
        yield Hit(f"{ident} m", f"{number} 号老人本月补贴 {format_yuan(int(fen))} 元，每月最多 {most} 元。", ident)


def _of_each(where: ColumnElement[bool], eaten, when, measure, above):
    keys = [Member.id, Member.number] + ([when] if when is not None else [])
    shown = [
        Member.id,
        Member.number,
        when.label("begin") if when is not None else Member.joined_on.label("begin"),
        measure,
    ]
    keys += [] if when is not None else [Member.joined_on]
    rows = select(*shown).join(Member, Member.id == eaten.member_id).where(where).group_by(*keys).having(above)
    return db.session.execute(rows.order_by(Member.id))


def after_death(looked: Looked) -> Iterator[Hit]:
    """死亡次日起就餐."""
    died = (Member.stop_reason == "died") & (Meal.eaten_on > Member.stopped_on)
    for ident, number, _, stopped, meals, first in _stopped(looked, died):
        yield Hit(f"{ident}", f"{number} 号老人 {stopped} 去世，{day(first)}起仍有 {meals} 餐。", ident)


def in_an_institution(looked: Looked) -> Iterator[Hit]:
    """入住养老机构或住院期间."""
    inside = Member.stop_reason.in_(INSTITUTIONS) & (Meal.eaten_on >= Member.stopped_on)
    for ident, number, reason, stopped, meals, first in _stopped(looked, inside):
        yield Hit(f"{ident}", f"{number} 号老人 {stopped} 起{STOPS[reason]}，{day(first)}起仍有 {meals} 餐。", ident)


def not_on_the_roster(looked: Looked) -> Iterator[Hit]:
    """Not yet or no longer on the roster, yearly review missed, or registered elsewhere."""
    other = Member.stop_reason.not_in(("died", *INSTITUTIONS, "")) & (Meal.eaten_on >= Member.stopped_on)
    for ident, number, reason, stopped, meals, first in _stopped(looked, other):
        yield Hit(
            f"{ident}", f"{number} 号老人 {stopped} 起停止（{STOPS[reason]}），{day(first)}起仍有 {meals} 餐。", ident
        )
    outside = (Meal.eaten_on < Member.joined_on) | (Meal.eaten_on > Member.review_due)
    for ident, number, _, _, meals, first in _stopped(looked, outside):
        yield Hit(f"{ident} r", f"{number} 号老人没有登记或者年审已过期，{day(first)}起有 {meals} 餐享受补贴。", ident)
    if looked.rules.whom == "local":
        for ident, number, _, _, meals, _first in _stopped(looked, Member.household == "other"):
            yield Hit(f"{ident} h", f"{number} 号老人是外地户籍，本月有 {meals} 餐享受补贴。", ident)


def _stopped(looked: Looked, where: ColumnElement[bool]):
    kept = (Member.id, Member.number, Member.stop_reason, Member.stopped_on)
    rows = select(*kept, func.count(), func.min(Meal.eaten_on)).join(Member, Member.id == Meal.member_id)
    return db.session.execute(rows.where(looked.meals, where).group_by(*kept).order_by(Member.id))
