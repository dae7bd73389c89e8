"""履行的监督: payments in parts, reminders, instalments called before their day, and when the parties are visited (人民调解法 §31)."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column

from plugins.mediation.models.instalment import Instalment, Payment
from plugins.mediation.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.money import format_yuan
from portal.records import Moved, step
from portal.settings import settings_of

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute


PERFORMANCES = {"full": "已全部履行", "part": "部分履行", "none": "未履行", "litigation": "已转诉讼等途径"}
WORDS_OF_WAYS = {"transfer": "转账|汇款|银行|账户|账号|微信|支付宝", "cash": "现金", "goods": "实物"}  # how it is paid


def _cannot_be_called(dispute: "Dispute") -> str:
    text = dispute.agreement
    if not (text and text.accelerates):
        return "协议没有约定其余各期同时到期。"
    if not any(each.falls_due < clock.today() for each in text.unpaid):
        return "没有逾期的款项。"
    return ""


def _nothing_owed(dispute: "Dispute") -> str:
    if dispute.undone:
        return "协议已经解除、撤销，没有要催促的。"
    text = dispute.agreement
    done = not text.unpaid if text and text.instalments else dispute.performance == "full"
    return "约定的都已履行，没有要催促的。" if done else ""


def _owed_again(payment: Payment) -> bool:
    """A counter-entry of what had been taken for paid when the dispute was closed."""
    return payment.after_closing and payment.undoes_id is not None


class Performed:
    """How what was agreed is performed. `visit_on`: when the parties are to be visited next."""

    visit_on: Mapped[date | None] = mapped_column()

    @property
    def payments(self: "Dispute") -> list[Payment]:
        """All entries, counter-entries too, by instalment."""
        return [each for instalment in self.agreement.instalments for each in instalment.payments]

    @property
    def receipts(self: "Dispute") -> list[Payment]:
        """The payments that count, each with a receipt."""
        found = self.agreement.instalments if self.agreement else []
        return [each for instalment in found for each in instalment.counting]

    @property
    def paid_after_closing(self: "Dispute") -> list[Payment]:
        """What was entered once the dispute was closed, for its closing report: performance goes on."""
        found = self.payments if self.agreement else []
        return [each for each in found if each.after_closing]

    def as_agreed(self: "Dispute", instalment: Instalment | None = None) -> dict:
        """Who pays whom, and how, as far as the agreement says so: `payer_id`, `payee_id`, `how` as in `Payment`. Of one party on each side that goes without saying."""
        sides = {side: [each.party_id for each in self.parties if each.party.side == side] for side in (1, 2)}
        alone = {side: ids[0] if len(ids) == 1 else None for side, ids in sides.items()}
        payee = (instalment.payee_id if instalment else None) or alone[1]
        payer = alone[1] if payee in sides[2] else alone[2]
        text = self.agreement
        said = " ".join([text.way_note, *self.clauses_in_force])
        ways = [how for how, words in WORDS_OF_WAYS.items() if re.search(words, text.way_note)]
        ways = ways or [how for how, words in WORDS_OF_WAYS.items() if re.search(words, said)]
        return {"payer_id": payer, "payee_id": payee, "how": ways[0] if len(ways) == 1 else None}

    @step("登记履行", of=("effective", "closed"), needs="mediation.mediate")
    def pay(
        self: "Dispute", instalment: Instalment, on: date, *, by: User, amount_fen: int | None = None, **fields
    ) -> Moved:
        """登记履行 of one instalment, or of `amount_fen` of it; fields as in `Payment`. Raises as `Instalment.pay` does."""
        self.refuse_long_before(on, "on")
        payment = instalment.pay(on, amount_fen, after_closing=self.status == "closed", **fields)
        whole = self.status == "closed" and not self.agreement.unpaid and any(map(_owed_again, self.payments))
        left = f"，还有 {format_yuan(instalment.balance_fen)} 元未付" if instalment.balance_fen else ""
        said = f"{long_day(instalment.due_on)}到期的一期已于{long_day(on)}履行 {format_yuan(payment.amount_fen)} 元{left}。"
        said += self._stands_now("full") if whole else ""
        return Moved(said, made=payment)

    @step("冲销履行", of=("effective", "closed"), needs="mediation.mediate")
    def undo_payment(self: "Dispute", payment: Payment, reason: str, *, by: User) -> Moved:
        """冲销 of a payment that was noted by mistake; of an instalment that a change ended, the amount is owed again. A dispute that was closed as wholly performed is not
        any longer, so that the debt stands on the desk. Raises as `Instalment.undo` does."""
        instalment, sum_said = payment.instalment, format_yuan(payment.amount_fen)
        instalment.undo(payment, reason, after_closing=self.status == "closed")
        again = ""
        if instalment.ended_on and not self.agreement.revoked_on:
            self.agreement.owe_again(instalment, payment.amount_fen, self.amended_by[-1].id)
            again = f"这一期已经变更，{sum_said} 元另列一期，仍按原来的到期日；另有约定的，再办变更。"
        if self.status == "closed" and self.performance == "full" and self.agreement.unpaid:
            again += self._stands_now("part" if self.receipts else "none")
        return Moved(f"{long_day(payment.paid_on)}的 {sum_said} 元冲销。{again}{reason}", title="冲销履行")

    def _stands_now(self: "Dispute", performance: str) -> str:
        """The dispute was closed; it is performed otherwise than was said then. What the timeline says."""
        if performance == self.performance or self.performance == "litigation":
            return ""
        was, self.performance = PERFORMANCES[self.performance], performance
        return f"结案时登记的“{was}”改为“{PERFORMANCES[performance]}”。"

    @step("催促履行", of=("effective", "closed"), needs="mediation.mediate", unless=_nothing_owed)
    def remind(self: "Dispute", on: date, how: str, note: str, *, by: User) -> Moved:
        """催促履行: the committee watches that the agreement is kept. Raises RuleError for a day before it was in force."""
        if on < self.agreement.effective_on:
            raise RuleError(f"协议 {self.agreement.effective_on} 才生效，催促不能早于那天。", at="on")
        return Moved(f"{long_day(on)}{how}催促：{note}", title="催促履行")

    @step("其余各期到期", of="effective", needs="mediation.mediate", unless=_cannot_be_called)
    def call_due(self: "Dispute", reason: str, *, by: User) -> Moved:
        """其余各期到期: one was not paid on its day, and the agreement says that then all the others are due."""
        called = [each for each in self.agreement.unpaid if each.falls_due > clock.today()]
        if not called:
            raise RuleError("没有还没到期的款项。")
        for each in called:
            each.called_on = clock.today()
        left = format_yuan(sum(each.balance_fen for each in called))
        return Moved(f"有一期逾期，按协议约定，其余各期共 {left} 元到期。{reason}", title="其余各期到期")

    def plan_visit(self: "Dispute", after: date) -> None:
        """The next visit after that day, by what held when the dispute was accepted; None once all are over."""
        local, since = settings_of(KEY, self.unit, self.accepted_on), self.agreement.effective_on
        planned = [since + timedelta(days=days) for days in (local.first_visit_days, local.second_visit_days) if days]
        if last := self.agreement.last_performance_on:
            planned.append(last + timedelta(days=self.follow_up_days))
        self.visit_on = min((each for each in planned if each > after), default=None)
