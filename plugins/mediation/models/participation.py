"""Who takes part in a dispute: the parties with their consent, and the mediators chosen for it."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.mediation.models.committee import Mediator
from portal.cases.models import Party
from portal.extensions import db


class DisputeParty(db.Model):
    """A party before the committee: whether it agrees to be mediated."""

    __tablename__ = "mediation_dispute_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"))
    consent: Mapped[str] = mapped_column(String(8), default="")
    consent_on: Mapped[date | None]

    party: Mapped[Party] = relationship(lazy="joined")


class DisputeMediator(db.Model):
    """A mediator chosen for a dispute (人民调解法 §19)."""

    __tablename__ = "mediation_dispute_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"))

    mediator: Mapped[Mediator] = relationship(lazy="joined")
