"""积分超市: goods with their stock, and what families take for their points. The table refuses a stock below zero."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from plugins.family_points.choices import STOCKS
from plugins.family_points.law import keep_to_law
from plugins.family_points.models.account import POINTS, PointAccount
from plugins.family_points.models.claim import CONFIRM
from plugins.family_points.models.rule import MANAGE
from plugins.family_points.settings import KEY, rules_of
from portal import clock
from portal.accounts.hands import signed
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit, Scoped
from portal.records import AppendOnly, Body, Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.roster import Membership
from portal.redaction import RedactedText

EXCHANGE_STATES = States(State("taken", "已兑换", "ok", way="兑换", final=True), State("returned", "已退回", "neutral"))


class StockLine(AppendOnly, db.Model):
    """出入库: in is positive, out negative, with the stock after it. `for_id`: in whose office `actor_id` did it, where no own one allows it."""

    __tablename__ = "family_points_stock_line"
    __table_args__ = (UniqueConstraint("good_id", "sequence"), CheckConstraint("stock >= 0", name="there"))

    id: Mapped[int] = mapped_column(primary_key=True)
    good_id: Mapped[int] = mapped_column(ForeignKey("family_points_good.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[int]
    stock: Mapped[int]
    booked_on: Mapped[date]
    note: Mapped[str] = mapped_column(RedactedText(200), default="")
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("family_points_exchange.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    for_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(
        primaryjoin=lambda: foreign(StockLine.for_id) == User.id, lazy="joined", viewonly=True
    )
    kind_name = named("kind", STOCKS)

    @property
    def handler(self) -> str:
        """经办: 李某, or 李某（代张某）."""
        return signed(self.actor.name, self.owner.name if self.owner else "") if self.actor else ""


class Good(Membership, Body, Scoped, db.Model):
    """兑换物品 of a 积分超市. `points` for one `measure` (袋, 瓶); below `least` it is to be bought."""

    __tablename__ = "family_points_good"
    __table_args__ = (CheckConstraint("stock >= 0", name="there"), CheckConstraint("points > 0", name="priced"))
    JOINING, LEAVING = "上架", "下架"

    permission = "family_points.view"

    measure: Mapped[str] = mapped_column(String(8), default="件")
    points: Mapped[int]
    stock: Mapped[int] = mapped_column(default=0)
    least: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    movements: Mapped[list[StockLine]] = relationship(order_by=StockLine.sequence, viewonly=True)

    @classmethod
    def for_points_of(cls, unit: OrgUnit) -> Select:
        """What is there for points of `unit`: in its shops, and in those of the units above it, the cheapest first."""
        here = unit.subtree_of(cls) | cls.unit_id.in_(unit.ancestor_ids)
        return select(cls).where(here, cls.serving(), cls.stock > 0).order_by(cls.points, cls.id)

    @begins("上架物品", needs=MANAGE)
    def offer(cls, *, unit: OrgUnit, by: User, **fields) -> "Good":
        """A new good. Fields as above. Raises RuleError for what breaks the law of points, or is offered here already."""
        good = cls(stock=0, lines=0, **fields)
        keep_to_law(good.name, good.measure)
        with db.session.no_autoflush:
            same = select(cls.id).where(cls.unit_id == unit.id, cls.name == good.name, cls.serving())
            if db.session.scalar(same):
                raise RuleError(f"{good.name}已经上架，进货请用“入库”。")
        good.place(unit)
        db.session.add(good)
        return good

    @step("入库", needs=MANAGE)
    def receive(self, quantity: int, document: str, *, by: User) -> None:
        """Bought or given, with the number of the receipt."""
        self.book("received", quantity, document, MANAGE, by=by)

    @step("盘点", needs=MANAGE)
    def take_stock(self, found: int, *, by: User, reason: str | None = "") -> None:
        """What is there is counted; a difference is booked with its reason. Raises RuleError without one."""
        self.lock()
        if found != self.stock and not (reason or "").strip():
            raise RuleError(f"账面 {self.stock}，实盘 {found}，不一致，请写明原因。")
        self.book("counted", found - self.stock, reason or "账实相符", MANAGE, by=by)

    @step("改分值", needs=MANAGE)
    def reprice(self, points: int, *, by: User, least: int = 0) -> None:
        """From now on; what was exchanged stays as it was."""
        self.points, self.least = points, least

    @step("下架", needs=MANAGE)
    def withdraw(self, *, by: User) -> None:
        """It is not exchanged any more; the stock stays in the books. Raises WrongState the second time."""
        self.end(clock.today())

    def lock(self) -> None:
        """Movements of one good are booked one after the other, on both databases; what others did is read anew."""
        db.session.flush()
        db.session.execute(select(Good.id).where(Good.id == self.id).with_for_update())
        db.session.expire(self, ["stock", "lines"])

    def book(
        self, kind: str, quantity: int, note: str, right: str, *, by: User, exchange_id: int | None = None
    ) -> None:
        """One movement, by the permission `right`. Raises RuleError when not so many are there."""
        self.lock()
        if self.stock + quantity < 0:
            raise RuleError(f"{self.name}只剩 {self.stock} {self.measure}，不够 {-quantity} {self.measure}。")
        self.stock, self.lines = self.stock + quantity, self.lines + 1
        line = StockLine(
            good_id=self.id, sequence=self.lines, kind=kind, quantity=quantity, stock=self.stock, note=note[:200]
        )
        line.booked_on, line.actor_id, line.exchange_id = clock.today(), by.id, exchange_id
        line.for_id = by.owner_needed(lambda: by.can(right, self))
        db.session.add(line)
        db.session.flush()
        db.session.expire(self, ["movements"])

    def faults(self) -> list[str]:
        """Where the stock is not the sum of its movements; empty when it is."""
        there = sum(each.quantity for each in self.movements)
        return [] if there == self.stock else [f"{self.name}账面 {self.stock}，出入库合计 {there}。"]


class ExchangeEvent(Entry, db.Model):
    """One entry of the timeline of an exchange."""

    __tablename__ = "family_points_exchange_event"

    exchange_id: Mapped[int] = mapped_column(ForeignKey("family_points_exchange.id"), index=True)

    record: Mapped["Exchange"] = relationship(back_populates="events")


class Exchange(Record, db.Model):
    """积分兑换: goods for points, handed over at the counter."""

    __tablename__ = "family_points_exchange"
    __table_args__ = (
        Index("ix_family_points_exchange_number", "number"),
        Index("ix_family_points_exchange_recent", "township_id", "created_at", "id"),
        Index("ix_family_points_exchange_county", "county_id", "created_at", "id"),
        *list_indexes("family_points_exchange", "created_at"),
    )

    permission, states, settings_key = "family_points.view", EXCHANGE_STATES, KEY
    grave_verbs = ("give_back",)

    title: Mapped[str] = mapped_column(String(100))
    account_id: Mapped[int] = mapped_column(ForeignKey("family_points_account.id"), index=True)
    good_id: Mapped[int] = mapped_column(ForeignKey("family_points_good.id"), index=True)
    quantity: Mapped[int]
    points: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[PointAccount] = relationship(lazy="joined", innerjoin=True)
    good: Mapped[Good] = relationship(lazy="joined", innerjoin=True)
    events: Mapped[list[ExchangeEvent]] = relationship(back_populates="record", order_by=ExchangeEvent.id)

    @begins("兑换", needs=POINTS, refused="您没有办理兑换的权限。")
    def hand_over(cls, account: PointAccount, *, good_id: int, quantity: int, by: User) -> Moved:
        """Account first, then the good: two at once can neither spend points twice nor take what is not there. Raises RuleError."""
        good = db.session.get_one(Good, good_id)
        account.lock()
        good.lock()
        if account.superseded:
            raise RuleError(account.superseded)
        if not good.serves_on(clock.today()) or not by.can(POINTS, good):
            raise RuleError(f"{good.name}已经下架，或者不在您的积分超市，请另选。")
        if not (account.unit.contains(good) or good.unit_id in account.unit.ancestor_ids):
            raise RuleError(f"{account.unit.short_name}的积分不能在{good.unit.short_name}兑换，请另选。")
        exchange = cls(account=account, good=good, quantity=quantity, points=good.points * quantity)
        exchange.title = f"{good.name} × {quantity} {good.measure}"
        exchange.place(good.unit)
        pattern = rules_of(good.unit).exchange_pattern
        exchange.number = take_number(good.unit, cls.__tablename__, pattern, clock.today().year)
        db.session.add(exchange)
        db.session.flush()
        account.spend(exchange, by=by)
        good.book("exchange", -quantity, exchange.number, POINTS, by=by, exchange_id=exchange.id)
        return Moved(f"用 {exchange.points} 分，余额 {account.balance} 分。", made=exchange)

    @step("退回兑换", of="taken", to="returned", needs=CONFIRM)
    def give_back(self, reason: str, *, by: User) -> str:
        """The goods are back: points and stock are what they were. Raises RuleError for a reason that breaks the law of points."""
        keep_to_law(reason)
        self.account.lock().give_back(self, f"退回 {self.number}：{reason}", by=by)
        self.good.book("returned", self.quantity, f"退回 {self.number}", CONFIRM, by=by, exchange_id=self.id)
        return f"{reason}退回 {self.points} 分，余额 {self.account.living.balance} 分。"
