"""What a kind of settlement says of itself: whose it is, what it is called, what belongs in it, what stands in its way."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, Select, select, true

from portal import clock
from portal.entitlements.spans import Span
from portal.entitlements.states import Rights
from portal.extensions import Model, db
from portal.org.models import OrgUnit

if TYPE_CHECKING:
    from portal.accounts.models import User

CALLED = {"month": "月结", "quarter": "季结", "year": "年结"}


class Kind:
    """`BODY` is the column that says whose a settlement is, called `BODY_NAME`; where that is a unit, it is one of the `UNITS`. `SPAN`
    is month, quarter or year, `COUNTED` what is counted (餐, 个月), `QUANTITY` the heading over it. `NAME` is what is paid (助餐补贴),
    `SHORT` the beginning of what the settlements are called (助餐月结), `NUMBER` how they are numbered, unless the section
    `settings_key` has a setting `settlement_number`; it has the days of publication."""

    rights: ClassVar[Rights]
    settings_key: ClassVar[str]
    BODY: ClassVar[str] = "unit_id"
    BODY_NAME: ClassVar[str] = "乡镇街道"
    UNITS: ClassVar[tuple[str, ...]] = ("township",)
    SPAN: ClassVar[str] = "month"
    COUNTED: ClassVar[str] = "次"
    QUANTITY: ClassVar[str] = "次数"
    SHORT: ClassVar[str] = "补贴"
    NAME: ClassVar[str] = "补贴结算"
    NUMBER: ClassVar[str] = "{unit}结〔{year}〕{number}号"

    def sources(self) -> Select:
        """What belongs in this period as known at `known_at`: person_id, for_day, quantity, amount_fen, basis, note. Several rows of
        one resident are added up if they have the same `for_day` and basis. The same again at any time, or the proof fails."""
        raise NotImplementedError

    @classmethod
    def bodies(cls) -> Select:
        """Whom it may be drawn up for, in the order in which they are offered: by default the `UNITS`."""
        return select(OrgUnit).where(OrgUnit.kind.in_(cls.UNITS), OrgUnit.closed_on.is_(None)).order_by(OrgUnit.path)

    @classmethod
    def concerns(cls, span: Span) -> ColumnElement[bool]:
        """The condition: bodies for which there is something to settle in `span`, whose days may be parameters of SQL; for those it is drawn
        up by itself."""
        return true()

    def about_body(self) -> list[tuple[str, str]]:
        """Label and value of what its sheet says of the body besides its name."""
        return []

    def hindrance(self) -> str:
        """Why it cannot be submitted now, in Chinese, or "": an expired licence, say."""
        return ""

    def doubts(self) -> str:
        """What 初核 waits for, in Chinese, or "": findings of the checks that nobody has decided yet."""
        return ""

    def ask_again(self) -> str:
        """An objection was upheld: what the checks found, and somebody cleared, is to be decided once more. Answers a sentence, or ""."""
        return ""

    def goes_on(self, payment: Any) -> str:
        """Why the debt `payment` is not to be given up, in Chinese, or "": who owes it is still paid, and it is withheld by itself."""
        return ""

    def agree_to_submit(self, by: "User") -> None:
        """After the checks have run: raises RuleError where `by` cannot submit it with what they found."""

    def keeps_from_paying(self, user: "User") -> str:
        """Why `user` may not pay this one, in Chinese, or "": accounts on its list that nobody else has seen."""
        return ""

    def without_account(self, people: Iterable[int]) -> set[int]:
        """Those of these residents whom no bank can pay, because no account of theirs is registered; by default nobody, as where cash
        is handed over."""
        return set()

    def look(self) -> None:
        """Read what `inspect` will need, before the writers' lock is held: the checks of a canteen take a tenth of a second."""

    def inspect(self) -> str:
        """Run the checks on what was frozen; answers what was found, for the timeline."""
        return ""

    # -- whose it is -------------------------------------------------------------------------------------------------

    @classmethod
    def called(cls) -> str:
        """What the settlements are called: 助餐月结."""
        return cls.SHORT + CALLED[cls.SPAN]

    @classmethod
    def body_class(cls) -> type[Any]:
        """The class of the bodies, to which the column `BODY` refers."""
        (key,) = cls.__table__.c[cls.BODY].foreign_keys
        return next(each.class_ for each in Model.registry.mappers if each.local_table is key.column.table)

    @classmethod
    def of(cls, body: int):
        """The condition: those of one body."""
        return getattr(cls, cls.BODY) == body

    @classmethod
    def hold(cls, body: int) -> None:
        """Lock the body until the transaction ends, so that nothing is booked into a period while it is frozen. Where it is an office, all else
        that is entered there goes on."""
        bodies = cls.body_class()
        locked = select(bodies.id).where(bodies.id == body).with_for_update(key_share=bodies is OrgUnit)
        db.session.execute(locked)

    @classmethod
    def booking_day(cls, body: int, day: date) -> date:
        """On which day a source record about `day` is booked that is made today: today, but in its own period while that is being
        drawn up. What is frozen gets nothing more."""
        cls.hold(body)
        return cls.would_book(body, day)

    @classmethod
    def would_book(cls, body: int, day: date) -> date:
        """`booking_day` for whoever only looks: nothing is locked."""
        drawn_up = cls.of(body), cls.frozen_at.is_(None), cls.first_day <= day, cls.last_day >= day
        last = db.session.scalar(select(cls.last_day).where(*drawn_up))
        return min(clock.today(), last) if last else clock.today()
