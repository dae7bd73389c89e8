"""没有领到，相抵: what never reached somebody is not taken back from him.

A month that a later list takes back may never have been received: the bank sent it back (退回), or it was not to be paid any more (不再发放). The
same part of that payment and of what took it back then becomes `offset`, each with the month, and what the later list had taken from other
months for it is due again there. It is a matter of the month: who gave up June does not keep a July that he was paid by mistake. Each list
goes on to come to its lines, and all that was offset comes to nothing, which is how it is proved.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from portal.entitlements.payment import UNRECEIVED
from portal.extensions import db
from portal.money import format_yuan

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement

OFFSET = "offset"
OWED = (
    "due",
    "written",
    "withheld",
)  # of what is negative: not got back in money; in the order in which it is set free


class Taken(NamedTuple):
    """So much of the period that begins on `for_day` was taken back by the list of `settlement`."""

    settlement: Any
    for_day: date
    amount_fen: int


class Offsetting:
    """What a settlement does about payments that never reached anybody."""

    line_class: ClassVar[type[Any]]
    payment_class: ClassVar[type[Any]]

    def offset(self: "Settlement", by: "User | None") -> str:
        """To be called once the list is made: what it takes back of payments that never arrived is due in it after all. Tells the
        timelines of the settlements they came from; answers a sentence for that of this one, or ""."""
        told: defaultdict[Any, int] = defaultdict(int)
        line, payment = self.line_class, self.payment_class
        taking = select(line.id).where(line.settlement_id == self.id, line.amount_fen < 0)
        his = or_(payment.person_id.is_(None), line.person_id == payment.person_id)
        found = self.unreceived().where(taking.where(his).exists()).with_for_update(of=payment)
        for each, earlier in db.session.execute(found).all():
            told[earlier] += sum(earlier.give_back(each, part, "due", by) for part in earlier.taken_back(each, self))
        for earlier, fen in told.items():
            if fen:
                said = f"没有领到的 {format_yuan(fen)} 元与{self.span}扣回的相抵，{self.number}。"
                earlier.move(OFFSET, earlier.when_paid(), by=by, note=said)
        total = sum(told.values())
        return f"其中扣回的 {format_yuan(total)} 元本人没有领到，相抵。" if total else ""

    def carry_on(self: "Settlement", payment: Any, by: "User | None") -> str:
        """A payment of this one just came back: what later lists took back of it stands in these from now on. Answers what the timeline
        says."""
        said = ""
        for taken in self.taken_back(payment):
            if fen := self.give_back(payment, taken, "returned", by):
                other = taken.settlement
                words = f"{format_yuan(fen)} 元已在{other.span}扣回，与那一期相抵，{other.number}。"
                told = f"{self.span}的 {format_yuan(fen)} 元没有领到，与这一期扣回的相抵，{self.number}。"
                other.move(OFFSET, other.when_paid(), by=by, note=told)
                said += words
        return said

    def unreceived(self: "Settlement") -> Select[tuple[Any, Any]]:
        """Payments of earlier settlements of the body that never arrived, with their settlement; the oldest first."""
        cls, payment = type(self), self.payment_class
        never = payment.status.in_(UNRECEIVED), payment.amount_fen > 0
        earlier = select(payment, cls).join(cls, cls.id == payment.settlement_id).where(cls.of(self.body), *never)
        return earlier.where(cls.first_day < self.first_day).order_by(cls.first_day, payment.id)

    def taken_back(self: "Settlement", payment: Any, by: "Settlement | None" = None) -> list[Taken]:
        """What later lists, or that of the settlement `by`, took back of the months of `payment`, which is one of this settlement, and no
        offset has levelled yet; never more than the payment."""
        months = {day: fen for day, fen in self.parts(payment).items() if fen > 0}
        left, found = payment.amount_fen, []
        for later in (by,) if by else self._taking(payment, list(months)):
            for day, fen in sorted(later.parts(payment).items()):
                part = min(left, months.get(day, 0), -fen)
                if part > 0:
                    found.append(Taken(later, day, part))
                    months[day] -= part
                    left -= part
        return found

    def parts(self: "Settlement", payment: Any) -> dict[date, int]:
        """Period → what this settlement says of it for the payee of `payment`, less what was offset of it."""
        due, row = self.payees().subquery(), self.payment_class
        person, payee = payment.payee_key
        his = due.c.person_id.is_not_distinct_from(person), due.c.payee == payee
        sums = select(due.c.for_day, func.sum(due.c.amount_fen)).where(*his).group_by(due.c.for_day)
        found = {day: int(fen) for day, fen in db.session.execute(sums)}
        levelled = select(row.for_day, row.amount_fen).where(
            row.settlement_id == self.id, row.to(person, payee), row.status == OFFSET
        )
        for day, fen in db.session.execute(levelled):
            found[day] = found.get(day, 0) - fen
        return found

    def _taking(self: "Settlement", payment: Any, months: list[date]) -> list["Settlement"]:
        """Later settlements of the body with a list, whose lines take something back of these months; the oldest first."""
        later, line = aliased(type(self)), self.line_class
        his = () if payment.person_id is None else (line.person_id == payment.person_id,)
        taking = select(line.id).where(
            line.settlement_id == later.id, line.for_day.in_(months), line.amount_fen < 0, *his
        )
        listed = getattr(later, self.BODY) == self.body, later.status.in_(("settled", "paid"))
        found = select(later).where(*listed, later.first_day > self.first_day, taking.exists())
        return list(db.session.scalars(found.order_by(later.first_day)).unique())

    def give_back(self: "Settlement", payment: Any, taken: Taken, status: str, by: "User | None") -> int:
        """Offset one with the other. What the later list had for that is set free: a debt that is open or was given up is none; what was
        withheld for it waits to be paid again; what it had taken from other months becomes `status` there, and so what was got back."""
        part, later, row = taken.amount_fen, taken.settlement, self.payment_class
        self.set_aside(payment, part, f"没有领到，与{later.span}扣回的相抵，{later.number}", OFFSET, taken.for_day)
        reason, left = f"{self.span}的没有领到，相抵，{self.number}", part
        for debt in sorted(later.owing(payment), key=lambda each: OWED.index(each.status)):
            if less := min(left, -debt.amount_fen):
                withheld = debt.status == "withheld"
                later.set_aside(debt, -less, reason, OFFSET, taken.for_day)
                left -= less
                if withheld:
                    self._owe_again(payment, less, by)
        if left:
            person, payee = payment.payee_key
            his = {"settlement_id": later.id, "person_id": person, "payee": payee}
            db.session.add(row(**his, amount_fen=-left, status=OFFSET, reason=reason, for_day=taken.for_day))
            later.set_free(his, left, status, f"{self.span}的没有领到，{later.span}不该扣，请核对后重新发放")
        db.session.flush()
        return part

    def owing(self: "Settlement", payment: Any) -> list[Any]:
        """What the list says that the payee of `payment` owes, unless he gave it back."""
        row = self.payment_class
        his = row.settlement_id == self.id, row.to(*payment.payee_key), row.amount_fen < 0, row.status.in_(OWED)
        return list(db.session.scalars(select(row).where(*his).order_by(row.id)))

    def _owe_again(self: "Settlement", payment: Any, fen: int, by: "User | None") -> None:
        """So much that was withheld from the payee of `payment`, the latest first, waits to be paid again."""
        cls, row = type(self), self.payment_class
        his = row.to(*payment.payee_key), row.status == "withheld", row.amount_fen > 0, cls.of(self.body)
        found = select(row, cls).join(cls, cls.id == row.settlement_id).where(*his)
        for each, settlement in db.session.execute(found.order_by(cls.first_day.desc(), row.id.desc())).all():
            if part := min(fen, each.amount_fen):
                said = f"{self.span}的没有领到，不该扣，请核对后重新发放"
                settlement.set_aside(each, part, said, "returned")
                told = f"{self.span}的没有领到，从这一期扣回的 {format_yuan(part)} 元仍应发，{self.number}。"
                settlement.move(OFFSET, settlement.when_paid(), by=by, note=told)
                fen -= part

    def set_free(self: "Settlement", his: dict[str, Any], fen: int, status: str, reason: str) -> None:
        """So much is his in this list: added to what is due, or to be paid again."""
        row = self.payment_class
        due = row.settlement_id == self.id, row.to(his["person_id"], his["payee"]), row.status == "due"
        own = db.session.scalar(select(row).where(*due, row.amount_fen > 0)) if status == "due" else None
        if own:
            own.amount_fen += fen
        else:
            db.session.add(row(**his, amount_fen=fen, status=status, reason=reason if status == "returned" else ""))

    def lost(self: "Settlement") -> Iterator[str]:
        """For the proof: payments that are not to be paid any more though a later list has taken them back, so that they are missing from
        what somebody gets."""
        row = self.payment_class
        given_up = select(row).where(row.settlement_id == self.id, row.status == "cancelled", row.amount_fen > 0)
        for payment in db.session.scalars(given_up.order_by(row.id)):
            for taken in self.taken_back(payment):
                whom = payment.payee or f"居民 {payment.person_id}"
                yield f"{whom}：没有领到的 {format_yuan(taken.amount_fen)} 元又被{taken.settlement.span}扣回，少得这些。"
