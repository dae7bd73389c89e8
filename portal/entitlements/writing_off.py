"""核销: a debt that cannot be recovered, because who owes it died or moved away, is given up by two people: one proposes it with the reason
and the document, another decides. Until the period of the decision is submitted it may be taken back."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.hands import key_of, one_hand
from portal.accounts.models import User
from portal.columns import Fen
from portal.entitlements.states import MAKER
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.entitlements.settlement import Settlement

CAUSES = {"died": "死亡，没有可以追回的遗产", "moved": "迁走，联系不上", "closed": "单位注销", "other": "其他"}
DECISIONS = {"": "待决定", "approved": "同意核销", "refused": "不同意", "undone": "已撤销", "moot": "不用核销了"}
TONES = {"": "warn", "approved": "ok", "refused": "neutral", "undone": "neutral", "moot": "neutral"}
WRITTEN = "written"


class WriteOff:
    """One proposal about one payment that is to be got back, and what became of it. `amount_fen` is what was open when it was proposed, and
    once it is approved what was given up then. Of both, part may be withheld, or turn out never to have been received, later.
    What was written freely about the family stands only here, not on the timeline, and goes when the resident's data does."""

    OF: ClassVar[str]
    PAYMENT: ClassVar[type[Any]]

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(RedactedText(300))
    document: Mapped[str] = mapped_column(String(100))
    amount_fen: Mapped[Fen]
    proposed_on: Mapped[date] = mapped_column(default=clock.today)
    decision: Mapped[str] = mapped_column(String(10), default="")
    opinion: Mapped[str] = mapped_column(RedactedText(300), default="")
    decided_on: Mapped[date | None]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    @classmethod
    def payment_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey(f"{cls.OF}_payment.id"), index=True)

    @declared_attr
    @classmethod
    def payment(cls) -> Mapped[Any]:
        return relationship(cls.PAYMENT, lazy="joined")

    @declared_attr
    @classmethod
    def proposed_by(cls) -> Mapped[User]:
        return relationship(User, foreign_keys=[cls.proposed_by_id])

    @declared_attr
    @classmethod
    def decided_by(cls) -> Mapped[User | None]:
        return relationship(User, foreign_keys=[cls.decided_by_id])

    @property
    def cause_name(self) -> str:
        return CAUSES[self.cause]

    @property
    def decision_name(self) -> str:
        return DECISIONS[self.decision]

    @property
    def tone(self) -> str:
        return TONES[self.decision]

    @property
    def stands_fen(self) -> int:
        """What is asked to be given up, or is given up, as it stands now."""
        if self.decision not in ("", "approved"):
            return self.amount_fen
        return -self.payment.amount_fen if self.payment.status == ("due", WRITTEN)[bool(self.decision)] else 0

    @property
    def changed(self) -> str:
        """What became since of the rest of what was approved, in words, or ""."""
        less = self.amount_fen - self.stands_fen
        return (
            f"原核销 {format_yuan(self.amount_fen)} 元，其中 {format_yuan(less)} 元后来查明不用核销" if less > 0 else ""
        )

    @property
    def yuan(self) -> str:
        return format_yuan(self.stands_fen)


class WritingOff:
    """What of a settlement is given up."""

    write_off_class: ClassVar[type[Any]]

    @declared_attr
    @classmethod
    def write_offs(cls) -> Mapped[list[Any]]:
        return relationship(cls.write_off_class, order_by=cls.write_off_class.id)

    @step("提出核销", of="settled", needs="check", verb="propose_off")
    def propose_write_off(
        self: "Settlement", payment: Any, cause: str, reason: str, document: str, *, by: User
    ) -> Moved:
        """A debt of this list cannot be recovered: why (`cause` of CAUSES), and what proves it. Raises RuleError for what is no open debt
        of it, or is withheld by itself, and the second time."""
        self._refuse_others(payment)
        self._open_debt(payment)
        if any(each.payment_id == payment.id and not each.decision for each in self.write_offs):
            raise RuleError("这一笔的核销已经提出，正在等待决定。")
        said = {"cause": cause, "reason": reason, "document": document, "amount_fen": -payment.amount_fen}
        made = self.write_off_class(payment=payment, proposed_by_id=by.id, **said)
        self.write_offs.append(made)
        return Moved(f"{payment.shown_name} {made.yuan} 元：{made.cause_name}（{document}）", made=made)

    @step("决定核销", of="settled", needs="review", not_by=MAKER, verb="decide_off")
    def decide_write_off(self: "Settlement", write_off: Any, opinion: str, *, approved: bool, by: User) -> Moved:
        """By somebody else than who proposed it. Raises RuleError for one of another settlement, what was decided, or is no open debt any
        more."""
        self._refuse_others(write_off)
        if write_off.decision:
            raise RuleError(f"这一笔核销已经办过，现在是“{write_off.decision_name}”。")
        self.refuse_proposer(write_off, by)
        payment = write_off.payment
        if approved:
            self._open_debt(payment)
            write_off.amount_fen = -payment.amount_fen
            payment.status, payment.paid_on = WRITTEN, clock.today()
            payment.reason = f"{write_off.cause_name}，{write_off.document}"
        write_off.decision = "approved" if approved else "refused"
        write_off.opinion, write_off.decided_on, write_off.decided_by_id = opinion, clock.today(), by.id
        said = f"{payment.shown_name} {write_off.yuan} 元{write_off.decision_name}。"
        return Moved(said, to=self.when_paid())

    @step("撤销核销", of=("settled", "paid"), to="settled", needs="review", not_by=MAKER, verb="undo_off")
    def undo_write_off(self: "Settlement", write_off: Any, reason: str, *, by: User) -> str:
        """The debt is open again. Raises RuleError for one of another settlement, and once the period in which it was given up is
        submitted: what was reported stays."""
        self._refuse_others(write_off)
        if write_off.decision != "approved":
            raise RuleError(f"这一笔核销现在是“{write_off.decision_name}”，不能撤销。")
        if closed := self.closed_since(write_off.decided_on):
            raise RuleError(f"核销那一期（{closed.span}）已经提交，不能再撤销。")
        payment = write_off.payment
        if payment.status != WRITTEN:
            raise RuleError(f"这一笔后来查明没有领到，现在是“{payment.status_name}”，不用撤销。")
        write_off.amount_fen, write_off.decision = write_off.stands_fen, "undone"
        payment.status, payment.paid_on, payment.reason = "due", None, ""
        return f"{payment.shown_name} {write_off.yuan} 元仍要追回。{reason}"

    def close_proposals(self: "Settlement", payment: Any) -> None:
        """To be called when a debt, of whichever settlement, has just been levelled whole: nobody decides about it any more."""
        row = self.write_off_class
        for each in db.session.scalars(select(row).where(row.payment_id == payment.id, row.decision == "")):
            each.decision, each.decided_on = "moot", clock.today()
            each.opinion = f"这一笔{payment.status_name}。"

    def refuse_proposer(self: "Settlement", write_off: Any, user: User) -> None:
        """Raises NotAllowed for whoever proposed it: two people give a debt up."""
        may = partial(self.entrusted_to, user, self.rights.review)
        if one_hand(user, write_off.proposed_by_id, key_of(self), may):
            raise NotAllowed("您是提出人，不能自己办“决定核销”，请由另一位有权限的人办理。")

    def closed_since(self: "Settlement", day: date) -> "Settlement | None":
        """The first settlement of the body that was submitted for the period of `day`, or a later one."""
        cls = type(self)
        later = select(cls).where(cls.of(self.body), cls.last_day >= day, cls.frozen_at.is_not(None))
        return db.session.scalar(later.order_by(cls.first_day).limit(1))

    def _refuse_others(self: "Settlement", row: Any) -> None:
        """Raises RuleError for a payment or write-off that belongs to another settlement, whose makers are other people."""
        db.session.flush()
        if row.settlement_id != self.id:
            raise RuleError("这一笔不在这一期里，请到它所在的那一期办理。")

    def _open_debt(self: "Settlement", payment: Any) -> None:
        """Raises RuleError for a payment that is not to be got back, as it stands behind the lock."""
        self.hold(self.body)
        db.session.refresh(payment)
        if payment.status != "due" or payment.amount_fen > 0:
            raise RuleError(f"这一笔现在是“{payment.status_name}”，不是待追回的，不用核销。")
        if refused := self.goes_on(payment):
            raise RuleError(refused)
