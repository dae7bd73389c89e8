"""审定, 抽查回访 and 取消: by somebody else than who declared it, and never by who mediated. What is decided is booked; what was false is booked back."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from plugins.case_subsidy.choices import APPROVE, CALL, GRADES, RESULTS, WAYS
from plugins.case_subsidy.models.rows import AwardCall, AwardEntry
from plugins.case_subsidy.rates import amount, parts
from plugins.case_subsidy.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.entitlements import Settlement, Span
from portal.entitlements.lines import BASIS_LENGTH
from portal.errors import RuleError
from portal.money import format_yuan
from portal.records import Moved, step
from portal.settings import basis_of

if TYPE_CHECKING:
    from plugins.case_subsidy.models.award import Award

DECLARER = {"declared_by_id": "申报人"}
EITHER = DECLARER | {"approved_by_id": "审定人"}


class Decided:
    """The steps of those who had no part in it. `PAID_BY`: the settlements that pay it, which name themselves here."""

    PAID_BY: ClassVar[type[Settlement]]

    @property
    def payer_id(self: "Award") -> int | None:
        """The street by whose settlement it is paid; the county, for a committee of its own."""
        return self.township_id or self.county_id

    @step("审定", of="declared", to="approved", needs=APPROVE, not_by=DECLARER, waits=True)
    def approve(self: "Award", *, grade: str, by: User, note: str = "") -> str:
        """审定等级, and book what the rules of the day on which the dispute ended give. Raises RuleError without a rate, and where whoever is to be paid is
        not known any more, or the dispute is no longer settled and performed."""
        self.keep_from_own(by, APPROVE)
        if refused := self.unfounded:
            raise RuleError(f"{refused}办理“不予补贴”或者“退回申报”。", at="grade")
        self.check_payees(at="grade")
        rules = rules_of(self.unit, self.ended_on)
        self.amount_fen = amount(rules.values, grade, oral=self.oral)
        if not self.amount_fen:
            what = "口头协议" if self.oral else GRADES[grade]
            raise RuleError(
                f"{self.ended_on} 没有{what}的补贴标准，以后定的标准管不到那一天。改选有标准的等级；都没有的，办理“不予补贴”，或者“退回申报”后由申报人办理“不申报”。",
                at="grade",
            )
        self.grade, self.approved_by_id = grade, by.id
        words = (
            f"口头协议。{basis_of(rules, 'oral_percent')}"
            if self.oral
            else f"{GRADES[grade]}。{basis_of(rules, grade)}"
        )
        paid, known = [each for each in self.shares if each.paid], self.payees
        for share, fen in zip(paid, parts(self.amount_fen, len(paid)), strict=True):
            share.amount_fen = fen
            self._book(known[share.mediator_id].id, 1, fen, words)
        changed = (
            f"申报{self.claimed_name}，审定{self.grade_name}。" if grade != self.claimed else f"{self.grade_name}。"
        )
        return f"{changed}{format_yuan(self.amount_fen)} 元。{note}"

    def _book(self: "Award", person_id: int, quantity: int, fen: int, basis: str) -> None:
        payer, kind = self.payer_id, self.PAID_BY
        self.entries.append(
            AwardEntry(
                person_id=person_id,
                for_day=Span.around(kind.SPAN, self.ended_on).first,
                booked_on=kind.booking_day(payer, self.ended_on) if payer else clock.today(),
                quantity=quantity,
                amount_fen=fen,
                basis=basis[:BASIS_LENGTH],
            )
        )

    @step("退回申报", of="declared", to="found", needs=APPROVE, not_by=DECLARER, verb="send_back")
    def send_back(self: "Award", reason: str, *, by: User) -> str:
        """To be declared anew."""
        self.keep_from_own(by, APPROVE)
        return reason

    @step("不予补贴", of="declared", to="refused", needs=APPROVE, not_by=DECLARER)
    def refuse(self: "Award", reason: str, *, by: User) -> str:
        """With the reason."""
        self.keep_from_own(by, APPROVE)
        return reason

    @step("抽查回访", of=("declared", "approved"), needs=CALL, not_by=EITHER)
    def call(self: "Award", *, called_on: date, way: str, result: str, words: str, by: User) -> Moved:
        """A party was asked whether it was mediated and performed as declared; the result is kept, whatever it is."""
        self.keep_from_own(by, CALL)
        made = AwardCall(called_on=called_on, way=way, result=result, words=words, caller_id=by.id)
        self.calls.append(made)
        return Moved(f"{WAYS[way]}回访：{RESULTS[result]}。{words}", made=made)

    @step("取消", of="approved", to="cancelled", needs=APPROVE, not_by=DECLARER)
    def cancel(self: "Award", reason: str, *, by: User) -> str:
        """弄虚作假: what was booked is booked back, today or in its own period while that is drawn up; what was paid is withheld or got back by the settlement."""
        self.keep_from_own(by, APPROVE)
        for each in list(self.entries):
            self._book(each.person_id, -each.quantity, -each.amount_fen, each.basis)
        for share in self.shares:
            share.amount_fen = 0
        return f"{reason}　已冲回 {format_yuan(self.amount_fen)} 元。"
