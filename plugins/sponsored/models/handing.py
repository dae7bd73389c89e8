"""换包案领导、换责任人: with the reason, and of a leader with a sheet on which it is handed over within the days set."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.sponsored.choices import APPROVE, LEAD
from plugins.sponsored.models.states import MET_IN
from plugins.sponsored.settings import handed_over_by
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Part, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship


def _taken_over(handover: "SponsorHandover") -> str:
    return "已经交接。" if handover.taken_at else ""


class SponsorHandover(Part, db.Model):
    """交接: from one leader to another. `told`: what was done so far; `open_points`: what remains to be done."""

    __tablename__ = "sponsored_handover"
    __table_args__ = (Index("ix_sponsored_handover_sponsorship", "sponsorship_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsored_sponsorship.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(RedactedText(1000))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    taken_at: Mapped[datetime | None]
    told: Mapped[str] = mapped_column(Text, default="")
    open_points: Mapped[str] = mapped_column(Text, default="")

    record: Mapped["Sponsorship"] = relationship(back_populates="handovers")
    from_whom: Mapped[User] = relationship(foreign_keys=[from_id], lazy="joined")
    to_whom: Mapped[User] = relationship(foreign_keys=[to_id], lazy="joined")

    def entrusted_to(self, user: User, permission: str) -> bool:
        """Whoever takes over; and whoever appoints leaders there, where that person cannot."""
        return self.to_id in user.persons or user.can(APPROVE, self.record)

    def refusal(self, permission: str) -> str:
        return f"由接手的{self.to_whom.name}办理。"

    @step("登记交接", of=MET_IN, needs=LEAD, unless=_taken_over)
    def take_over(self, told: str, open_points: str, *, by: User) -> str:
        """The new leader has it."""
        self.told, self.open_points, self.taken_at = told, open_points, clock.now()
        return f"{self.from_whom.name}已交接给{self.to_whom.name}。"


class SponsorPart(db.Model):
    """Who ever had a part in a sponsorship: led it, answered for it, met a party, asked for more time or to have it struck off. They neither review it
    nor follow it up, whoever has it now."""

    __tablename__ = "sponsored_part"
    __table_args__ = (Index("ix_sponsored_part_user", "user_id", "sponsorship_id"),)

    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsored_sponsorship.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), primary_key=True)


class HandedOver:
    """包案领导 and 责任人 may change; the trace stays."""

    leader_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    handler_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    responsible_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))

    @declared_attr
    def leader(cls) -> Mapped[User]:
        return relationship(foreign_keys=[cls.leader_id])

    @declared_attr
    def handler(cls) -> Mapped[User]:
        return relationship(foreign_keys=[cls.handler_id])

    @declared_attr
    def responsible(cls) -> Mapped[OrgUnit]:
        return relationship(foreign_keys=[cls.responsible_id], lazy="joined")

    @declared_attr
    def handovers(cls) -> Mapped[list[SponsorHandover]]:
        return relationship(back_populates="record", order_by=SponsorHandover.id)

    @declared_attr
    def parts(cls) -> Mapped[list[SponsorPart]]:
        return relationship()

    def take_part(self, *users: User) -> None:
        """Keep that `users` had a part in it."""
        known = {each.user_id for each in self.parts}
        self.parts.extend(SponsorPart(user_id=ident) for ident in {each.id for each in users} - known)

    @property
    def handover(self) -> SponsorHandover | None:
        """The one that is not done yet; one before it, to a leader who was changed again, never will be."""
        return self.handovers[-1] if self.handovers and not self.handovers[-1].taken_at else None

    @step("换包案领导", of=MET_IN, needs=APPROVE, verb="change")
    def change_leader(self: "Sponsorship", leader: User, reason: str, *, by: User) -> str:
        """Raises RuleError for the present one."""
        if leader.id == self.leader_id:
            raise RuleError("现在的包案领导就是这一位，请选另一位。", at="leader_id")
        due_on, was = handed_over_by(self.unit), self.leader
        self.handovers.append(
            SponsorHandover(
                from_whom=was, to_whom=leader, to_id=leader.id, reason=reason, due_on=due_on, at=clock.now()
            )
        )
        self.leader = leader
        self.take_part(was, leader)
        return f"{was.name}换为{leader.name}，请于 {due_on} 前交接。{reason}"

    @step("换责任人", of=MET_IN, needs=APPROVE, verb="reassign")
    def change_handler(self: "Sponsorship", handler: User, responsible: OrgUnit, reason: str, *, by: User) -> str:
        """Raises RuleError for the present one."""
        if (handler.id, responsible.id) == (self.handler_id, self.responsible_id):
            raise RuleError("现在的责任人就是这一位，请选另一位。", at="handler")
        self.take_part(self.handler, handler)
        was, self.handler, self.responsible = f"{self.responsible}{self.handler.name}", handler, responsible
        return f"{was}换为{responsible}{handler.name}。{reason}"
