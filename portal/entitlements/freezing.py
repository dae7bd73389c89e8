"""Freezing: the lines of a settlement are written from its sources when it is submitted, and taken back with it."""

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, delete, func, insert, literal, select

from portal import clock
from portal.entitlements.lines import COLUMNS, Line
from portal.errors import RuleError
from portal.extensions import db

if TYPE_CHECKING:
    from portal.entitlements.settlement import Settlement


class Frozen:
    """The lines of a settlement."""

    line_class: ClassVar[type[Any]]

    def freeze(self: "Settlement") -> None:
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

    def thaw(self: "Settlement") -> None:
        """Take the lines back: nothing was published or paid by them."""
        line = self.line_class
        db.session.execute(delete(line).where(line.settlement_id == self.id))
        self.people = self.quantity = self.amount_fen = 0
        self.frozen_at = self.maker_id = self.checker_id = self.reviewer_id = None

    def is_empty(self: "Settlement") -> bool:
        """Whether there is nothing to settle in it: a canteen that was closed all month. It is not submitted, and no later one waits for
        it."""
        return db.session.scalar(self.added_up().limit(1)) is None

    def added_up(self: "Settlement") -> Select:
        """The sources as lines: one for each resident, period and basis; none where everything was taken back."""
        source = self.sources().subquery()
        by = (source.c.person_id, source.c.for_day, source.c.basis)
        count, amount = func.sum(source.c.quantity).label("quantity"), func.sum(source.c.amount_fen).label("amount_fen")
        return (
            select(*by, count, amount, func.max(source.c.note).label("note"))
            .group_by(*by)
            .having((count != 0) | (amount != 0))
        )

    def sums(self: "Settlement") -> tuple[int, int, int]:
        """Residents, number and amount of its lines."""
        line = self.line_class
        counted = select(
            func.count(line.person_id.distinct()),
            func.coalesce(func.sum(line.quantity), 0),
            func.coalesce(func.sum(line.amount_fen), 0),
        )
        people, count, amount = db.session.execute(counted.where(line.settlement_id == self.id)).one()
        return people, int(count), int(amount)

    def lines(self: "Settlement") -> Select[tuple[Line]]:
        """Its lines, the present period before what is corrected of earlier ones."""
        line = self.line_class
        return select(line).where(line.settlement_id == self.id).order_by(line.for_day.desc(), line.id)
