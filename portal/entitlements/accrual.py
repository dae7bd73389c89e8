"""按期计发: allowances that have no records of their own (高龄津贴, 监护补贴). What is due follows from who was entitled when."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.entitlements.settlement import Settlement
from portal.entitlements.spans import Span
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person

MOST_EARLIER = 24  # periods that are looked at again
ANNULLED = "void"


class Entitled:
    """资格: a resident is entitled to `NAME` from a day on, until it ends for a reason. Both are known from a moment on, so that it can
    be told at any time what was known when a period was frozen. One that is annulled after it had ended keeps its former end for that."""

    NAME: ClassVar[str] = "补贴待遇"

    if TYPE_CHECKING:
        township_id: Mapped[int | None]

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(String(20), default="")
    known_from: Mapped[datetime] = mapped_column(default=clock.now)
    end_known_from: Mapped[datetime | None]
    former_until: Mapped[date | None]
    former_known_from: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person]:
        return relationship(Person, lazy="joined")

    @classmethod
    def settled_by(cls) -> type["Accrued"]:
        """The kind of settlement that pays it."""
        raise NotImplementedError

    @property
    def body(self) -> int | None:
        """Whose settlements pay it: by default those of the street."""
        return self.township_id

    def hold(self) -> None:
        """Wait until whoever freezes a period of the body is done, and let nobody begin: what is entered meanwhile would stand neither
        in the lines nor behind the moment of freezing."""
        self.settled_by().hold(self.body)

    def begin(self) -> None:
        """To be called on a row, whose person, place and first day are known, before it is added, or when one of them is corrected. Raises
        RuleError for who is entitled already, or was, by whatever other row, within the period of the first day: no period is paid twice.
        It is known from now on, and the clock is read behind the lock: whoever froze a period while we waited did not know it."""
        cls, period = type(self), self.settled_by().span_of
        with db.session.no_autoflush:
            self.hold()
            self.known_from = clock.now()
            db.session.execute(select(Person.id).where(Person.id == self.person_id).with_for_update(key_share=True))
            others = cls.person_id == self.person_id, cls.id.is_distinct_from(self.id), ~cls.annulled()
            reaching = or_(cls.valid_until.is_(None), cls.valid_until >= period(self.valid_from).first)
            ends = db.session.scalars(select(cls.valid_until).where(*others, reaching)).all()
        if None in ends:
            raise RuleError(f"这位居民的{self.NAME}已经登记，还没有停发，不能再登记。")
        if ends:
            paid = period(max(ends))
            raise RuleError(
                f"这位居民的{self.NAME}以前登记过，{paid}已经计发，不能重复：请从 {paid.last + timedelta(days=1)} 起登记。"
            )

    def end(self, on: date, reason: str) -> None:
        """The last day is `on`. Raises RuleError the second time, or for a day before it began."""
        self._look_again()
        if self.valid_until:
            raise RuleError(f"已于 {self.valid_until} 停发。")
        if on < self.valid_from:
            raise RuleError(f"停发日期早于起始日期（{self.valid_from}），请核对。")
        self.valid_until, self.end_reason, self.end_known_from = on, reason, clock.now()

    def annul(self) -> None:
        """It never held, which becomes known now: what was paid is taken back by the next settlement. Where it has ended, the former end
        stays, for it proves what was settled since. Raises RuleError the second time."""
        self._look_again()
        if self.end_reason == ANNULLED:
            raise RuleError("已经作废。")
        self.former_until, self.former_known_from = self.valid_until, self.end_known_from
        before = self.settled_by().span_of(self.valid_from).first - timedelta(days=1)
        self.valid_until, self.end_reason, self.end_known_from = before, ANNULLED, clock.now()

    def _look_again(self) -> None:
        """Read the end as it stands now, behind the lock."""
        self.hold()
        db.session.refresh(self, ["valid_until", "end_reason", "end_known_from"])

    @classmethod
    def annulled(cls) -> ColumnElement[bool]:
        """The condition: it never held."""
        return cls.end_reason == ANNULLED

    def has_lines(self) -> bool:
        """Whether anything was settled for the person since it began: then the row proves it, and is not changed any more."""
        kind = self.settled_by()
        line, first = kind.line_class, kind.span_of(self.valid_from).first
        lines = select(line.id).where(line.person_id == self.person_id, line.for_day >= first)
        return bool(db.session.scalar(select(lines.exists())))

    def settled_after(self, day: date, before: date | None = None) -> int:
        """What settlements of the body say the resident gets, in 分, for the periods after that of `day`, up to that of `before`."""
        kind = self.settled_by()
        line, first = kind.line_class, kind.span_of(day).last
        his = kind.of(self.body), line.person_id == self.person_id, line.for_day > first
        until = () if before is None else (line.for_day < before,)
        found = select(func.coalesce(func.sum(line.amount_fen), 0)).join(kind, kind.id == line.settlement_id)
        return int(db.session.scalar(found.where(*his, *until)))

    def settled_in_all(self) -> int:
        """The same, for all periods since the first day."""
        return self.settled_after(self.settled_by().span_of(self.valid_from).first - timedelta(days=1))

    def periods_after(self) -> dict[Span, int]:
        """With which periods it may begin again after it ended, the present one first, and how many that are frozen would then be paid
        later (补发). None that is already paid, and none that settlements do not look at again."""
        kind = self.settled_by()
        this, paid = kind.span_of(clock.today()), kind.span_of(self.valid_until or clock.today())
        first = paid.last + timedelta(days=1)
        days = [each for each in (this.first, *Span.before(kind.SPAN, this.first, MOST_EARLIER)) if each >= first]
        frozen = select(kind.first_day).where(kind.of(self.body), kind.frozen_at.is_not(None), kind.first_day >= first)
        settled = db.session.scalars(frozen).all()
        return {kind.span_of(day): sum(each >= day for each in settled) for day in days or [first]}

    def particulars(self) -> dict[str, str]:
        """What else is known of it, for a resident who asks (个人信息保护法 §45): an account, say."""
        return {}

    def forget(self) -> str:
        """Leave only what proves the payments, and say so, for a resident who asks for erasure (§47)."""
        return ""

    @classmethod
    def within(cls, span: Span, known_at: datetime | None = None) -> ColumnElement[bool]:
        """The condition: entitled on some day of `span`, by what was known at that moment, or is known."""
        if known_at is None:
            return and_(cls.valid_from <= span.last, or_(cls.valid_until.is_(None), cls.valid_until >= span.first))
        ends = (cls.valid_until, cls.end_known_from), (cls.former_until, cls.former_known_from)
        goes_on = [or_(until.is_(None), until >= span.first, known > known_at) for until, known in ends]
        return and_(cls.valid_from <= span.last, cls.known_from <= known_at, *goes_on)

    @classmethod
    def unsettled(cls, body: ColumnElement[int]) -> ColumnElement[bool]:
        """The condition: ended, and the latest settlement of `body` that is frozen did not know it, or not even the beginning, so that
        something may be taken back or paid later, also where nobody is entitled any more."""
        kind = cls.settled_by()
        line, ours = kind.line_class, (kind.of(body), kind.frozen_at.is_not(None))
        latest = select(kind.frozen_at).where(*ours).order_by(kind.first_day.desc()).limit(1).scalar_subquery()
        paid = select(line.id).join(kind, kind.id == line.settlement_id).where(*ours, line.person_id == cls.person_id)
        too_much = (cls.end_known_from > latest) & paid.where(line.for_day > cls.valid_until).exists()
        missed = (cls.known_from > latest) & ~cls.annulled() & cls.valid_until.is_not(None)
        return or_(too_much, missed)


class Accrued(Settlement):
    """A settlement whose sources are `due`, with the differences of earlier periods as counter-entries."""

    PAYS_AGAIN = True

    def due(self, span: Span, known_at: datetime) -> Select:
        """What is due for `span` as known at a moment: person_id, quantity, amount_fen, basis."""
        raise NotImplementedError

    def sources(self) -> Select:
        own = self._for(self.due(self.span, self.known_at), self.first_day)
        earlier = self._earlier()
        if not earlier:
            return own
        parts = [self._for(self.due(Span.around(self.SPAN, day), self.known_at), day) for day in earlier]
        again = union_all(*parts, self._frozen(earlier)).subquery()
        count, amount = func.sum(again.c.quantity).label("quantity"), func.sum(again.c.amount_fen).label("amount_fen")
        note = case((amount < 0, "扣回：以前多发"), else_="补发：以前少发").label("note")
        counter = (
            select(again.c.person_id, again.c.for_day, count, amount, func.max(again.c.basis).label("basis"), note)
            .group_by(again.c.person_id, again.c.for_day)
            .having((count != 0) | (amount != 0))
        )
        return select(union_all(own, counter).subquery())

    def _earlier(self) -> list[date]:
        """First days of the periods before this one that are frozen."""
        days = select(type(self).first_day).where(*self._before())
        return list(db.session.scalars(days.order_by(type(self).first_day.desc()).limit(MOST_EARLIER)))

    def _before(self) -> tuple[ColumnElement[bool], ...]:
        """The condition: of an earlier period, and frozen when this one was. One that was empty then, and is submitted later, is none."""
        cls = type(self)
        return cls.of(self.body), cls.first_day < self.first_day, cls.frozen_at <= self.known_at

    @staticmethod
    def _for(due: Select, day: date) -> Select:
        found = due.subquery()
        named = [found.c[name] for name in ("quantity", "amount_fen", "basis")]
        return select(found.c.person_id, literal(day, Date).label("for_day"), *named, literal("").label("note"))

    def _frozen(self, days: list[date]) -> Select[Any]:
        """What the lines of earlier settlements say about these periods, the other way round."""
        cls, line = type(self), self.line_class
        return (
            select(
                line.person_id,
                line.for_day,
                (-line.quantity).label("quantity"),
                (-line.amount_fen).label("amount_fen"),
                line.basis,
                literal("").label("note"),
            )
            .join(cls, cls.id == line.settlement_id)
            .where(*self._before(), line.for_day.in_(days))
        )
