"""结算: one period of one body (a canteen, a street) on its way from detail to payment.

    class HeatingSettlement(Settlement, db.Model):
        __tablename__ = "heating_settlement"     # with heating_settlement_line, _payment, _objection, _event, _writeoff
        rights = Rights("heating.make", "heating.check", "heating.review", "heating.pay")
        settings_key, permission, SHORT, NAME = "heating", "heating.view", "取暖", "取暖补贴"

        def sources(self): …      # a select of what belongs in it: person_id, for_day, quantity, amount_fen, basis, note

Its lines are written from `sources` in one statement when it is submitted, and never change after that. What is wrong with a
period that is frozen is corrected by a counter-entry (冲补) in a later one: a source record that comes late, or takes back an
earlier one, is booked on `booking_day`; for allowances, which have no records of their own, `Accrued` finds the difference.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.columns import Fen
from portal.entitlements.freezing import Frozen
from portal.entitlements.kind import Kind
from portal.entitlements.offsetting import Offsetting
from portal.entitlements.paying import Paid
from portal.entitlements.publication import Publicised
from portal.entitlements.restoring import Restoring
from portal.entitlements.spans import Span
from portal.entitlements.states import BOTH, MAKER, STATES
from portal.entitlements.tables import settlement_tables
from portal.entitlements.withholding import Withholding
from portal.entitlements.writing_off import WritingOff
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.records import Entry, Record, begins, step
from portal.records.steps import Beginning, declared_on
from portal.records.waiting import waiting_indexes
from portal.settings import settings_of

if TYPE_CHECKING:
    from portal.accounts.models import User


def _not_ready(settlement: "Settlement") -> str:
    if not settlement.span.over:
        return f"{settlement.span}还没有过完，{settlement.last_day + timedelta(days=1)} 起可以提交。"
    cls = type(settlement)
    earlier = select(cls).where(cls.of(settlement.body), cls.first_day < settlement.first_day, cls.frozen_at.is_(None))
    for each in db.session.scalars(earlier.order_by(cls.first_day)):
        if not each.is_empty():
            return f"{each.span}还没有提交，请先提交前面的。"
    return settlement.hindrance()


def _corrected_later(settlement: "Settlement") -> str:
    return "后一期已经提交，这一期不能退回。请更正原始记录，差额在下一期冲补。" if settlement.later_is_frozen() else ""


class Settlement(Kind, Frozen, Publicised, Withholding, Offsetting, Restoring, WritingOff, Paid, Record):
    """The columns of a settlement, and the steps to 复核. A body has one for each period."""

    states = STATES
    grave_verbs = ("return_", "send_back")
    event_class: ClassVar[type[Any]]

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

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple:
        """One a body and period; the lists of townships and counties are read by these."""
        levels = ("township", "county")
        recent = (Index(f"ix_{cls.__tablename__}_{each}", f"{each}_id", "first_day", "id") for each in levels)
        waiting = waiting_indexes(cls.__tablename__, STATES, "first_day")
        return (UniqueConstraint(cls.BODY, "first_day"), *recent, *waiting)

    @declared_attr
    @classmethod
    def events(cls) -> Mapped[list[Entry]]:
        return relationship(cls.event_class, back_populates="record", order_by=cls.event_class.id)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make its tables, and give each step the permission that `rights` names for it. Raises ValueError when one person could take
        all."""
        if "__tablename__" in vars(cls):
            made = settlement_tables(cls)
            cls.line_class, cls.payment_class, cls.objection_class, cls.event_class, cls.write_off_class = made
        if rights := getattr(cls, "rights", None):
            if len({rights.make, rights.check, rights.review, rights.pay}) < 4:
                raise ValueError(f"{cls.__name__}: 提交, 初核, 复核 and 发放 need different permissions")
            declared = declared_on(cls) | declared_on(cls, Beginning)
            needed = rights._asdict() | {"view": cls.permission}
            for name, each in declared.items():
                if each.needs in needed:
                    setattr(cls, name, each.needing(needed[each.needs]))
        super().__init_subclass__(**kwargs)

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

    @property
    def settled_on(self) -> date | None:
        """The day on which the list of payments was made."""
        return next((clock.local(each.at).date() for each in reversed(self.events) if each.verb == "settle"), None)

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

    # -- from detail to review ----------------------------------------------------------------------------------------

    @begins("编制", needs="make")
    def draw_up(cls, day: date, *, unit: OrgUnit, by: "User", **body: Any) -> Self:
        """Open the period around `day`. Raises RuleError for one that is there, has not begun, or leaves one out, and for a unit that
        is none of `UNITS`: nobody is to be paid by the street and by the community."""
        span = Span.around(cls.SPAN, day)
        if cls.BODY == "unit_id" and unit.kind not in cls.UNITS:
            raise RuleError(f"{cls.SHORT}按{cls.BODY_NAME}编制。")
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
        pattern = settings_of(cls.settings_key, unit).values.get("settlement_number", cls.NUMBER)
        settlement.number = take_number(unit, cls.__tablename__, pattern, span.first.year)
        db.session.add(settlement)
        return settlement

    @step(
        "提交",
        of="open",
        to="submitted",
        needs="make",
        unless=_not_ready,
        waits=True,
        prepare=lambda settlement: settlement.look(),
    )
    def submit(self, *, by: "User", note: str = "") -> str:
        """Freeze the lines."""
        self.freeze()
        self.maker_id = by.id
        found = self.inspect()
        self.agree_to_submit(by)
        return f"{self.total}。{found}{note}"

    @step(
        "初核",
        of="submitted",
        to="checked",
        needs="check",
        not_by=MAKER,
        unless=lambda settlement: settlement.doubts(),
        waits=True,
    )
    def check(self, *, by: "User", note: str = "") -> str:
        """By somebody else than who submitted it."""
        self.checker_id = by.id
        return note or "核对无误。"

    @step("复核", of="checked", to="reviewed", needs="review", not_by=BOTH, waits=True)
    def review(self, *, by: "User", note: str = "") -> str:
        """By a third person."""
        self.reviewer_id = by.id
        return note or "复核无误。"

    @step("初核退回", of="submitted", to="open", needs="check", verb="return_", not_by=MAKER, unless=_corrected_later)
    def return_(self, reason: str, *, by: "User") -> str:
        """Back to be drawn up anew; nothing stays frozen."""
        self.thaw()
        return reason

    @step(
        "复核退回",
        of=("checked", "reviewed"),
        to="open",
        needs="review",
        not_by=BOTH,
        unless=_corrected_later,
    )
    def send_back(self, reason: str, *, by: "User") -> str:
        """The same, by the reviewer."""
        self.thaw()
        return reason
