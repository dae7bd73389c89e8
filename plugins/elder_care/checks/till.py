"""Checks that ask how the meals were taken: outside the hours, seconds apart, soon again, by somebody without authority."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, false, func, or_, select

from plugins.elder_care.checks.looking import Hit, Looked, day
from plugins.elder_care.choices import SITTINGS
from plugins.elder_care.models.canteen import hours_of
from plugins.elder_care.models.card import Agent
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from portal.accounts.models import User
from portal.extensions import db
from portal.records.period import local_time, seconds_between

AT_THE_TILL = ("till", "offline")


def outside_hours(looked: Looked) -> Iterator[Hit]:
    """凌晨或非营业时段, with the grace that the settings allow."""
    clocked, taken = local_time(Meal.at), looked.meals & Meal.source.in_(AT_THE_TILL)
    outside = or_(false(), *(_outside(looked, sitting, clocked) for sitting in SITTINGS))
    by = (Meal.eaten_on, Meal.sitting)
    rows = select(*by, func.count(), func.min(clocked), func.max(clocked)).where(taken, outside).group_by(*by)
    for on, sitting, meals, first, last in db.session.execute(rows.order_by(*by)):
        hours = getattr(looked.canteen, sitting) or "不供应"
        yield Hit(
            f"{on} {sitting}",
            f"{day(on)}{SITTINGS[sitting]} {meals} 餐在 {first} 至 {last} 之间打出，营业时段是 {hours}。",
        )


def _outside(looked: Looked, sitting: str, clocked: ColumnElement) -> ColumnElement[bool]:
    hours, grace = hours_of(getattr(looked.canteen, sitting)), looked.rules.check_grace
    if hours is None:
        return Meal.sitting == sitting
    return (Meal.sitting == sitting) & ((clocked < _shifted(hours[0], -grace)) | (clocked > _shifted(hours[1], grace)))


def _shifted(moment: time, minutes: int) -> str:
    """So many minutes later, within the same day, as 11:30."""
    today = datetime(2000, 1, 1)  # noqa: DTZ001  any day: only its clock counts
    moved = datetime.combine(today, moment) + timedelta(minutes=minutes)
    return f"{min(max(moved, today), today + timedelta(hours=23, minutes=59)):%H:%M}"


def seconds_apart(looked: Looked) -> Iterator[Hit]:
    """秒级连刷: one operator, meal after meal."""
    before = func.lag(Meal.at).over(partition_by=Meal.operator_id, order_by=(Meal.at, Meal.id))
    gaps = (
        select(Meal.operator_id, Meal.eaten_on, seconds_between(before, Meal.at).label("gap"))
        .where(looked.meals, Meal.source == "till")
        .subquery()
    )
    times, rules = func.count(), looked.rules
    rows = (
        select(User.id, User.name, gaps.c.eaten_on, times)
        .join(User, User.id == gaps.c.operator_id)
        .where(gaps.c.gap < rules.check_seconds)
        .group_by(User.id, User.name, gaps.c.eaten_on)
        .having(times >= rules.check_streak)
    )
    for ident, name, on, number in db.session.execute(rows.order_by(gaps.c.eaten_on, User.id)):
        text = f"{name}{day(on)}有 {number} 次两餐间隔不到 {rules.check_seconds} 秒（{rules.check_streak} 次起提示）。"
        yield Hit(f"{ident} {on}", text)


def soon_again(looked: Looked) -> Iterator[Hit]:
    """同人短时间重复核销."""
    before = func.lag(Meal.at).over(partition_by=Meal.member_id, order_by=(Meal.at, Meal.id))
    gaps = (
        select(Meal.member_id, Meal.eaten_on, seconds_between(before, Meal.at).label("gap"))
        .where(looked.meals, Meal.source.in_(AT_THE_TILL))
        .subquery()
    )
    shortest, most = func.min(gaps.c.gap), looked.rules.check_again
    rows = (
        select(Member.id, Member.number, gaps.c.eaten_on, shortest)
        .join(Member, Member.id == gaps.c.member_id)
        .where(gaps.c.gap < 60 * most)
        .group_by(Member.id, Member.number, gaps.c.eaten_on)
    )
    for ident, number, on, gap in db.session.execute(rows.order_by(gaps.c.eaten_on, Member.id)):
        text = f"{number} 号老人{day(on)}两餐只隔 {int(gap) // 60} 分钟（不到 {most} 分钟提示）。"
        yield Hit(f"{ident} {on}", text, ident)


def fetched_without_authority(looked: Looked) -> Iterator[Hit]:
    """代领无授权: nobody named, or one whose authority did not hold on that day."""
    invalid = Agent.id.is_(None) | ~Meal.eaten_on.between(Agent.valid_from, Agent.valid_until)
    rows = (
        select(Member.id, Member.number, func.count(), func.min(Meal.eaten_on))
        .join(Member, Member.id == Meal.member_id)
        .outerjoin(Agent, (Agent.id == Meal.agent_id) & (Agent.member_id == Meal.member_id))
        .where(looked.meals, Meal.shown_by == "agent", invalid)
        .group_by(Member.id, Member.number)
    )
    for ident, number, meals, first in db.session.execute(rows.order_by(Member.id)):
        yield Hit(f"{ident}", f"{number} 号老人 {meals} 餐由人代领，没有有效授权，最早是{day(first)}。", ident)
