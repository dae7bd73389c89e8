"""推选代表人: many who ask the same elect a few to speak for them; the others stand on a list (民事诉讼法 §56; 信访工作条例 §20)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.models.correcting import CORRECT, CORRECTABLE
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.records.people import Contact, contact
from portal.records.representation import is_same

if TYPE_CHECKING:
    from portal.cases.models.case import Case
    from portal.cases.models.party import Party

MOST = 5  # 代表人 (信访工作条例 §20; 最高人民法院关于适用民事诉讼法的解释 §78)


class GroupMember(db.Model):  # type: ignore[name-defined]
    """群体成员: one of those for whom the elected speak, on one side of a case."""

    __tablename__ = "cases_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    side: Mapped[int]
    note: Mapped[str] = mapped_column(String(60), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    contact_id, contact = contact("群体成员")


class MayBeElected:
    """A party that the others elected, on a day."""

    elected_on: Mapped[date | None] = mapped_column()


class Electing:
    """A case in which many elect a few."""

    @declared_attr
    def members(cls) -> Mapped[list[GroupMember]]:
        return relationship(order_by=GroupMember.id, cascade="all, delete-orphan")

    @step("推选代表人", of=CORRECTABLE, needs=CORRECT)
    def elect(self: "Case", parties: "Sequence[Party]", on: date, *, by: User) -> str:
        """`parties`, all on one side, speak for the members of that side since `on`; whoever spoke before does no longer. Raises RuleError for nobody, for
        more than five, and for both sides at once."""
        if len({each.side for each in parties}) != 1:
            raise RuleError("请选同一方的当事人作代表人。", at="parties")
        if len(parties) > MOST:
            raise RuleError(f"推选的代表人不超过 {MOST} 人（信访工作条例第二十条）。", at="parties")
        side = parties[0].side
        for each in self.side(side):
            each.elected_on = on if each in parties else None
        return f"{self.called(side)}推选{'、'.join(each.name_masked for each in parties)}为代表人，{on:%Y-%m-%d}。"

    @step("增加群体成员", of=CORRECTABLE, needs=CORRECT)
    def add_member(
        self: "Case", side: int, name: str, *, by: User, phone: str = "", id_number: str = "", note: str = ""
    ) -> Moved:
        """One more of those who are spoken for. Raises RuleError as `enter_member` does."""
        made = self.enter_member(side=side, name=name, phone=phone, id_number=id_number, note=note, by=by)
        return Moved(f"增加{self.called(side)}一方的成员{made.contact.name_masked}。", made=made)

    def enter_member(
        self: "Case", *, side: int, name: str, by: User, phone: str = "", id_number: str = "", note: str = ""
    ) -> GroupMember:
        """The same without an entry on the timeline: a list from Excel has hundreds, and the audit trail tells of it. Raises RuleError where nobody was
        elected on that side, and for whoever stands there already."""
        if not any(each.elected_on for each in self.side(side)):
            raise RuleError(f"{self.called(side)}还没有推选代表人，请先登记代表人，再登记成员。", at="side")
        member = Contact(name=name, phone=phone or None, id_number=id_number or None)
        if any(is_same(member, each.contact) for each in self.members):
            raise RuleError("名单里已经有这个人。同名的另一人，请填写身份证号或者电话。", at="name")
        if any(each.person and is_same(member, each.person) for each in self.parties):
            raise RuleError("这个人已经是当事人，不用再列入成员名单。", at="name")
        made = GroupMember(side=side, contact=member, note=note, by_id=by.id)
        self.members.append(made)
        return made

    @step("移除群体成员", of=CORRECTABLE, needs=CORRECT)
    def remove_member(self: "Case", member: GroupMember, reason: str, *, by: User) -> str:
        """`member` is not spoken for."""
        told = f"移除{self.called(member.side)}一方的成员{member.contact.name_masked}。{reason}"
        self.members.remove(member)
        return told
