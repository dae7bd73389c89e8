"""核销以后又补发: a debt that was given up is none when a later list pays the same period again.

Who was taken for dead owed July, and July was given up; found alive, he is paid July later. He has July already, so that the same part of
the debt and of what the list pays becomes `withheld`. Of a period that was taken back more than once it is the last time that is made good.
Where source records come late, what is paid later of the period is another record, and makes nothing good.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import select

from portal.entitlements.writing_off import WRITTEN
from portal.extensions import db
from portal.money import format_yuan

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement

VERB = "withhold"


class Restoring:
    """What a settlement pays again that was taken back, and given up, before."""

    line_class: ClassVar[type[Any]]
    payment_class: ClassVar[type[Any]]
    PAYS_AGAIN: ClassVar[bool] = False  # what a list pays of an earlier period is what was taken back of it

    def restore(self: "Settlement", by: "User | None") -> str:
        """To be called once the list is made. Tells the timelines of the settlements of the debts; answers a sentence, or ""."""
        told: defaultdict[Any, int] = defaultdict(int)
        for debt, earlier, part in list(self.paid_again(self.parts)):
            earlier.set_aside(debt, -part, f"核销以后{self.span}补发了同一时期的，从中扣回，{self.number}")
            self._keep(debt, part, f"补发的时期{earlier.span}扣回过，核销了没有退回，不再发一次，{earlier.number}")
            told[earlier] += part
        for earlier, fen in told.items():
            said = f"核销的 {format_yuan(fen)} 元，{self.span}补发了同一时期的，从中扣回，不再是核销，{self.number}。"
            earlier.move(VERB, earlier.when_paid(), by=by, note=said)
        return f"补发的 {format_yuan(sum(told.values()))} 元以前已经领过，核销了没有退回，不再发一次。" if told else ""

    def paid_again(
        self: "Settlement", months: Callable[[Any], dict[date, int]]
    ) -> Iterator[tuple[Any, "Settlement", int]]:
        """Each debt that was given up, with its settlement and how much of it is none by this list. `months` answers for a payment what
        this list says of its payee, period → amount in 分."""
        if not self.PAYS_AGAIN:
            return
        given_up: defaultdict[tuple, list[Any]] = defaultdict(list)
        for debt in db.session.scalars(self._given_up()).all():
            given_up[debt.payee_key].append(debt)
        for debts in given_up.values():
            again = {day: fen for day, fen in months(debts[0]).items() if fen > 0 and day < self.first_day}
            left = {debt: -debt.amount_fen for debt in debts}
            for earlier in self._took_back(debts[0], list(again)):
                free = self._made_good(earlier, debts[0], again)
                for debt in (each for each in debts if each.settlement_id == earlier.id):
                    if part := min(free, left[debt]):
                        left[debt] -= part
                        free -= part
                        yield debt, earlier, part

    @staticmethod
    def _made_good(earlier: "Settlement", payment: Any, again: dict[date, int]) -> int:
        """How much of what `earlier` took back is paid `again`, which is less by that."""
        total = 0
        for day, fen in earlier.parts(payment).items():
            part = max(0, min(again.get(day, 0), -fen))
            again[day] = again.get(day, 0) - part
            total += part
        return total

    def _given_up(self: "Settlement") -> Any:
        """The debts of the body that were written off, the oldest first."""
        cls, row = type(self), self.payment_class
        written = row.status == WRITTEN, row.amount_fen < 0, cls.of(self.body), cls.first_day < self.first_day
        return select(row).join(cls, cls.id == row.settlement_id).where(*written).order_by(row.id)

    def _took_back(self: "Settlement", payment: Any, months: list[date]) -> list["Settlement"]:
        """Earlier settlements with a list whose lines take something back of these months, the latest first."""
        cls, line = type(self), self.line_class
        his = () if payment.person_id is None else (line.person_id == payment.person_id,)
        taking = select(line.id).where(
            line.settlement_id == cls.id, line.for_day.in_(months), line.amount_fen < 0, *his
        )
        listed = cls.of(self.body), cls.status.in_(("settled", "paid")), cls.first_day < self.first_day
        return list(
            db.session.scalars(select(cls).where(*listed, taking.exists()).order_by(cls.first_day.desc())).unique()
        )

    def _keep(self: "Settlement", debt: Any, part: int, reason: str) -> None:
        """So much of what this list pays is withheld; where it pays less, because it takes back something else, that is owed."""
        row, left = self.payment_class, part
        his = row.settlement_id == self.id, row.to(*debt.payee_key), row.status == "due", row.amount_fen > 0
        for own in db.session.scalars(select(row).where(*his).order_by(row.id)).all():
            if less := min(left, own.amount_fen):
                self.set_aside(own, less, reason)
                left -= less
        if left:
            whose = {"settlement_id": self.id, "person_id": debt.person_id, "payee": debt.payee}
            kept = row(**whose, amount_fen=left)
            db.session.add_all((kept, row(**whose, amount_fen=-left)))
            self.set_aside(kept, left, reason)
        db.session.flush()
