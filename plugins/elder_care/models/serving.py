"""打餐 and 冲正. Day, week and month are counted under the lock of the member."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.models.canteen import Canteen, SetMeal
from plugins.elder_care.models.card import Agent
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from plugins.elder_care.models.offer import Offer, offers
from plugins.elder_care.models.settlement import MealSettlement
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db


class Taken(RuleError):
    """This sitting was served already; `meal` is the row."""


@dataclass(frozen=True)
class Order:
    """What is served: where, which set meal, at which sitting, how; by whom it is entered."""

    canteen: Canteen
    set_meal: SetMeal
    sitting: str
    way: str
    shown_by: str
    by: User
    at: datetime = field(default_factory=clock.now)
    source: str = "till"

    @property
    def day(self) -> date:
        return clock.local(self.at).date()

    @cached_property
    def booked_on(self) -> date:
        """The day of the books: a meal that comes later than its day goes where its month is not frozen."""
        today = self.day == clock.today()
        return self.day if today else MealSettlement.booking_day(self.canteen.id, self.day)

    def check(self) -> None:
        """Raises NotAllowed without the right at this canteen."""
        if not self.by.can("elder_care.serve", self.canteen):
            raise NotAllowed("您没有在这个助餐点打餐的权限。")

    def enter(self, found: Offer, *, key: str | None = None, agent: Agent | None = None) -> Meal:
        """The meal of one member, whom the caller has locked. Raises Taken, RuleError."""
        if found.refusal:
            raise (Taken if found.served else RuleError)(f"{found.member.title}：{found.refusal}")
        if agent and not (agent.member_id == found.member.id and agent.may_fetch_on(self.day)):
            raise RuleError("代领授权不是这位老人的，或者已经过期。")
        share = found.share(self.set_meal.price_fen)
        meal = Meal(
            canteen_id=self.canteen.id,
            member=found.member,
            eaten_on=self.day,
            booked_on=self.booked_on,
            sitting=self.sitting,
            turn=1 + found.countered,
            portions=1,
            at=self.at,
            way=self.way,
            shown_by="agent" if agent else self.shown_by,
            source=self.source,
            set_meal_id=self.set_meal.id,
            agent_id=agent.id if agent else None,
            price_fen=share.price_fen,
            subsidy_fen=share.subsidy_fen,
            own_fen=share.own_fen,
            category=share.category,
            key=key,
            operator_id=self.by.id,
        )
        meal.unit_id = self.canteen.unit_id
        meal.copy_ancestors(self.canteen)
        db.session.add(meal)
        return meal


def serve(order: Order, member_id: int, *, key: str | None = None, agent: Agent | None = None) -> Meal:
    """One meal. What was sent before under the same `key` is answered again, not entered twice.

    Raises NotAllowed without the right at this canteen; Taken when the sitting was served; RuleError for what cannot be served, and,
    with the transaction rolled back, for a key under which something else was entered.
    """
    order.check()
    found = next(iter(locked_offers(order, [member_id])), None)
    if found is None or found.member.county_id != order.canteen.county_id:
        raise RuleError("没有这位老人的登记，请核对卡号。")
    if again := key and found.entered_under(key):
        return db.session.get_one(Meal, again)
    meal = order.enter(found, key=key, agent=agent)
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        if day := db.session.scalar(select(Meal.eaten_on).where(Meal.key == key)) if key else None:
            raise RuleError(f"这一页在 {day} 已经打过一餐，这一餐没有记上。请重新找到就餐人再打。") from error
        raise
    return meal


def locked_offers(order: Order, members: list[int]) -> list[Offer]:
    """How it stands with these members, none of whom anybody else serves until this transaction ends: always locked in one order."""
    rows = db.session.scalars(_locked(), {"members": members}).unique().all()
    return offers(list(rows), order.day, order.sitting)


def counter(meal: Meal, reason: str, *, by: User) -> Meal:
    """冲正: the same the other way round, in the books of today, or of the month it was booked in while that is being drawn up. Raises NotAllowed; RuleError the second time."""
    db.session.scalars(_locked(), {"members": [meal.member_id]}).unique().one()
    if refused := objection_to(meal, by):
        raise refused
    copied = ("canteen_id", "member_id", "eaten_on", "sitting", "turn", "way", "shown_by", "set_meal_id", "category")
    entry = Meal(
        **{name: getattr(meal, name) for name in copied},
        booked_on=MealSettlement.booking_day(meal.canteen_id, meal.booked_on),
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
    if settlement := MealSettlement.with_day(meal.canteen_id, meal.booked_on):
        settlement.mark_countered()
    return entry


def objection_to(meal: Meal, by: User) -> RuleError | None:
    """Why `by` cannot counter `meal`, as the error to raise."""
    if not (meal.allows(by, "elder_care.approve") or _own_slip(meal, by)):
        return NotAllowed("只有当天本人打的可以自己冲正，其余请由有审批权限的人办理。")
    if meal.portions < 0 or db.session.scalar(select(Meal.id).where(Meal.counters_id == meal.id)):
        return WrongState("这一餐已经冲正，或者本身就是冲正，不能再冲正。")
    settlement = MealSettlement.with_day(meal.canteen_id, meal.booked_on)
    refused = settlement.returned_first(meal.member_id) if settlement else ""
    return RuleError(refused) if refused else None


def _own_slip(meal: Meal, by: User) -> bool:
    """Whoever pressed the wrong button mends it the same day."""
    return meal.operator_id == by.id and meal.booked_on == clock.today() and meal.allows(by, "elder_care.serve")


@cache
def _locked() -> Select:
    return (
        select(Member)
        .where(Member.id.in_(bindparam("members", expanding=True)))
        .order_by(Member.id)
        .options(selectinload(Member.categories), joinedload(Member.unit))
        .with_for_update(of=Member)
        .execution_options(populate_existing=True)
    )
