"""支付清单: what is paid to whom by a settlement, and what became of it, with receipt (回单)."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    String,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.columns import Fen, FenInteger
from portal.entitlements.states import MAKER
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement

__all__ = ["PAYMENT_TONES", "called"]

PAYMENTS = {
    "due": "待发放",
    "paid": "已发放",
    "returned": "退回",
    "cancelled": "不再发放",
    "recovered": "已追回",
    "withheld": "已扣回",
}
PAYMENT_TONES = {
    "due": "warn",
    "paid": "ok",
    "returned": "danger",
    "cancelled": "neutral",
    "recovered": "ok",
    "withheld": "neutral",
}  # state of a payment → tone of its mark
WAITING = ("due", "returned")
NAMED = 5  # of those without an account


def called(status: str, amount_fen: int) -> str:
    """What a payment of that state is called: a sum to be got back waits for something else than the others, and what is withheld of one
    that is to be paid is not paid."""
    other = {"due": "待追回"} if amount_fen < 0 else {"withheld": "抵扣，不发"}
    return other.get(status) or PAYMENTS[status]


class Payment:
    """One line of the list: to a resident, or to the `payee` named (a canteen). A negative amount is to be got back (追回)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    payee: Mapped[str] = mapped_column(String(100), default="")
    amount_fen: Mapped[Fen]
    status: Mapped[str] = mapped_column(String(10), default="due")
    paid_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")

    if TYPE_CHECKING:
        settlement_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple:
        return (CheckConstraint("amount_fen <> 0", name="moved"),)

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person | None]:
        return relationship(Person, lazy="joined")

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.payee

    @property
    def shown_name(self) -> str:
        """On the screen: a resident's name is masked, a canteen's is not."""
        return mask_name(self.person.name) if self.person else self.payee

    @property
    def yuan(self) -> str:
        return format_yuan(self.amount_fen)

    @property
    def status_name(self) -> str:
        return called(self.status, self.amount_fen)

    @property
    def tone(self) -> str:
        return PAYMENT_TONES[self.status]


def _nothing_due(settlement: "Settlement") -> str:
    """Only sums to be got back, or those that came back from the bank, are left; or somebody has no account. What came back waits until
    it is due again, so that the others do not wait for one."""
    if db.session.scalar(select(settlement.payment_class.id).where(settlement.is_due()).limit(1)):
        return settlement.not_payable(settlement.due_people())
    return "没有待发放的款项。退回的请先登记重发，或者不再发放；多发的在以后的期里自动扣回，不再领取的登记追回。"


class Paid:
    """The list of payments of a settlement, and the steps of the money."""

    payment_class: ClassVar[type[Any]]

    @declared_attr
    @classmethod
    def payments(cls) -> Mapped[list[Payment]]:
        return relationship(cls.payment_class, order_by=cls.payment_class.id)

    def payees(self: "Settlement") -> Select:
        """Who is paid how much: person_id, payee, amount_fen. By default each resident what the lines come to."""
        line = self.line_class
        amount = func.sum(line.amount_fen)
        rows = select(line.person_id, literal("").label("payee"), amount.label("amount_fen"))
        return rows.where(line.settlement_id == self.id).group_by(line.person_id).having(amount != 0)

    def one_payee(self: "Settlement", name: str) -> Select:
        """For `payees`: everything to one, such as the canteen that served below price."""
        nobody, amount = literal(None, Integer).label("person_id"), literal(self.amount_fen, FenInteger)
        return select(nobody, literal(name).label("payee"), amount.label("amount_fen"))

    def is_due(self: "Settlement") -> ColumnElement[bool]:
        """The condition: it is a payment of this list that is to be paid now."""
        payment = self.payment_class
        return (payment.settlement_id == self.id) & (payment.status == "due") & (payment.amount_fen > 0)

    def due_payments(self: "Settlement") -> list[Payment]:
        """What is to be paid now."""
        payment = self.payment_class
        return list(db.session.scalars(select(payment).where(self.is_due()).order_by(payment.id)))

    def due_people(self: "Settlement") -> set[int]:
        """The residents to whom something is to be paid now."""
        person = self.payment_class.person_id
        return set(db.session.scalars(select(person).where(self.is_due(), person.is_not(None))))

    def not_payable(self: "Settlement", people: set[int]) -> str:
        """Who of these residents has no account, in a sentence, or ""."""
        if not (lacking := self.without_account(people)):
            return ""
        some = select(Person.name).where(Person.id.in_(lacking)).order_by(Person.id).limit(NAMED)
        said = "、".join(mask_name(name) for name in db.session.scalars(some))
        said += f"等 {len(lacking)} 人" * (len(lacking) > NAMED)
        return f"{said}没有登记账号，不能发放。请先登记账号；一时登记不了的，把这一笔登记退回，其他人照常发放，以后再重新发放。"

    def pays_residents(self) -> bool:
        """Each gets what the lines about him come to; otherwise all goes to one, such as the canteen."""
        return type(self).payees is Paid.payees

    def list_payments(self: "Settlement") -> None:
        """Write the list."""
        found = self.payees().subquery()
        names = ["person_id", "payee", "amount_fen"]
        rows = select(literal(self.id), *(found.c[name] for name in names)).order_by(found.c.person_id)
        db.session.execute(insert(self.payment_class).from_select(["settlement_id", *names], rows))

    @step("登记发放", of="settled", needs="pay", not_by=MAKER, unless=_nothing_due, waits=True)
    def pay(self: "Settlement", receipt: str, paid_on: date, *, by: "User") -> Moved:
        """All that is due was paid on one day, with the number of the receipt; what came back was told before. What is to be got back
        is not paid by that: see `recover`."""
        if paid_on > clock.today():
            raise RuleError("发放日期还没有到，请核对。")
        if refused := self.keeps_from_paying(by):
            raise RuleError(refused)
        payment, due = self.payment_class, self.is_due()
        number, amount = db.session.execute(
            select(func.count(), func.coalesce(func.sum(payment.amount_fen), 0)).where(due)
        ).one()
        db.session.execute(update(payment).where(due).values(status="paid", paid_on=paid_on, receipt=receipt))
        return Moved(
            f"{number} 笔 {format_yuan(int(amount))} 元，{paid_on} 发放，回单号 {receipt}。", to=self.when_paid()
        )

    @step("登记追回", of="settled", needs="pay", not_by=MAKER, verb="recover")
    def recover(self: "Settlement", payment: Any, receipt: str, paid_on: date, *, by: "User") -> Moved:
        """A sum paid too much came back on that day, with its own receipt. Raises RuleError for one that is to be paid."""
        if payment.status != "due" or payment.amount_fen > 0:
            raise RuleError(f"这一笔现在是“{payment.status_name}”，不用追回。")
        if paid_on > clock.today():
            raise RuleError("到账日期还没有到，请核对。")
        payment.status, payment.paid_on, payment.receipt = "recovered", paid_on, receipt
        said = f"第 {payment.id} 笔 {format_yuan(-payment.amount_fen)} 元，{paid_on} 追回，凭证号 {receipt}。"
        return Moved(said, to=self.when_paid())

    @step("登记退回", of=("settled", "paid"), to="settled", needs="pay", not_by=MAKER, verb="bounce")
    def bounce(self: "Settlement", payment: Any, reason: str, *, by: "User") -> str:
        """One came back from the bank, before or after it was thought paid."""
        return self._mark(payment, ("due", "paid"), "returned", reason, "退回")

    @step("重新发放", of="settled", needs="pay", not_by=MAKER, verb="retry")
    def retry(self: "Settlement", payment: Any, reason: str, *, by: "User") -> str:
        """What came back is due again: the account was put right. Raises RuleError for who has none."""
        if refused := self.not_payable({payment.person_id} - {None}):
            raise RuleError(refused)
        return self._mark(payment, ("returned",), "due", reason, "改为待发放")

    @step("不再发放", of="settled", needs="pay", not_by=MAKER, verb="cancel")
    def cancel(self: "Settlement", payment: Any, reason: str, *, by: "User") -> Moved:
        """It is not paid any more, and why. Nobody forgives a debt by that: it stays until it is withheld or got back."""
        note = self._mark(payment, WAITING, "cancelled", reason, "不再发放")
        return Moved(note, to=self.when_paid())

    def _mark(self: "Settlement", payment: Any, of: tuple[str, ...], status: str, reason: str, word: str) -> str:
        if payment.status not in of:
            raise RuleError(f"这一笔现在是“{payment.status_name}”，不能{word}。")
        if payment.amount_fen < 0:
            raise RuleError(f"这一笔是多发的，要追回，不能{word}；钱退回来以后登记追回。")
        payment.status, payment.reason = status, reason
        return f"第 {payment.id} 笔 {format_yuan(payment.amount_fen)} 元{word}：{reason}"

    def when_paid(self: "Settlement") -> str:
        """The state it is in once its list was made: nothing waits any more, or something does."""
        payment = self.payment_class
        db.session.flush()
        waiting = select(payment.id).where(payment.settlement_id == self.id, payment.status.in_(WAITING))
        return "settled" if db.session.scalar(waiting.limit(1)) else "paid"
