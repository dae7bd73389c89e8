"""发放: the steps of the money, from the list of a settlement to the receipt (回单), and what comes back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from portal import clock
from portal.entitlements.payment import WAITING
from portal.entitlements.payment_list import PaymentList
from portal.entitlements.states import MAKER
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement


def _nothing_due(settlement: "Settlement") -> str:
    """Only sums to be got back, or those that came back from the bank, are left; or somebody has no account. What came back waits until
    it is due again, so that the others do not wait for one."""
    if db.session.scalar(select(settlement.payment_class.id).where(settlement.is_due()).limit(1)):
        return settlement.not_payable(settlement.due_people())
    return "没有待发放的款项。退回的请先登记重发，或者不再发放；多发的在以后的期里自动扣回，不再领取的登记追回。"


class Paid(PaymentList):
    """The steps of the money."""

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
        self.close_proposals(payment)
        said = f"{payment.shown_name} {format_yuan(-payment.amount_fen)} 元，{paid_on} 追回，凭证号 {receipt}。"
        return Moved(said, to=self.when_paid())

    @step("登记退回", of=("settled", "paid"), to="settled", needs="pay", not_by=MAKER, verb="bounce")
    def bounce(self: "Settlement", payment: Any, reason: str, *, by: "User") -> Moved:
        """One came back from the bank, before or after it was thought paid. What a later list took back of it goes back there."""
        note = self._mark(payment, ("due", "paid"), "returned", reason, "退回")
        note += self.carry_on(payment, by) + self.level_returned(by, payment)
        return Moved(note, to=self.when_paid())

    @step("重新发放", of="settled", needs="pay", not_by=MAKER, verb="retry")
    def retry(self: "Settlement", payment: Any, reason: str, *, by: "User") -> str:
        """What came back is due again: the account was put right. Raises RuleError for who has none."""
        if refused := self.not_payable({payment.person_id} - {None}):
            raise RuleError(refused)
        return self._mark(payment, ("returned",), "due", reason, "改为待发放")

    @step("不再发放", of="settled", needs="pay", not_by=MAKER, verb="cancel")
    def cancel(self: "Settlement", payment: Any, reason: str, *, by: "User") -> Moved:
        """It is not paid any more, and why. Nobody forgives a debt by that: it stays until it is withheld or got back. Raises RuleError where
        a later list has taken it back already: then it is due there."""
        self.hold(self.body)
        if payment.status in WAITING and (taken := self.taken_back(payment)):
            said = "、".join(dict.fromkeys(f"{each.settlement.span}（{each.settlement.number}）" for each in taken))
            raise RuleError(
                f"这一笔没有领到，{said}却已经扣回，应当补还，不能不再发放。待发放的请登记退回，由系统转到那一期；已经退回的请重新发放。"
            )
        note = self._mark(payment, WAITING, "cancelled", reason, "不再发放")
        return Moved(note, to=self.when_paid())

    def _mark(self: "Settlement", payment: Any, of: tuple[str, ...], status: str, reason: str, word: str) -> str:
        self.hold(self.body)
        db.session.refresh(payment)
        if payment.status not in of:
            raise RuleError(f"这一笔现在是“{payment.status_name}”，不能{word}。")
        if payment.amount_fen < 0:
            raise RuleError(f"这一笔是多发的，要追回，不能{word}；钱退回来以后登记追回。")
        payment.status, payment.reason = status, reason
        return f"{payment.shown_name} {format_yuan(payment.amount_fen)} 元{word}：{reason}"
