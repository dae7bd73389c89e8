"""Who takes part in a dispute: the parties with their consent, those who act for them, and the mediators chosen for it."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.mediation.models.committee import Mediator
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Party
from portal.extensions import db
from portal.records import Moved, step
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

OF_AGE, EARNING = 18, 16  # 周岁 (民法典 §17); from 16 on somebody who lives on their own work acts for themselves (§18)


class DisputeParty(db.Model):
    """A party before the committee: whether it agrees to be mediated, and who acts for it."""

    __tablename__ = "mediation_dispute_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"))
    consent: Mapped[str] = mapped_column(String(8), default="")
    consent_on: Mapped[date | None]

    party: Mapped[Party] = relationship(lazy="joined")
    agent_id, agent = contact("代理人")

    @property
    def age(self) -> int | None:
        """Full years today; None for an organisation, and where the date of birth is not known."""
        return self.party.person.age_on(clock.today()) if self.party.person else None

    @property
    def is_minor(self) -> bool:
        return self.age is not None and self.age < OF_AGE

    @property
    def lacks_guardian(self) -> bool:
        """A child agrees to nothing without whoever acts for it by law (民法典 §19, §20, §23)."""
        return self.age is not None and self.age < EARNING and self.agent is None

    @property
    def agent_title(self) -> str:
        return "法定代理人" if self.is_minor else "委托代理人"


class Represented:
    """Who acts for the parties."""

    @step("登记代理人", of="mediating", needs="mediation.mediate")
    def name_agent(self: "Dispute", party: DisputeParty, name: str, *, by: User, phone: str = "") -> Moved:
        """法定代理人 of a minor, else 委托代理人. The timeline does not name them: whoever is forgotten shall not stand in it."""
        party.agent = Contact(name=name, phone=phone or None)
        return Moved(f"{party.party.name}的{party.agent_title}已登记。", title="登记代理人")


class DisputeMediator(db.Model):
    """A mediator chosen for a dispute (人民调解法 §19)."""

    __tablename__ = "mediation_dispute_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"))

    mediator: Mapped[Mediator] = relationship(lazy="joined")
