"""支付清单 of a settlement: who is on it with how much, and what became of it."""

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, Integer, Select, func, insert, literal, select
from sqlalchemy.orm import Mapped, declared_attr, relationship

from portal.entitlements.payment import PAYMENT_TONES, WAITING, Payment, called
from portal.extensions import db
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.records.restriction import restricted_people

if TYPE_CHECKING:
    from portal.entitlements.settlement import Settlement

NAMED = 5  # of those who cannot be paid


class PaymentList:
    """The list of payments of a settlement."""

    payment_class: ClassVar[type[Any]]

    @declared_attr
    @classmethod
    def payments(cls) -> Mapped[list[Payment]]:
        return relationship(cls.payment_class, order_by=cls.payment_class.id)

    def payees(self: "Settlement") -> Select:
        """Who is paid how much for which period: person_id, payee, for_day, amount_fen; the list has the sums. By default each resident
        what the lines come to."""
        line = self.line_class
        amount = func.sum(line.amount_fen).label("amount_fen")
        rows = select(line.person_id, literal("").label("payee"), line.for_day, amount)
        return rows.where(line.settlement_id == self.id).group_by(line.person_id, line.for_day)

    def one_payee(self: "Settlement", name: str) -> Select:
        """For `payees`: everything to one, such as the baker."""
        line = self.line_class
        nobody, amount = literal(None, Integer).label("person_id"), func.sum(line.amount_fen).label("amount_fen")
        rows = select(nobody, literal(name).label("payee"), line.for_day, amount)
        return rows.where(line.settlement_id == self.id).group_by(line.for_day)

    def listed(self: "Settlement") -> Select:
        """The sums of `payees`, as the list has them: person_id, payee, amount_fen."""
        part = self.payees().subquery()
        amount = func.sum(part.c.amount_fen).label("amount_fen")
        sums = select(part.c.person_id, part.c.payee, amount).group_by(part.c.person_id, part.c.payee)
        return sums.having(amount != 0)

    def money(self: "Settlement") -> list[tuple[str, str, int, int]]:
        """What became of the list: called, tone, number and amount in 分, what waits first."""
        payment = self.payment_class
        owed = payment.amount_fen < 0
        sums = select(payment.status, owed, func.count(), func.sum(payment.amount_fen))
        found = sums.where(payment.settlement_id == self.id).group_by(payment.status, owed)
        rows = [
            (called(status, -1 if is_owed else 1), PAYMENT_TONES[status], int(number), int(fen))
            for status, is_owed, number, fen in db.session.execute(found)
        ]
        return sorted(rows, key=lambda each: (list(PAYMENT_TONES.values()).index(each[1]), each[0]))

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
        """Whose data is restricted, then who has no account, of these residents, in a sentence, or ""."""
        if held := restricted_people(select(Person.id).where(Person.id.in_(people))):
            return f"{_some(held)}的个人信息依本人请求限制处理，不能发放。请中心主任先解除限制。"
        if not (lacking := self.without_account(people)):
            return ""
        return f"{_some(lacking)}没有登记账号，不能发放。请先登记账号；一时登记不了的，把这一笔登记退回，其他人照常发放，以后再重新发放。"

    def pays_residents(self) -> bool:
        """Each gets what the lines about him come to; otherwise all goes to one, such as the canteen."""
        return type(self).payees is PaymentList.payees

    def list_payments(self: "Settlement") -> None:
        """Write the list."""
        found = self.listed().subquery()
        names = ["person_id", "payee", "amount_fen"]
        rows = select(literal(self.id), *(found.c[name] for name in names)).order_by(found.c.person_id, found.c.payee)
        db.session.execute(insert(self.payment_class).from_select(["settlement_id", *names], rows))

    def when_paid(self: "Settlement") -> str:
        """The state it is in once its list was made: nothing waits any more, or something does."""
        payment = self.payment_class
        db.session.flush()
        waiting = select(payment.id).where(payment.settlement_id == self.id, payment.status.in_(WAITING))
        return "settled" if db.session.scalar(waiting.limit(1)) else "paid"


def _some(people: set[int]) -> str:
    """白**、何**等 7 人."""
    first = select(Person.name).where(Person.id.in_(people)).order_by(Person.id).limit(NAMED)
    said = "、".join(mask_name(name) for name in db.session.scalars(first))
    return said + f"等 {len(people)} 人" * (len(people) > NAMED)
