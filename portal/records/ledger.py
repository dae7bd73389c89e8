"""台账: an account with append-only entries whose balances always add up.

A wrong entry is corrected by a counter-entry (冲正), never changed. Amounts are integers of 分.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from portal import clock
from portal.accounts.hands import signed
from portal.accounts.models import User
from portal.columns import Fen
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.money import MAX_FEN, format_yuan
from portal.records.timeline import AppendOnly
from portal.redaction import RedactedText

__all__ = ["Account", "LedgerEntry", "constraints"]

COUNTER = "counter"


class LedgerEntry(AppendOnly):
    """One line: in is positive, out negative, with the balance after it. `for_id`: in whose office `actor_id` booked it, where no own one allows it.

    The model adds a column to its account and names it in `ACCOUNT`, puts `constraints(ACCOUNT)` into its `__table_args__`, and
    names the kinds of entries in `KINDS` (counter is one of them).
    """

    __tablename__: str
    ACCOUNT: ClassVar[str]
    KINDS: ClassVar[dict[str, str]]

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    amount_fen: Mapped[Fen]
    balance_fen: Mapped[Fen]
    booked_on: Mapped[date]
    note: Mapped[str] = mapped_column(RedactedText(300), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    for_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    @classmethod
    def corrects_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"))

    @declared_attr
    @classmethod
    def actor(cls) -> Mapped[User | None]:
        return relationship(User, lazy="joined", foreign_keys=[cls.actor_id])

    @declared_attr
    @classmethod
    def owner(cls) -> Mapped[User | None]:
        return relationship(User, lazy="joined", primaryjoin=lambda: foreign(cls.for_id) == User.id, viewonly=True)

    @property
    def handler(self) -> str:
        """经办: 李某, or 李某（代张某）."""
        return signed(self.actor.name, self.owner.name if self.owner else "") if self.actor else ""

    @classmethod
    def of(cls, account: "Account") -> Select:
        """The entries of `account`, from the first."""
        return select(cls).where(getattr(cls, cls.ACCOUNT) == account.id).order_by(cls.sequence)

    @property
    def kind_name(self) -> str:
        return self.KINDS[self.kind]


def constraints(account: str) -> tuple:
    """What the table of entries holds to: one sequence an account, one counter-entry each, never below zero."""
    return (
        UniqueConstraint(account, "sequence"),
        UniqueConstraint("corrects_id"),
        CheckConstraint("balance_fen >= 0", name="covered"),
        CheckConstraint("amount_fen <> 0", name="moved"),
    )


class Account:
    """The head of a ledger: `balance_fen` and `entries` (how many) are kept with every entry.

    `entry_class` is the table of its entries, `needs_to_book` the permission asked on this account.
    """

    entry_class: ClassVar[type[Any]]
    needs_to_book: ClassVar[str]

    balance_fen: Mapped[Fen] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)

    if TYPE_CHECKING:
        id: int

        def allows(self, user: User, permission: str) -> bool: ...

    def objection_to(self, entry: LedgerEntry) -> str:
        """Why `entry` must not be countered, in Chinese, or "": for entries that are undone where they came from."""
        return ""

    def book(self, kind: str, amount_fen: int, *, on: date, by: User, note: str = "", **fields: Any) -> LedgerEntry:
        """记账 under lock; further fields are those of the entry. Raises NotAllowed; RuleError when the account does not hold it."""
        if not self.allows(by, self.needs_to_book):
            raise NotAllowed("您没有登记收支的权限。")
        if on > clock.today():
            raise RuleError("记账日期还没有到，请核对。")
        db.session.flush()
        db.session.refresh(self, with_for_update=True)
        balance = self.balance_fen + amount_fen
        if not amount_fen or balance > MAX_FEN:
            raise RuleError("金额应大于 0，且不能超过系统上限。")
        if balance < 0:
            raise RuleError(f"余额 {format_yuan(self.balance_fen)} 元，不够支出 {format_yuan(-amount_fen)} 元。")
        self.balance_fen, self.entries = balance, self.entries + 1
        entry = self.entry_class(
            sequence=self.entries,
            kind=kind,
            amount_fen=amount_fen,
            balance_fen=balance,
            booked_on=on,
            note=note,
            actor=by,
            for_id=by.owner_needed(lambda: self.allows(by, self.needs_to_book)),
            **{self.entry_class.ACCOUNT: self.id},
            **fields,
        )
        db.session.add(entry)
        db.session.flush()
        return entry

    def counter(self, entry: LedgerEntry, reason: str, *, by: User, **fields: Any) -> LedgerEntry:
        """冲正: the same the other way round. Raises RuleError for an entry countered already, or a counter-entry."""
        done = db.session.scalar(select(self.entry_class.id).where(self.entry_class.corrects_id == entry.id))
        if done or entry.kind == COUNTER:
            raise RuleError("这笔账已经冲正，或者本身就是冲正，不能再冲正。")
        if objection := self.objection_to(entry):
            raise RuleError(objection)
        return self.book(
            COUNTER,
            -entry.amount_fen,
            on=clock.today(),
            by=by,
            note=f"冲正第 {entry.sequence} 笔：{reason}",
            corrects_id=entry.id,
            **fields,
        )

    def faults(self) -> list[str]:
        """Where the ledger does not add up, recounted from its first entry; empty when it does."""
        found: list[str] = []
        balance = sequence = 0
        kind = self.entry_class
        for entry in db.session.execute(
            kind.of(self).with_only_columns(kind.sequence, kind.amount_fen, kind.balance_fen)
        ):
            sequence, balance = sequence + 1, balance + entry.amount_fen
            if (entry.sequence, entry.balance_fen) != (sequence, balance) or balance < 0:
                found.append(f"第 {entry.sequence} 笔余额不符：应为 {format_yuan(balance)} 元。")
        if (self.balance_fen, self.entries) != (balance, sequence):
            found.append("账面余额与明细合计不符。")
        return found
