"""见义勇为协会: its members, and its fund with a ledger that always balances."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import FUND_KINDS
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.money import MAX_FEN, format_yuan
from portal.org.models import OrgUnit, Scoped
from portal.records import AppendOnly

if TYPE_CHECKING:
    from plugins.heroes.models.honour import HeroAward


class Association(Scoped, db.Model):
    """见义勇为协会 (or foundation) of a county; `balance_fen` and `entries` are the head of its ledger."""

    __tablename__ = "heroes_association"
    __table_args__ = (UniqueConstraint("unit_id"), CheckConstraint("balance_fen >= 0", name="covered"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    founded_on: Mapped[date | None]
    balance_fen: Mapped[Fen] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)

    members: Mapped[list["AssociationMember"]] = relationship(order_by=lambda: AssociationMember.id)

    @classmethod
    def of(cls, unit: OrgUnit) -> "Association | None":
        """The association nearest above `unit`."""
        found = db.session.scalars(select(cls).where(cls.unit_id.in_(unit.ancestor_ids))).all()
        return max(found, key=lambda each: unit.ancestor_ids.index(each.unit_id), default=None)

    @classmethod
    def found(cls, unit: OrgUnit, name: str, founded_on: date | None = None) -> "Association":
        """设立. Raises RuleError when the unit has one."""
        if db.session.scalar(select(cls.id).where(cls.unit_id == unit.id)):
            raise RuleError(f"{unit.short_name}已经设立了协会。")
        founded = cls(name=name, founded_on=founded_on, balance_fen=0, entries=0)
        founded.place(unit)
        db.session.add(founded)
        db.session.flush()
        return founded

    def admit(self, *, by: User, **fields) -> "AssociationMember":
        """入会. Fields: name, post, contact, phone, joined_on. Raises NotAllowed."""
        self._require(by)
        member = AssociationMember(**fields)
        self.members.append(member)
        return member

    def release(self, member: "AssociationMember", on: date, reason: str, *, by: User) -> None:
        """退会: the member stays in the books, with the day and the reason. Raises RuleError before it joined or again."""
        self._require(by)
        if member.left_on:
            raise WrongState(f"{member.name}已于 {member.left_on} 退会。")
        if on < member.joined_on:
            raise RuleError(f"退会日期早于入会日期（{member.joined_on}），请核对。")
        if on > clock.today():
            raise RuleError("退会日期还没有到，请核对。")
        member.left_on, member.left_reason, member.left_by = on, reason, by

    def _require(self, by: User) -> None:
        if not by.can("heroes.manage", self):
            raise NotAllowed("您没有管理协会的权限。")

    def book(
        self,
        kind: str,
        amount_fen: int,
        *,
        on: date,
        by: User,
        counterparty: str = "",
        note: str = "",
        award: "HeroAward | None" = None,
        corrects: "FundEntry | None" = None,
    ) -> "FundEntry":
        """记账 under lock: in is positive, out negative. Raises RuleError when the fund does not hold it."""
        if not by.can("heroes.fund", self):
            raise NotAllowed("您没有登记基金收支的权限。")
        if on > clock.today():
            raise RuleError("记账日期还没有到，请核对。")
        db.session.flush()
        db.session.refresh(self, with_for_update=True)
        balance = self.balance_fen + amount_fen
        if not amount_fen or balance > MAX_FEN:
            raise RuleError("金额应大于 0，且不能超过系统上限。")
        if balance < 0:
            raise RuleError(f"基金余额 {format_yuan(self.balance_fen)} 元，不够支出 {format_yuan(-amount_fen)} 元。")
        self.balance_fen, self.entries = balance, self.entries + 1
        entry = FundEntry(
            association_id=self.id,
            sequence=self.entries,
            kind=kind,
            amount_fen=amount_fen,
            balance_fen=balance,
            booked_on=on,
            counterparty=counterparty,
            note=note,
            award_id=award.id if award else None,
            corrects_id=corrects.id if corrects else None,
            actor=by,
        )
        db.session.add(entry)
        db.session.flush()
        return entry

    def counter(self, entry: "FundEntry", reason: str, *, by: User) -> "FundEntry":
        """冲正: what was booked wrongly is booked the other way round; nothing is ever changed.

        Raises RuleError for an entry countered already, a counter-entry, or one that belongs to an award.
        """
        done = db.session.scalar(select(FundEntry.id).where(FundEntry.corrects_id == entry.id))
        if done or entry.kind == "counter":
            raise RuleError("这笔账已经冲正，或者本身就是冲正，不能再冲正。")
        if entry.award_id:
            raise RuleError("奖金的账随奖金办理，请用“追缴”。")
        return self.book(
            "counter",
            -entry.amount_fen,
            on=clock.today(),
            by=by,
            counterparty=entry.counterparty,
            note=f"冲正第 {entry.sequence} 笔：{reason}",
            corrects=entry,
        )

    def faults(self) -> list[str]:
        """Where the ledger does not add up, recounted from its first entry; empty when it does."""
        found, balance, sequence = [], 0, 0
        for entry in db.session.execute(FundEntry.sums_of(self)):
            sequence, balance = sequence + 1, balance + entry.amount_fen
            if (entry.sequence, entry.balance_fen) != (sequence, balance) or balance < 0:
                found.append(f"第 {entry.sequence} 笔余额不符：应为 {format_yuan(balance)} 元。")
        if (self.balance_fen, self.entries) != (balance, sequence):
            found.append("账面余额与明细合计不符。")
        return found


class AssociationMember(db.Model):
    """会员单位."""

    __tablename__ = "heroes_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("heroes_association.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    post: Mapped[str] = mapped_column(String(20), default="会员单位")
    contact: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(String(200), default="")
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    left_by: Mapped[User | None] = relationship()


class FundEntry(AppendOnly, db.Model):
    """基金收支: one line of the ledger, with the balance after it. Names nobody: an award is told by its number."""

    __tablename__ = "heroes_fund_entry"
    __table_args__ = (
        UniqueConstraint("association_id", "sequence"),
        UniqueConstraint("corrects_id"),
        CheckConstraint("balance_fen >= 0", name="covered"),
        CheckConstraint("amount_fen <> 0", name="moved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("heroes_association.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    amount_fen: Mapped[Fen]
    balance_fen: Mapped[Fen]
    booked_on: Mapped[date]
    counterparty: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    award_id: Mapped[int | None] = mapped_column(ForeignKey("heroes_award.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("heroes_fund_entry.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User | None] = relationship(lazy="joined")

    @classmethod
    def of(cls, association: Association):
        """The ledger, from its first entry."""
        return select(cls).where(cls.association_id == association.id).order_by(cls.sequence)

    @classmethod
    def sums_of(cls, association: Association):
        """Only the figures of the ledger, for a recount."""
        return cls.of(association).with_only_columns(cls.sequence, cls.amount_fen, cls.balance_fen)

    @property
    def kind_name(self) -> str:
        return FUND_KINDS[self.kind]
