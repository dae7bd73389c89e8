"""恢复, 更正, 作废: what is put right after somebody was stopped or entered by mistake.

A row that was settled proves what was paid, so it is annulled and another takes its place: settlements then take back, or pay later, the
difference. A row that was not is changed where it stands.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.great_age.models import GreatAge
    from portal.accounts.models import User

MANAGE = "great_age.manage"


def too_much(fen: int) -> str:
    """What becomes of so much that was settled and is not due, in a sentence, or ""."""
    return f"已结算的 {format_yuan(fen)} 元多发了，要追回：以后还有款项的自动扣回，没有的登记追回。" if fen > 0 else ""


def _followed(row: "GreatAge") -> str:
    return "这位居民以后又登记过，不用恢复。" if row.successor() else ""


def _goes_on_later(row: "GreatAge") -> str:
    later = row.successor()
    return f"这位居民以后又登记过（{later.number}），请先作废那一条。" if later else ""


class Corrected:
    """The steps of somebody entitled that put something right."""

    @step("恢复", of="stopped", needs=MANAGE, unless=_followed)
    def resume(self: "GreatAge", first: date, reason: str, *, by: "User") -> Moved:
        """恢复 from the month that begins on `first`, in another row, for this one proves until when it was paid. Months since the stop
        are paid later if `first` lies before them. Raises RuleError for a month that was paid."""
        again = self._anew(self.person, first, f"恢复{self.number}。{reason}", by)
        return Moved(f"从 {first} 起恢复发放，编号 {again.number}。{reason}", made=again)

    @step("更正起始日期", of="active", needs=MANAGE)
    def correct_start(self: "GreatAge", valid_from: date, reason: str, *, by: "User") -> Moved:
        """The first day was wrong."""
        first = self.settled_by().span_of(valid_from).first
        before = self.settled_by().span_of(self.valid_from).first - timedelta(days=1)
        fen = self.settled_after(before, first) if valid_from > self.valid_from else 0
        said = f"起始日期 {self.valid_from} 更正为 {valid_from}。{too_much(fen)}{reason}"
        return self._put_right(self.person, valid_from, said, by)

    @step("更正居民", of="active", needs=MANAGE)
    def correct_person(
        self: "GreatAge", person: Person, reason: str, *, by: "User", bank: str = "", account: str = ""
    ) -> Moved:
        """It was somebody else, or the number was wrong; also takes over a birthday that was corrected. The account of the one is not
        that of the other: without `account` nothing is paid until it is registered."""
        moved = self._put_right(person, self.valid_from, f"居民更正，{person.birth_masked}出生。{reason}", by)
        if account:
            moved.made.bank, moved.made.account, moved.made.account_by_id = bank, account, by.id
        return moved

    @step("更正停发日期", of="stopped", to="void", needs=MANAGE, unless=_goes_on_later)
    def correct_stop(self: "GreatAge", on: date, cause: str, reason: str, *, by: "User") -> Moved:
        """It ended before it was stopped, on `on`, for a `cause` of `STOPS`: a death that was taken for a removal, say. Another row takes
        the place of this one, and the next settlement takes back what was paid since. Raises RuleError for a day that is not earlier."""
        was = self.valid_until
        if was is None or on >= was:
            raise RuleError(f"登记的停发日期是 {was}，这里只改早；以后还应当发的，请恢复。")
        self.annul()
        db.session.flush()
        said = f"停发日期 {was} 更正为 {on}。{too_much(self.settled_after(on))}{reason}"
        again = self._anew(self.person, self.valid_from, f"代替{self.number}。{said}", by)
        db.session.flush()
        again.stop(on, cause, by=by)
        return Moved(f"{said}　这一条作废，重新登记为 {again.number}。", made=again)

    @step("作废", of=("active", "stopped"), to="void", needs=MANAGE)
    def withdraw(self: "GreatAge", reason: str, *, by: "User") -> str:
        """It should never have been entered: everything that was paid is taken back."""
        self.annul()
        return too_much(self.settled_in_all()) + reason

    def replacement(self: "GreatAge") -> "GreatAge | None":
        """The row that took the place of this one, of whomever it is."""
        cls = type(self)
        return db.session.scalar(select(cls).where(cls.follows_id == self.id).order_by(cls.id.desc()).limit(1))

    def successor(self: "GreatAge") -> "GreatAge | None":
        """The latest row of the same resident that came after this one and was not annulled."""
        cls = type(self)
        later = select(cls).where(cls.person_id == self.person_id, cls.id > self.id, ~cls.annulled())
        return db.session.scalar(later.order_by(cls.id.desc()).limit(1))

    def _put_right(self: "GreatAge", person: Person, valid_from: date, said: str, by: "User") -> Moved:
        self.hold()
        if not self.has_lines():
            if person is not self.person:
                self.bank, self.account, self.account_by_id = "", None, None
            self.be_for(person, valid_from)
            return Moved(said, made=self)
        self.annul()
        db.session.flush()
        again = self._anew(person, valid_from, f"代替{self.number}。{said}", by)
        return Moved(f"{said}　已经结算过，这一条作废，重新登记为 {again.number}。", to="void", made=again)

    def _anew(self: "GreatAge", person: Person, valid_from: date, note: str, by: "User") -> "GreatAge":
        again = type(self).enrol(unit=self.unit, person=person, valid_from=valid_from, by=by, note=note)
        again.follows = self
        if person is self.person:  # whoever corrects a date has not entered the account
            again.bank, again.account, again.account_by_id = self.bank, self.account, self.account_by_id
        return again
