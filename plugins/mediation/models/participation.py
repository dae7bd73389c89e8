"""Who takes part in a dispute: the parties with their consent and whoever acts for them, and the mediators chosen for it."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.mediation.models.committee import Mediator
from portal import clock
from portal.cases.models import Party
from portal.extensions import db
from portal.records.people import contact

OF_AGE, EARNING = 18, 16  # 周岁 (民法典 §17); from 16 on somebody who lives on their own work acts for themselves (§18)
GUARDIANS = {"father": "父亲", "mother": "母亲", "guardian": "其他监护人"}  # 法定代理人 (民法典 §23, §27, §28)
RELATIONS = GUARDIANS | {"entrusted": "委托代理人"}


class DisputeParty(db.Model):
    """A party before the committee: whether it agrees to be mediated, and who acts for it."""

    __tablename__ = "mediation_dispute_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"))
    consent: Mapped[str] = mapped_column(String(8), default="")
    consent_on: Mapped[date | None]
    relation: Mapped[str] = mapped_column(String(12), default="")
    own_work: Mapped[bool] = mapped_column(default=False)

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
    def may_earn(self) -> bool:
        """Old enough to live on the own work, which is asked for (民法典 §18)."""
        return self.is_minor and self.age >= EARNING

    @property
    def needs_guardian(self) -> bool:
        """A minor agrees to nothing without whoever acts for it by law (民法典 §19, §20, §23)."""
        return self.is_minor and not (self.may_earn and self.own_work)

    @property
    def lacks_guardian(self) -> bool:
        return self.needs_guardian and (self.agent is None or self.relation not in GUARDIANS)

    @property
    def agent_title(self) -> str:
        by_law = self.relation in GUARDIANS if self.relation else self.needs_guardian
        return "法定代理人" if by_law else "委托代理人"

    @property
    def relation_name(self) -> str:
        """What the guardian is to the party: 父亲. That somebody was entrusted its title says already."""
        return GUARDIANS.get(self.relation, "")

    @property
    def acting(self) -> str:
        """法定代理人云建国（父亲）, or "" where the party acts for itself."""
        if self.agent is None:
            return ""
        return f"{self.agent_title}{self.agent.name}{f'（{self.relation_name}）' if self.relation_name else ''}"


class DisputeMediator(db.Model):
    """A mediator chosen for a dispute (人民调解法 §19)."""

    __tablename__ = "mediation_dispute_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"))

    mediator: Mapped[Mediator] = relationship(lazy="joined")
