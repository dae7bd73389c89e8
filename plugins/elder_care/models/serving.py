"""打餐: what somebody may have now, and taking it. Day, week and month are counted under the lock of the member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import selectinload

from plugins.elder_care.choices import SITTINGS
from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.card import Agent
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from plugins.elder_care.models.menu import SetMeal
from plugins.elder_care.settings import in_force, rules_of
from plugins.elder_care.subsidy import Rules, Share, Used, left, share
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db


class Taken(RuleError):
    """This sitting was served already; `meal` is the row."""


@dataclass(frozen=True)
class Offer:
    """How it stands with a member on one day, and what a meal would cost him."""

    member: Member
    rules: Rules
    used: Used
    served: Row | None  # this sitting, if it was served already
    day: date
    sitting: str

    def share(self, price_fen: int) -> Share:
        return share(self.rules, self.member.diner_on(self.day), self.used, price_fen, self.sitting)

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


def offer(member: Member, rows: Iterable[Row], day: date, sitting: str) -> Offer:
    """`rows` are the meals of the member in the weeks and months around `day` (see `around`)."""
    rules = rules_of(in_force(member.unit, day))
    rows = list(rows)
    standing = sum(each.portions for each in rows if (each.eaten_on, each.sitting) == (day, sitting))
    served = [each for each in rows if (each.eaten_on, each.sitting, each.portions) == (day, sitting, 1)]
    return Offer(member, rules, _used(rows, day), served[-1] if standing > 0 else None, day, sitting)


def offers(members: list[Member], day: date, sitting: str) -> list[Offer]:
    """The same for several, with one statement for the meals of all."""
    found: dict[int, list[Row]] = {each.id: [] for each in members}
    for row in db.session.execute(_around(), {"members": list(found), **around(day)}) if members else ():
        found[row.member_id].append(row)
    return [offer(each, found[each.id], day, sitting) for each in members]


def serve(
    canteen: Canteen,
    member_id: int,
    *,
    set_meal: SetMeal,
    sitting: str,
    way: str,
    shown_by: str,
    by: User,
    at: datetime | None = None,
    key: str | None = None,
    source: str = "till",
    agent: Agent | None = None,
    booked_on: date | None = None,
) -> Meal:
    """One meal. What was sent before under the same `key` is answered again, not entered twice.

    Raises NotAllowed without the right at this canteen; Taken when the sitting was served; RuleError for what cannot be served.
    """
    if not by.can("elder_care.serve", canteen):
        raise NotAllowed("您没有在这个助餐点打餐的权限。")
    at = at or clock.now()
    day = clock.local(at).date()
    member = db.session.scalars(_locked(), {"member": member_id}).unique().one_or_none()
    if member is None or member.county_id != canteen.county_id:
        raise RuleError("没有这位老人的登记，请核对卡号。")
    rows = db.session.execute(_around(), {"members": [member.id], **around(day)}).all()
    if again := next((each for each in rows if key and each.key == key), None):
        return db.session.get_one(Meal, again.id)
    found = offer(member, rows, day, sitting)
    if found.refusal:
        raise (Taken if found.served else RuleError)(f"{member.title}：{found.refusal}")
    if agent and not (agent.member_id == member.id and agent.may_fetch_on(day)):
        raise RuleError("代领授权不是这位老人的，或者已经过期。")
    taken = found.share(set_meal.price_fen)
    meal = Meal(
        canteen_id=canteen.id,
        member=member,
        eaten_on=day,
        booked_on=booked_on or day,
        sitting=sitting,
        turn=1 + sum(each.portions == -1 for each in rows if (each.eaten_on, each.sitting) == (day, sitting)),
        portions=1,
        at=at,
        way=way,
        shown_by="agent" if agent else shown_by,
        source=source,
        set_meal_id=set_meal.id,
        agent_id=agent.id if agent else None,
        price_fen=taken.price_fen,
        subsidy_fen=taken.subsidy_fen,
        own_fen=taken.own_fen,
        category=taken.category,
        key=key,
        operator_id=by.id,
    )
    meal.unit_id = canteen.unit_id
    meal.copy_ancestors(canteen)
    db.session.add(meal)
    db.session.flush()
    return meal


def counter(meal: Meal, reason: str, *, by: User) -> Meal:
    """冲正: the same the other way round, in the books of today. Raises NotAllowed; RuleError the second time."""
    db.session.scalars(_locked(), {"member": meal.member_id}).unique().one()
    if refused := objection_to(meal, by):
        raise refused
    copied = ("canteen_id", "member_id", "eaten_on", "sitting", "turn", "way", "shown_by", "set_meal_id", "category")
    entry = Meal(
        **{name: getattr(meal, name) for name in copied},
        booked_on=clock.today(),
        portions=-1,
        at=clock.now(),
        price_fen=-meal.price_fen,
        subsidy_fen=-meal.subsidy_fen,
        own_fen=-meal.own_fen,
        source=meal.source,
        counters_id=meal.id,
        reason=reason,
        operator_id=by.id,
    )
    entry.unit_id = meal.unit_id
    entry.copy_ancestors(meal)
    db.session.add(entry)
    db.session.flush()
    return entry


def objection_to(meal: Meal, by: User) -> RuleError | None:
    """Why `by` cannot counter `meal`, as the error to raise."""
    if not (meal.allows(by, "elder_care.approve") or _own_slip(meal, by)):
        return NotAllowed("只有当天本人打的可以自己冲正，其余请由有审批权限的人办理。")
    if meal.portions < 0 or db.session.scalar(select(Meal.id).where(Meal.counters_id == meal.id)):
        return WrongState("这一餐已经冲正，或者本身就是冲正，不能再冲正。")
    return None


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
    monday = day - timedelta(days=day.weekday())
    by_day: dict[date, int] = {}
    month_fen = 0
    for each in rows:
        if each.subsidy_fen:
            by_day[each.eaten_on] = by_day.get(each.eaten_on, 0) + each.portions
        if (each.eaten_on.year, each.eaten_on.month) == (day.year, day.month):
            month_fen += each.subsidy_fen
    week = [on for on, portions in by_day.items() if portions > 0 and monday <= on <= monday + timedelta(days=6)]
    return Used(by_day.get(day, 0), sum(on != day for on in week), month_fen)


def _own_slip(meal: Meal, by: User) -> bool:
    """Whoever pressed the wrong button mends it the same day."""
    return meal.operator_id == by.id and meal.booked_on == clock.today() and meal.allows(by, "elder_care.serve")


@cache
def _locked() -> Select:
    return (
        select(Member)
        .where(Member.id == bindparam("member"))
        .options(selectinload(Member.categories))
        .with_for_update(of=Member)
        .execution_options(populate_existing=True)
    )


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
