"""见义勇为协会: its members, and its fund with a ledger that always balances."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import FUND_KINDS
from portal.accounts.models import User
from portal.database import only_once
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, Moved, begins, step
from portal.records.keeping import Keeping
from portal.records.ledger import Account, LedgerEntry, constraints
from portal.records.people import Contact, contact
from portal.records.roster import Membership
from portal.redaction import RedactedText


class Association(Body, Account, Scoped, db.Model):
    """见义勇为协会 (or foundation) of a county, and the head of the ledger of its fund."""

    __tablename__ = "heroes_association"
    __table_args__ = (UniqueConstraint("unit_id"), CheckConstraint("balance_fen >= 0", name="covered"))

    permission = "heroes.view"
    needs_to_book = "heroes.fund"
    keeping = Keeping(
        name="见义勇为协会会员",
        does="在用的名册，没有到期；退会的留在历任里",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    founded_on: Mapped[date | None]
    members: Mapped[list["AssociationMember"]] = relationship(order_by=lambda: AssociationMember.id)

    @classmethod
    def of(cls, unit: OrgUnit) -> "Association | None":
        """The association nearest above `unit`."""
        return cls.nearest(reversed(unit.ancestor_ids))

    @begins("设立协会", needs="heroes.manage", refused="您没有管理协会的权限。")
    def found(cls, *, unit: OrgUnit, name: str, by: User, founded_on: date | None = None) -> "Association":
        """One a unit; RuleError for a second."""
        founded = cls(name=name, founded_on=founded_on, balance_fen=0, entries=0)
        founded.place(unit)
        with only_once(f"{unit.short_name}已经设立了协会。"):
            db.session.add(founded)
        return founded

    @step("登记会员单位", needs="heroes.manage")
    def admit(self, *, by: User, contact: str = "", phone: str = "", **fields) -> Moved:
        """入会, with name and telephone of whom to ask for there. Fields: name, post, valid_from. Raises RuleError for one that is a
        member already."""
        if any(each.name == fields["name"] and each.valid_until is None for each in self.members):
            raise RuleError(f"{fields['name']}已经是会员单位，退会以后才能再入会。")
        who = Contact(name=contact, phone=phone or None) if contact or phone else None
        member = AssociationMember(contact=who, **fields)
        self.members.append(member)
        return Moved(made=member)

    @step("退会", needs="heroes.manage")
    def release(self, member: "AssociationMember", on: date, reason: str, *, by: User) -> None:
        """The member stays in the books, with the day and the reason. Raises RuleError before it joined or again."""
        member.end(on, left_reason=reason, left_by=by)

    @step("登记收支", needs="heroes.fund")
    def book(self, kind: str, amount_fen: int, *, on: date, by: User, **fields) -> Moved:
        """记账. Raises RuleError when the fund does not hold it."""
        return Moved(made=super().book(kind, amount_fen, on=on, by=by, **fields))

    @step("冲正", needs="heroes.fund")
    def counter(self, entry: "FundEntry", reason: str, *, by: User) -> Moved:
        """What was booked wrongly is booked the other way round; nothing is ever changed."""
        return Moved(made=super().counter(entry, reason, by=by, counterparty=entry.counterparty))

    def objection_to(self, entry: "FundEntry") -> str:
        return "奖金的账随奖金办理，请用“追缴”。" if entry.award_id else ""


class AssociationMember(Membership, db.Model):
    """会员单位; `valid_until` is the day it left."""

    __tablename__ = "heroes_member"
    JOINING, LEAVING = "入会", "退会"

    association_id: Mapped[int] = mapped_column(ForeignKey("heroes_association.id"), index=True)
    post: Mapped[str] = mapped_column(String(20), default="会员单位")
    contact_id, contact = contact("会员单位联系人")
    valid_from: Mapped[date] = mapped_column("joined_on")
    valid_until: Mapped[date | None] = mapped_column("left_on")
    left_reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    left_by: Mapped[User | None] = relationship()


class FundEntry(LedgerEntry, db.Model):
    """基金收支. Names nobody: an award is told by its number."""

    __tablename__ = "heroes_fund_entry"
    __table_args__ = constraints("association_id")
    ACCOUNT = "association_id"
    KINDS = FUND_KINDS

    association_id: Mapped[int] = mapped_column(ForeignKey("heroes_association.id"))
    counterparty: Mapped[str] = mapped_column(String(80), default="")
    award_id: Mapped[int | None] = mapped_column(ForeignKey("heroes_award.id"), index=True)


Association.entry_class = FundEntry
