"""扣回: what somebody got too much is withheld from what the same payee gets next of the same body, and carried over until it is level.

Nothing is rewritten for that: of the sum to be got back and of the sum to be paid the same part becomes `withheld`, in rows of their own
where it is not the whole. The list of each settlement goes on to come to its lines, and all that was withheld comes to nothing, which is
how it is proved. Whoever gets nothing more stays 待追回.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal import clock
from portal.entitlements.offsetting import OFFSET
from portal.entitlements.payment import LEVELLED
from portal.extensions import db
from portal.money import format_yuan

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement

VERB = "withhold"


class Withholding:
    """What a settlement withholds for earlier ones."""

    payment_class: ClassVar[type[Any]]
    other_verbs: ClassVar[dict[str, str]] = {VERB: "扣回", OFFSET: "没有领到，相抵"}

    def withhold(self: "Settlement", by: "User | None") -> str:
        """Withhold what is open from the list that was just made, the oldest first; tell the timelines of the settlements it came from.
        Answers a sentence for that of this one, or ""."""
        self.hold(self.body)
        db.session.flush()
        said = self.offset(by) + self.restore(by)
        self.level_returned(by)
        taken: defaultdict[Any, int] = defaultdict(int)
        for owed, own, earlier in db.session.execute(self._level()):
            part = min(own.amount_fen, -owed.amount_fen) if own.status == "due" else 0
            if part:
                self.set_aside(own, part, f"扣回{earlier.span}多发的，{earlier.number}")
                self.set_aside(owed, -part, f"从{self.span}的{self.NAME}中扣回，{self.number}")
                taken[earlier] += part
        for earlier, fen in taken.items():
            told = f"从{self.span}的{self.NAME}中扣回多发的 {format_yuan(fen)} 元，{self.number}。"
            earlier.move(VERB, earlier.when_paid(), by=by, note=told)
        return said + (f"从中扣回以前多发的 {format_yuan(sum(taken.values()))} 元。" if taken else "")

    def level_returned(self: "Settlement", by: "User | None", payment: Any = None) -> str:
        """What came back from the bank is still somebody's, so that what he owes is level by it; of one payee, where the `payment` that
        just came back is given. What he gave up (不再发放) is not his any more, and pays no debt. Answers a sentence, or ""."""
        told: defaultdict[Any, int] = defaultdict(int)
        total = 0
        for owed, own, back, earlier in db.session.execute(self._came_back(payment)).all():
            part = min(back.amount_fen, -owed.amount_fen) if owed.status == "due" and back.status == "returned" else 0
            if part:
                self.set_aside(back, part, f"没有领到，与{own.span}多发的相抵，{own.number}")
                self.set_aside(owed, -part, f"{earlier.span}的没有领到，相抵，{earlier.number}")
                total += part
                for settlement in {own, earlier}:
                    told[settlement] += part
        for settlement, fen in told.items():
            if settlement is not self:
                said = f"没有领到的款项与多发的相抵 {format_yuan(fen)} 元，{self.number}。"
                settlement.move(VERB, settlement.when_paid(), by=by, note=said)
        return f"其中 {format_yuan(total)} 元与待追回的相抵。" if total else ""

    def _came_back(self: "Settlement", payment: Any) -> Select[tuple[Any, Any, Any, Any]]:
        """Each sum to be got back by the body (from the payee of `payment`) with each that came back from the same payee's bank: payment
        and settlement of both, the oldest first."""
        cls, owed = type(self), self.payment_class
        back, earlier = aliased(owed), aliased(cls)
        same = back.to(owed.person_id, owed.payee)
        his = () if payment is None else (owed.to(*payment.payee_key),)
        return (
            select(owed, cls, back, earlier)
            .join(cls, cls.id == owed.settlement_id)
            .join(back, same)
            .join(earlier, earlier.id == back.settlement_id)
            .where(owed.status == "due", owed.amount_fen < 0, cls.of(self.body), earlier.of(self.body))
            .where(back.status == "returned", back.amount_fen > 0, *his)
            .order_by(cls.first_day, owed.id, earlier.first_day, back.id)
            .with_for_update(of=(owed, back))
        )

    def debts(self: "Settlement") -> Select[tuple[Any, Any]]:
        """What is to be got back for other settlements of the body: payment and settlement, the oldest first."""
        cls, owed = type(self), self.payment_class
        open_ = owed.status == "due", owed.amount_fen < 0, cls.of(self.body), cls.id != self.id
        return select(owed, cls).join(cls, cls.id == owed.settlement_id).where(*open_).order_by(cls.first_day, owed.id)

    def _level(self: "Settlement") -> Select[tuple[Any, Any, Any]]:
        """Each of `debts` whose payee is on the list of this settlement, with what he would be paid."""
        cls, owed = type(self), self.payment_class
        own = aliased(owed)
        mine = own.settlement_id == self.id, own.status == "due", own.amount_fen > 0
        same = own.to(owed.person_id, owed.payee)  # not the next operator of a canteen
        locked = self.debts().join(own, same).where(*mine).with_for_update(of=owed)
        return locked.with_only_columns(owed, own, cls)

    def set_aside(
        self: "Settlement", row: Any, part: int, reason: str, status: str = "withheld", for_day: date | None = None
    ) -> None:
        """So much of a payment (of the same sign) is withheld, or offset for the period that begins on `for_day`, or waits again."""
        if part != row.amount_fen:
            row.amount_fen -= part
            row = type(row)(settlement_id=row.settlement_id, person_id=row.person_id, payee=row.payee, amount_fen=part)
            db.session.add(row)
        row.status, row.reason, row.for_day = status, reason, for_day
        row.paid_on = clock.today() if status in LEVELLED else None
        if row.amount_fen < 0 and row.id:
            self.close_proposals(row)

    def unlevel(self: "Settlement") -> Iterator[str]:
        """For the proof: payees for whom what was withheld, or offset of one period, does not come to nothing over all settlements of the
        body."""
        cls, row, other = type(self), self.payment_class, aliased(self.payment_class)
        mine = select(other.id).where(
            other.settlement_id == self.id, other.status.in_(LEVELLED), other.to(row.person_id, row.payee)
        )
        left = func.sum(row.amount_fen)
        sums = (
            select(row.person_id, row.payee, left)
            .join(cls, cls.id == row.settlement_id)
            .where(cls.of(self.body), row.status.in_(LEVELLED), mine.exists())
            .group_by(row.person_id, row.payee, row.status, row.for_day)
            .having(left != 0)
        )
        for person, payee, fen in db.session.execute(sums):
            yield f"{payee or f'居民 {person}'}：各期扣回的款项相抵后还差 {format_yuan(int(fen))} 元。"
