"""Checks that ask what the canteen does: late entries in bulk, a surge at the end of the month, one address, licences."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from plugins.elder_care.checks.looking import Hit, Looked, day
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from portal.accounts.models import User
from portal.extensions import db
from portal.people.masking import mask_address
from portal.people.models import Person


def late_entries(looked: Looked) -> Iterator[Hit]:
    """同操作员集中补录."""
    number, most = func.count(), looked.rules.check_late
    rows = (
        select(User.id, User.name, number, func.count(Meal.eaten_on.distinct()))
        .join(User, User.id == Meal.operator_id)
        .where(looked.meals, Meal.source == "late")
        .group_by(User.id, User.name)
        .having(number > most)
    )
    for ident, name, meals, days in db.session.execute(rows.order_by(User.id)):
        yield Hit(f"{ident}", f"{name}本月补录 {days} 天共 {meals} 餐（超过 {most} 餐提示）。")


def surge(looked: Looked) -> Iterator[Hit]:
    """月末突增: the last days against the others, on days on which meals were taken."""
    rows = db.session.execute(select(Meal.eaten_on, func.count()).where(looked.meals).group_by(Meal.eaten_on)).all()
    begin = looked.span.last - timedelta(days=looked.rules.check_surge_days - 1)
    ends = [number for on, number in rows if on >= begin]
    others = [number for on, number in rows if looked.span.first <= on < begin]
    if not ends or not others:
        return
    usual, last, more = sum(others) / len(others), sum(ends) / len(ends), looked.rules.check_surge
    if last > usual * (1 + more / 100):
        text = f"{day(begin)}起日均 {last:.0f} 餐，此前日均 {usual:.0f} 餐，高出 {100 * (last / usual - 1):.0f}%（{more}% 提示）。"
        yield Hit("month", text)


def same_address(looked: Looked) -> Iterator[Hit]:
    """送餐地址雷同. Addresses are encrypted, so they are compared here: those of the people to whom meals were delivered."""
    delivered = select(Meal.member_id).where(looked.meals, Meal.way == "delivery").distinct()
    people = (
        select(Member.id, Person)
        .join(Person, Person.id == Member.person_id)
        .options(load_only(Person.address))
        .where(Member.id.in_(delivered))
        .execution_options(yield_per=500)
    )
    at: dict[str, list[int]] = defaultdict(list)
    for ident, person in db.session.execute(people):
        if address := "".join((person.address or "").split()):
            at[address].append(ident)
    for address, members in sorted(at.items()):
        if len(members) >= looked.rules.check_address:
            text = f"{mask_address(address)} 一处本月给 {len(members)} 位老人送餐（{looked.rules.check_address} 位起提示）。"
            yield Hit(f"{min(members)}", text)


def expired_licences(looked: Looked) -> Iterator[Hit]:
    """资质到期: how many meals were taken without what is needed."""
    for each in looked.canteen.valid_licences().values():
        if each.valid_until and each.valid_until < looked.span.last:
            rows = select(func.count()).where(looked.meals, Meal.eaten_on > each.valid_until)
            if meals := db.session.scalar(rows):
                yield Hit(f"{each.id}", f"{each.title} {each.valid_until} 到期，此后仍打 {meals} 餐。")
