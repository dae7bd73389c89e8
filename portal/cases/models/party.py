"""当事人: a resident or an organisation on one side of a case."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.people.masking import ERASED_SHOWN, mask_name
from portal.people.models import Organisation, Person


class Party(db.Model):
    """当事人. Exactly one of `person` and `organisation` is given. Side 1 asks, side 2 is asked."""

    __tablename__ = "cases_party"
    __table_args__ = (
        Index("ix_cases_party_case", "case_id", "side", "id"),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    side: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"), index=True)
    agent: Mapped[str] = mapped_column(String(60), default="")

    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def who(self) -> Person | Organisation:
        return self.person or self.organisation

    @property
    def name(self) -> str:
        """As papers and pages show it."""
        return ERASED_SHOWN if self.person and self.person.erased_at else self.who.name

    @property
    def name_masked(self) -> str:
        return mask_name(self.person.name) if self.person else self.organisation.name

    @property
    def side_name(self) -> str:
        return "申请人" if self.side == 1 else "被申请人"
