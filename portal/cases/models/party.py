"""当事人: a resident or an organisation on one side of a case."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.errors import RuleError
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


class BetweenParties:
    """A case has two sides with parties on them."""

    @declared_attr
    def parties(cls) -> Mapped[list[Party]]:
        return relationship(order_by=(Party.side, Party.id))

    def side(self, number: int) -> list[Party]:
        """The parties on one side."""
        return [party for party in self.parties if party.side == number]

    def enter_parties(self, parties: list[tuple[int, Person | Organisation]]) -> None:
        """Put each `(side, who)` on record. Raises RuleError for nobody at all, or one and the same twice."""
        if not parties:
            raise RuleError("请至少登记一名当事人。")
        ids = [(type(who), who.id) if who.id else (type(who), id(who)) for _, who in parties]
        if len(set(ids)) < len(ids):
            raise RuleError("同一个人不能在一件事里登记两次，也不能同时是双方当事人。")
        for side, who in parties:
            self.parties.append(Party(side=side, **{"person" if isinstance(who, Person) else "organisation": who}))
