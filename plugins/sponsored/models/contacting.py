"""见面: who was met when and how, what they said and what was done about it. No place, no picture, no mood: a person is listened to, not
watched."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.sponsored.choices import HANDLE, WAYS
from plugins.sponsored.models.states import MET_IN
from plugins.sponsored.settings import next_contact
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Party
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.protection import EncryptedText
from portal.records import step

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship

MET, VISITED = "met", "visited"


class SponsoredContact(db.Model):
    """见面记录, or (`kind`) the 回访 after it was struck off. `party`: who was met; `with_leader`: the leader took part."""

    __tablename__ = "sponsored_contact"
    __table_args__ = (Index("ix_sponsored_contact_sponsorship", "sponsorship_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsored_sponsorship.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default=MET)
    on: Mapped[date]
    way: Mapped[str] = mapped_column(String(8))
    with_leader: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str] = mapped_column(EncryptedText("sponsored_contact.said"))
    done: Mapped[str] = mapped_column(EncryptedText("sponsored_contact.done"))
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    record: Mapped["Sponsorship"] = relationship(back_populates="contacts")
    party: Mapped[Party] = relationship(lazy="joined")
    by: Mapped[User] = relationship(lazy="joined")
    way_name = named("way", WAYS)


class Contacted:
    """Somebody of the parties is met as often as the grade asks. `next_contact_on`: the last day for the next time."""

    next_contact_on: Mapped[date | None] = mapped_column()

    @declared_attr
    def contacts(cls) -> Mapped[list[SponsoredContact]]:
        return relationship(back_populates="record", order_by=(SponsoredContact.on, SponsoredContact.id))

    @step("登记见面", of=MET_IN, needs=HANDLE, verb="contact")
    def record_contact(
        self: "Sponsorship",
        *,
        party: Party,
        on: date,
        way: str,
        said: str,
        done: str,
        by: User,
        with_leader: bool = False,
    ) -> str:
        """见面记录. Raises RuleError for a day before it was approved."""
        if self.approved_at and on < clock.local(self.approved_at).date():
            raise RuleError("见面日期不能早于批准包案的日期，请核对。", at="on")
        self.take_part(by)
        told = self.tell(MET, party, on, way, said, done, by, with_leader)
        self.next_contact_on = max(self.next_contact_on or on, next_contact(self.unit, self.grade, on))
        return f"{told}下次 {self.next_contact_on} 前。"

    def tell(
        self: "Sponsorship",
        kind: str,
        party: Party,
        on: date,
        way: str,
        said: str,
        done: str,
        by: User,
        with_leader: bool = False,
    ) -> str:
        """Enter who was met; answers the words for the timeline, which name nobody."""
        given = {"kind": kind, "party": party, "on": on, "way": way, "said": said, "done": done}
        self.contacts.append(SponsoredContact(by_id=by.id, with_leader=with_leader, at=clock.now(), **given))
        return f"{on}，{WAYS[way]}，{party.role_name}。{'包案领导参加。' if with_leader else ''}"
