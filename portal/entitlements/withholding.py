"""扣回: what somebody got too much is withheld from what the same payee gets next of the same body, and carried over until it is level.

Nothing is rewritten for that: of the sum to be got back and of the sum to be paid the same part becomes `withheld`, in rows of their own
where it is not the whole. The list of each settlement goes on to come to its lines, and all that was withheld comes to nothing, which is
how it is proved. Whoever gets nothing more stays 待追回.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from portal import clock
from portal.extensions import db
from portal.money import format_yuan

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement

VERB = "withhold"


class Withholding:
    """What a settlement withholds for earlier ones."""

    payment_class: ClassVar[type[Any]]
    other_verbs: ClassVar[dict[str, str]] = {VERB: "扣回"}

    def withhold(self: "Settlement", by: "User | None") -> str:
        """Withhold what is open from the list that was just made, the oldest first; tell the timelines of the settlements it came from.
        Answers a sentence for that of this one, or ""."""
        self.hold(self.body)
        db.session.flush()
        self._level_with_what_came_back(by)
        taken: defaultdict[Any, int] = defaultdict(int)
        for owed, own, earlier in db.session.execute(self._level()):
            part = min(own.amount_fen, -owed.amount_fen) if own.status == "due" else 0
            if part:
                self._set_aside(own, part, f"扣回{earlier.span}多发的，{earlier.number}")
                self._set_aside(owed, -part, f"从{self.span}的{self.NAME}中扣回，{self.number}")
                taken[earlier] += part
        for earlier, fen in taken.items():
            said = f"从{self.span}的{self.NAME}中扣回多发的 {format_yuan(fen)} 元，{self.number}。"
            earlier.move(VERB, earlier.when_paid(), by=by, note=said)
        return f"从中扣回以前多发的 {format_yuan(sum(taken.values()))} 元。" if taken else ""

    def _level_with_what_came_back(self: "Settlement", by: "User | None") -> None:
        """What never reached somebody, because it came back from the bank, is not got back from him either. What else of his was not to be
        paid any more came back all the same: now that his months were put right, it waits to be decided anew."""
        told: dict[Any, int] = {}
        for owed, own, back, earlier in db.session.execute(self._came_back()):
            part = min(back.amount_fen, -owed.amount_fen) if owed.status == "due" and back.status != "withheld" else 0
            if part:
                self._set_aside(back, part, f"没有领到，与{own.span}多发的相抵，{own.number}")
                self._set_aside(owed, -part, f"{earlier.span}的没有领到，相抵，{earlier.number}")
                told[own] = told.get(own, 0)
            if back.status == "cancelled":
                back.status, back.reason = "returned", "更正以后可能仍应发，请核对后重新发放，或者不再发放"
            told[earlier] = told.get(earlier, 0) + part
        for settlement, fen in told.items():
            if settlement is not self:
                said = f"没有领到的款项与多发的相抵{f' {format_yuan(fen)} 元' if fen else ''}，{self.number}。"
                settlement.move(VERB, settlement.when_paid(), by=by, note=said)

    def _came_back(self: "Settlement") -> Select[tuple[Any, Any, Any, Any]]:
        """Each sum to be got back by the body with each that the same payee never got: payment and settlement of both, the oldest first."""
        cls, owed = type(self), self.payment_class
        back, earlier = aliased(owed), aliased(cls)
        same = back.person_id.is_not_distinct_from(owed.person_id), back.payee == owed.payee
        return (
            select(owed, cls, back, earlier)
            .join(cls, cls.id == owed.settlement_id)
            .join(back, and_(*same))
            .join(earlier, earlier.id == back.settlement_id)
            .where(owed.status == "due", owed.amount_fen < 0, cls.of(self.body), earlier.of(self.body))
            .where(back.status.in_(("returned", "cancelled")), back.amount_fen > 0)
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
        same = (
            own.person_id.is_not_distinct_from(owed.person_id),
            own.payee == owed.payee,
        )  # not the next operator of a canteen
        locked = self.debts().join(own, and_(*same)).where(*mine).with_for_update(of=owed)
        return locked.with_only_columns(owed, own, cls)

    def _set_aside(self: "Settlement", row: Any, part: int, reason: str) -> None:
        """So much of a payment (of the same sign) is withheld."""
        if part != row.amount_fen:
            row.amount_fen -= part
            row = type(row)(settlement_id=row.settlement_id, person_id=row.person_id, payee=row.payee, amount_fen=part)
            db.session.add(row)
        row.status, row.reason, row.paid_on = "withheld", reason, clock.today()

    def unlevel(self: "Settlement") -> Iterator[str]:
        """For the proof: payees for whom what was withheld does not come to nothing over all settlements of the body."""
        cls, row = type(self), self.payment_class
        set_aside = row.status == "withheld"
        mine = select(row.person_id).where(row.settlement_id == self.id, set_aside)
        left = func.sum(row.amount_fen)
        sums = (
            select(row.person_id, row.payee, left)
            .join(cls, cls.id == row.settlement_id)
            .where(cls.of(self.body), set_aside, mine.exists())
            .group_by(row.person_id, row.payee)
            .having(left != 0)
        )
        for person, payee, fen in db.session.execute(sums):
            yield f"{payee or f'居民 {person}'}：各期扣回的款项相抵后还差 {format_yuan(int(fen))} 元。"
