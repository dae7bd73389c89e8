"""结算: one period of one body (a canteen, a street) on its way from detail to payment.

    class HeatingSettlement(Settlement, db.Model):
        __tablename__ = "heating_settlement"
        __table_args__ = constraints("unit_id")
        rights = Rights("heating.make", "heating.check", "heating.review", "heating.pay")
        line_class, payment_class, settings_key, permission = HeatingLine, HeatingPayment, "heating", "heating.view"

        def sources(self): …      # a select of what belongs in it: person_id, for_day, quantity, amount_fen, basis, note

Its lines are written from `sources` in one statement when it is submitted, and never change after that. What is wrong with a
period that is frozen is corrected by a counter-entry (冲补) in a later one: a source record that comes late, or takes back an
earlier one, is booked on `booking_day`; for allowances, which have no records of their own, `Accrued` finds the difference.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.columns import Fen
from portal.entitlements.lines import COLUMNS, Line
from portal.entitlements.payment import Paid
from portal.entitlements.publication import Publicised
from portal.entitlements.spans import Span
from portal.entitlements.states import STATES, Rights
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.numbering import next_number, written
from portal.org.models import OrgUnit
from portal.records import Record, begins, step
from portal.records.steps import Beginning, declared_on

if TYPE_CHECKING:
    from portal.accounts.models import User


def constraints(body: str) -> tuple:
    """What the table of settlements holds to: one a body and period."""
    return (UniqueConstraint(body, "first_day"),)


def _not_ready(settlement: "Settlement") -> str:
    if not settlement.span.over:
        return f"{settlement.span}还没有过完，{settlement.last_day} 以后才能提交。"
    cls = type(settlement)
    earlier = select(cls.first_day).where(cls.of(settlement.body), cls.first_day < settlement.first_day)
    if unfrozen := db.session.scalar(earlier.where(cls.frozen_at.is_(None)).limit(1)):
        return f"{Span.around(cls.SPAN, unfrozen)}还没有提交，请先提交前面的。"
    return settlement.hindrance()


def _corrected_later(settlement: "Settlement") -> str:
    return "后一期已经提交，这一期不能退回。请更正原始记录，差额在下一期冲补。" if settlement.later_is_frozen() else ""


class Settlement(Publicised, Paid, Record):
    """The columns of a settlement, and the steps to 复核. `BODY` is the column that says whose it is, `SPAN` month, quarter or year,
    `COUNTED` what is counted (餐, 个月), `QUANTITY` the heading over it, `NUMBER` how it is numbered."""

    states = STATES
    grave_verbs = ("return_",)
    rights: ClassVar[Rights]
    line_class: ClassVar[type[Any]]
    settings_key: ClassVar[str]
    BODY: ClassVar[str] = "unit_id"
    SPAN: ClassVar[str] = "month"
    COUNTED: ClassVar[str] = "次"
    QUANTITY: ClassVar[str] = "次数"
    NAME: ClassVar[str] = "补贴结算"
    NUMBER: ClassVar[str] = "{unit}结〔{year}〕{number}号"

    first_day: Mapped[date]
    last_day: Mapped[date]
    people: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int] = mapped_column(default=0)
    amount_fen: Mapped[Fen] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    frozen_at: Mapped[datetime | None]
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give each step the permission that `rights` names for it. Raises ValueError when one person could take all."""
        if rights := getattr(cls, "rights", None):
            if len({rights.make, rights.check, rights.review}) < 3:
                raise ValueError(f"{cls.__name__}: 提交, 初核 and 复核 need different permissions")
            declared = declared_on(cls) | declared_on(cls, Beginning)
            for name, each in declared.items():
                if each.needs in Rights._fields:
                    setattr(cls, name, each.needing(getattr(rights, each.needs)))
        super().__init_subclass__(**kwargs)

    # -- what a kind of settlement says ------------------------------------------------------------------------------

    def sources(self) -> Select:
        """What belongs in this period as known at `known_at`: person_id, for_day, quantity, amount_fen, basis, note. Several rows of
        one resident are added up if they have the same `for_day` and basis. The same again at any time, or the proof fails."""
        raise NotImplementedError

    def hindrance(self) -> str:
        """Why it cannot be submitted now, in Chinese, or "": an expired licence, say."""
        return ""

    def doubts(self) -> str:
        """What 初核 waits for, in Chinese, or "": findings of the checks that nobody has decided yet."""
        return ""

    def inspect(self) -> str:
        """Run the checks on what was frozen; answers what was found, for the timeline."""
        return ""

    # -- what it is --------------------------------------------------------------------------------------------------

    @property
    def span(self) -> Span:
        return Span(self.first_day, self.last_day)

    @classmethod
    def span_of(cls, day: date) -> Span:
        """The period in which `day` lies."""
        return Span.around(cls.SPAN, day)

    @property
    def title(self) -> str:
        return f"{self.span}{self.NAME}"

    @property
    def body(self) -> int:
        return getattr(self, self.BODY)

    def later_is_frozen(self) -> bool:
        """Whether a later period of the same body is frozen: it may already correct this one, which therefore stays as it is."""
        cls = type(self)
        later = select(cls.id).where(cls.of(self.body), cls.first_day > self.first_day, cls.frozen_at.is_not(None))
        return db.session.scalar(later.limit(1)) is not None

    @property
    def known_at(self) -> datetime:
        return self.frozen_at or clock.now()

    @property
    def total(self) -> str:
        return f"{self.people} 人 {self.quantity} {self.COUNTED}，{format_yuan(self.amount_fen)} 元"

    @classmethod
    def of(cls, body: int):
        """The condition: those of one body."""
        return getattr(cls, cls.BODY) == body

    @classmethod
    def hold(cls, body: int) -> None:
        """Lock the body until the transaction ends, so that nothing is booked into a period while it is frozen."""
        (key,) = cls.__table__.c[cls.BODY].foreign_keys
        db.session.execute(select(key.column).where(key.column == body).with_for_update())

    @classmethod
    def booking_day(cls, body: int, day: date) -> date:
        """On which day a source record about `day` is booked that is made today: today, but in its own period while that is being
        drawn up. What is frozen gets nothing more."""
        cls.hold(body)
        drawn_up = cls.of(body), cls.frozen_at.is_(None), cls.first_day <= day, cls.last_day >= day
        last = db.session.scalar(select(cls.last_day).where(*drawn_up))
        return min(clock.today(), last) if last else clock.today()

    # -- who may ------------------------------------------------------------------------------------------------------

    def entrusted_to(self, user: "User", permission: str) -> bool:
        """提交, 初核 and 复核 by three people; who submitted does not pay either."""
        return super().entrusted_to(user, permission) and self.leaves(self, user, permission)

    @classmethod
    def leaves(cls, row: Any, user: "User", permission: str) -> bool:
        """Whether the steps already taken leave `permission` to `user` on this settlement, or on a line of their list."""
        return user.id not in [getattr(row, name) for name in cls._takers(permission)]

    @classmethod
    def entrusting(cls, user: "User", permission: str) -> ColumnElement[bool]:
        takers = [getattr(cls, name) for name in cls._takers(permission)]
        return and_(cls.reach(user, permission), *(each.is_(None) | (each != user.id) for each in takers))

    @classmethod
    def _takers(cls, permission: str) -> tuple[str, ...]:
        """The columns of those who took earlier steps and therefore do not take the one that needs `permission`."""
        rights = cls.rights
        found = {rights.check: ("maker_id",), rights.review: ("maker_id", "checker_id"), rights.pay: ("maker_id",)}
        return found.get(permission, ())

    def refusal(self, permission: str) -> str:
        return "提交、初核、复核须由不同的人办理，提交人也不能发放：您没有这一步的权限，或者已经办过前面的一步。"

    # -- from detail to review ----------------------------------------------------------------------------------------

    @begins("编制", needs="make")
    def draw_up(cls, day: date, *, unit: OrgUnit, by: "User", **body: Any) -> Self:
        """Open the period around `day`. Raises RuleError for one that is there, has not begun, or leaves one out."""
        span = Span.around(cls.SPAN, day)
        if span.first > clock.today():
            raise RuleError(f"{span}还没有开始。")
        settlement = cls(first_day=span.first, last_day=span.last, **body)
        settlement.place(unit)
        with db.session.no_autoflush:
            last = db.session.scalar(select(func.max(cls.last_day)).where(cls.of(settlement.body)))
        if last and last >= span.first:
            raise RuleError(f"已经编制到{Span.around(cls.SPAN, last)}，请选后面的一期。")
        if last and last != span.first - timedelta(days=1):
            raise RuleError(f"请先编制{Span.around(cls.SPAN, last + timedelta(days=1))}，各期要接上。")
        number = next_number(unit.id, cls.__tablename__, span.first.year)
        settlement.number = written(cls.NUMBER, unit=unit.short_name, year=span.first.year, number=number)
        db.session.add(settlement)
        return settlement

    @step("提交", of="open", to="submitted", needs="make", unless=_not_ready, waits=True)
    def submit(self, *, by: "User", note: str = "") -> str:
        """Freeze the lines."""
        self.freeze()
        self.maker_id = by.id
        return f"{self.total}。{self.inspect()}{note}"

    @step(
        "初核", of="submitted", to="checked", needs="check", unless=lambda settlement: settlement.doubts(), waits=True
    )
    def check(self, *, by: "User", note: str = "") -> str:
        """By somebody else than who submitted it."""
        self.checker_id = by.id
        return note or "核对无误。"

    @step("复核", of="checked", to="reviewed", needs="review", waits=True)
    def review(self, *, by: "User", note: str = "") -> str:
        """By a third person."""
        self.reviewer_id = by.id
        return note or "复核无误。"

    @step("初核退回", of="submitted", to="open", needs="check", verb="return_", unless=_corrected_later)
    def return_(self, reason: str, *, by: "User") -> str:
        """Back to be drawn up anew; nothing stays frozen."""
        self.thaw()
        return reason

    @step("复核退回", of=("checked", "reviewed"), to="open", needs="review", verb="return_", unless=_corrected_later)
    def send_back(self, reason: str, *, by: "User") -> str:
        """The same, by the reviewer."""
        self.thaw()
        return reason

    # -- frozen -------------------------------------------------------------------------------------------------------

    def freeze(self) -> None:
        """Write the lines from the sources, and their sums. Raises RuleError when there is nothing."""
        self.frozen_at = clock.now()
        self.hold(self.body)
        db.session.flush()
        found = self.added_up().subquery()
        rows = select(literal(self.id), *(found.c[name] for name in COLUMNS))
        db.session.execute(insert(self.line_class).from_select(["settlement_id", *COLUMNS], rows))
        self.people, self.quantity, self.amount_fen = self.sums()
        if not self.people:
            raise RuleError(f"{self.span}没有一笔明细，不用提交。")

    def thaw(self) -> None:
        """Take the lines back: nothing was published or paid by them."""
        line = self.line_class
        db.session.execute(delete(line).where(line.settlement_id == self.id))
        self.people = self.quantity = self.amount_fen = 0
        self.frozen_at = self.maker_id = self.checker_id = self.reviewer_id = None

    def added_up(self) -> Select:
        """The sources as lines: one for each resident, period and basis; none where everything was taken back."""
        source = self.sources().subquery()
        by = (source.c.person_id, source.c.for_day, source.c.basis)
        count, amount = func.sum(source.c.quantity).label("quantity"), func.sum(source.c.amount_fen).label("amount_fen")
        return (
            select(*by, count, amount, func.max(source.c.note).label("note"))
            .group_by(*by)
            .having((count != 0) | (amount != 0))
        )

    def sums(self) -> tuple[int, int, int]:
        """Residents, number and amount of its lines."""
        line = self.line_class
        counted = select(
            func.count(line.person_id.distinct()),
            func.coalesce(func.sum(line.quantity), 0),
            func.coalesce(func.sum(line.amount_fen), 0),
        )
        people, count, amount = db.session.execute(counted.where(line.settlement_id == self.id)).one()
        return people, int(count), int(amount)

    def lines(self) -> Select[tuple[Line]]:
        """Its lines, the present period before what is corrected of earlier ones."""
        line = self.line_class
        return select(line).where(line.settlement_id == self.id).order_by(line.for_day.desc(), line.id)
