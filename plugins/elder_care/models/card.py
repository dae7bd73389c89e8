"""就餐卡, and who may fetch the meal of another (代领)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.elder_care.choices import CARD_ENDS
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import cards, step
from portal.records.people import Contact, contact
from portal.records.representation import is_self

if TYPE_CHECKING:
    from plugins.elder_care.models.member import Member


class Card(cards.Card, db.Model):
    """就餐卡."""

    __tablename__ = "elder_care_card"
    ENDS = CARD_ENDS

    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id", ondelete="CASCADE"), index=True)
    member: Mapped["Member"] = relationship(back_populates="cards")


class Agent(db.Model):
    """代领人: somebody who may fetch the meal of a member, by a written authority with its days."""

    __tablename__ = "elder_care_agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id", ondelete="CASCADE"), index=True)
    relation: Mapped[str] = mapped_column(String(20), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date]

    person_id, person = contact("代领人")

    def may_fetch_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


class Carded(cards.Carded):
    """A member has cards, one of them valid, and people who may fetch his meal."""

    CARD = Card
    reissue = cards.Carded.reissue.needing("elder_care.manage")

    @declared_attr
    @classmethod
    def cards(cls) -> Mapped[list[Card]]:
        return relationship(Card, order_by=Card.id, back_populates="member", passive_deletes="all")

    @declared_attr
    @classmethod
    def agents(cls) -> Mapped[list[Agent]]:
        return relationship(Agent, order_by=Agent.id, passive_deletes="all")

    @step("登记代领人", of="active", needs="elder_care.manage")
    def authorise(
        self: "Member", name: str, valid_from: date, valid_until: date, *, by: User, phone: str = "", relation: str = ""
    ):
        """代领授权, in writing. Raises RuleError for an end before the beginning, and for the member itself."""
        if valid_until < valid_from:
            raise RuleError("授权终止早于开始，请核对。")
        person = Contact(name=name, phone=phone or None)
        if is_self(person, self.person):
            raise RuleError("代领人就是老人本人，本人来就餐不用授权，请核对姓名。")
        self.agents.append(Agent(person=person, relation=relation, valid_from=valid_from, valid_until=valid_until))
        return f"{relation}{person.name_masked}，{valid_from:%Y-%m-%d} 至 {valid_until:%Y-%m-%d}。"

    @step("撤销代领", needs="elder_care.manage")
    def revoke(self, agent: Agent, *, by: User, note: str = "") -> str:
        """From today on nobody fetches under it."""
        agent.valid_until = clock.today() - timedelta(days=1)
        return f"{agent.person.name_masked}。{note}"
