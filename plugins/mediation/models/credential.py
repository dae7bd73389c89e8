"""证书, 培训, 表彰 of mediators: what each has, until when a certificate holds, how many hours were learnt."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.mediator import Mediator
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.mediation.models.committee import Committee

CERTIFICATE, TRAINING, HONOUR = "certificate", "training", "honour"
KINDS = {CERTIFICATE: "证书", TRAINING: "培训", HONOUR: "表彰"}


class Credential(db.Model):
    """One certificate (title, number, who gave it, until when), training (subject, hours, who held it) or commendation of a mediator."""

    __tablename__ = "mediation_credential"

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(60), default="")
    given_by: Mapped[str] = mapped_column(String(60), default="")
    on: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    hours: Mapped[int | None]

    mediator: Mapped[Mediator] = relationship(lazy="joined")
    kind_name = named("kind", KINDS)

    @property
    def lapsed(self) -> bool:
        """Whether it holds no longer."""
        return self.valid_until is not None and self.valid_until < clock.today()


class Credentialled:
    """A committee that keeps what its mediators have learnt and earned."""

    @declared_attr
    def credentials(cls) -> Mapped[list[Credential]]:
        return relationship(order_by=(Credential.on.desc(), Credential.id.desc()), cascade="all, delete-orphan")

    @step("登记证书、培训、表彰", needs="mediation.manage")
    def credit(self: "Committee", mediators: list[Mediator], *, by: User, **fields) -> Moved:
        """A line for each of `mediators`; fields as in `Credential`. A renewed certificate is a line of its own."""
        made = [Credential(mediator=each, **fields) for each in mediators]
        self.credentials.extend(made)
        return Moved(made=made)

    @step("删除登记错的", needs="mediation.manage")
    def discard(self: "Committee", credential: Credential, *, by: User) -> None:
        """It was entered by mistake."""
        self.credentials.remove(credential)

    def credentials_of(self: "Committee", mediator: Mediator) -> list[Credential]:
        """The latest first."""
        return [each for each in self.credentials if each.mediator_id == mediator.id]
