"""一期 and what was paid for it: an amount due on a day, payments with payer and receipt, and counter-entries (人民调解法 §31)."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.cases.models import Party
from portal.columns import Fen, named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.money import format_yuan
from portal.redaction import RedactedText

HOW = {"transfer": "转账", "cash": "现金", "goods": "实物", "other": "其他"}


class Payment(db.Model):
    """一次付款. Append-only: what was wrong is countered by a row with the same amount below zero (`undoes`). `after_closing`: entered once the dispute
    was closed."""

    __tablename__ = "mediation_payment"
    __table_args__ = (UniqueConstraint("undoes_id", name="uq_mediation_payment_undone_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instalment_id: Mapped[int] = mapped_column(ForeignKey("mediation_instalment.id"), index=True)
    amount_fen: Mapped[Fen]
    paid_on: Mapped[date]
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    payee_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    how: Mapped[str] = mapped_column(String(10), default="other")
    note: Mapped[str] = mapped_column(RedactedText(500), default="")
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_payment.id"))
    after_closing: Mapped[bool] = mapped_column(default=False)

    instalment: Mapped["Instalment"] = relationship(back_populates="payments")
    payer: Mapped[Party | None] = relationship(foreign_keys=[payer_id])
    payee: Mapped[Party | None] = relationship(foreign_keys=[payee_id])
    how_name = named("how", HOW)


class Instalment(db.Model):
    """一期: an amount due on a day, to `payee` where the text names one. `paid_on`: since when all of it is paid. `called_on`: since when it may be asked for before its day, because another
    was not paid. `ended_on`: since when nothing more of it is awaited, because the agreement was changed or undone; `amendment_id`: what set it."""

    __tablename__ = "mediation_instalment"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("mediation_agreement.id"), index=True)
    due_on: Mapped[date]
    amount_fen: Mapped[Fen]
    note: Mapped[str] = mapped_column(String(100), default="")
    payee_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    paid_on: Mapped[date | None]
    called_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_amendment.id"))

    payee: Mapped[Party | None] = relationship()
    payments: Mapped[list[Payment]] = relationship(
        back_populates="instalment", order_by=Payment.id, lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def counting(self) -> list[Payment]:
        """The payments that were not undone."""
        undone = {each.undoes_id for each in self.payments}
        return [each for each in self.payments if each.undoes_id is None and each.id not in undone]

    @property
    def owed(self) -> str:
        """What is still to be paid of it, as pages say it: 应付 500.00 元, 还应付 300.00 元."""
        left = self.balance_fen
        return f"{'还' if left != self.amount_fen else ''}应付 {format_yuan(left)} 元"

    @property
    def balance_fen(self) -> int:
        """What is still to be paid."""
        return self.amount_fen - sum(each.amount_fen for each in self.payments)

    @property
    def falls_due(self) -> date:
        """The day on which it is to be paid: its own, or that on which it was called."""
        return self.called_on or self.due_on

    def pay(self, on: date, amount_fen: int | None = None, **fields) -> Payment:
        """登记履行 of a part, or of all that is left. Raises WrongState for what is paid already, RuleError for nothing and for more than is left."""
        if self.ended_on:
            raise WrongState(f"协议 {self.ended_on} 变更、解除或者撤销，这一期不再登记。付过的由新的约定计算。")
        if self.paid_on is not None:
            raise WrongState("这一期已经登记过履行。")
        amount = self.balance_fen if amount_fen is None else amount_fen
        if not 0 < amount <= self.balance_fen:
            raise RuleError(f"这一期还有 {format_yuan(self.balance_fen)} 元没有付，请核对金额。", at="amount_fen")
        payment = Payment(amount_fen=amount, paid_on=on, **fields)
        self.payments.append(payment)
        self.paid_on = None if self.balance_fen else on
        return payment

    def undo(self, payment: Payment, reason: str, *, after_closing: bool = False) -> None:
        """冲销 of a payment noted by mistake. Raises RuleError for one that was undone, and for a counter-entry."""
        if payment not in self.counting:
            raise RuleError("这一笔已经冲销。")
        fields = {name: getattr(payment, name) for name in ("payer_id", "payee_id", "how")}
        fields |= {"note": reason, "undoes_id": payment.id, "after_closing": after_closing}
        self.payments.append(Payment(amount_fen=-payment.amount_fen, paid_on=clock.today(), **fields))
        self.paid_on = None
