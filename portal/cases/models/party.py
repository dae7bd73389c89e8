"""当事人: a resident or an organisation on one side of a case."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import DISPUTE, SIDES, sides_of
from portal.cases.models.agency import ActedFor
from portal.cases.models.correcting import CORRECT, CORRECTABLE
from portal.cases.models.electing import MayBeElected
from portal.errors import RuleError
from portal.extensions import db
from portal.people.changes import SaysOtherwise
from portal.people.masking import ERASED_SHOWN, mask_name
from portal.people.models import Organisation, Person
from portal.records import Moved, step
from portal.records.people import contact

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class Party(ActedFor, MayBeElected, SaysOtherwise, db.Model):
    """当事人. Exactly one of `person` and `organisation` is given. Side 1 asks, side 2 is asked, side 3 has an own claim to the matter or is
    touched by what comes of it (第三人, 民事诉讼法 §59). Who was taken off stays as a row: papers and records name it. `came_at`: when the case was
    registered, so that the latest cases of somebody are read without all the others."""

    __tablename__ = "cases_party"
    __table_args__ = (
        Index("ix_cases_party_case", "case_id", "side", "id"),
        Index("ix_cases_party_person", "person_id", "came_at"),
        Index("ix_cases_party_organisation", "organisation_id", "came_at"),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    side: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"))
    came_at: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00")
    removed_at: Mapped[datetime | None]
    came_with_id: Mapped[int | None] = mapped_column(ForeignKey("cases_case.id"))

    case: Mapped["Case"] = relationship(viewonly=True, foreign_keys=[case_id])
    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    agent_id, agent = contact("代理人")

    @classmethod
    def opened_by(cls, reader: User) -> Select:
        """The parties of cases that `reader` may see."""
        case = cls.case.property.mapper.class_
        return select(cls).where(case.visible_to(reader).where(case.id == cls.case_id).exists())

    @property
    def said_in(self) -> "Case":
        """The record in which something was said of the party."""
        return self.case

    @property
    def who(self) -> Person | Organisation:
        return self.person or self.organisation

    @property
    def name(self) -> str:
        """As papers and pages show it."""
        if self.person and self.person.erased_at:
            return ERASED_SHOWN
        return self.person.name_shown if self.person and self.person.restricted_at else self.as_said.name

    @property
    def name_masked(self) -> str:
        return mask_name(self.as_said.name) if self.person else self.as_said.name

    @property
    def side_name(self) -> str:
        """As the papers of a mediation call it."""
        return SIDES[self.side]

    @property
    def role_name(self) -> str:
        """As the case calls it: who reports something is no applicant."""
        return sides_of(self.case.nature)[self.side] + ("（推选代表人）" if self.elected_on else "")

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """`(who, telephone number)` of whoever can be called: the party, and whoever acts for it."""
        agent = self.agent
        found = [(self.name, self.as_said.phone or ""), (self.acting, (agent.phone if agent else "") or "")]
        silent = self.person and (self.person.erased_at or self.person.restricted_at)
        return [(who, number) for who, number in found if number and not silent]

    def alike(self) -> "Party":
        """The same party for another case, with whoever acts for it."""
        other = Party(side=self.side, person=self.person, organisation=self.organisation, said=self.said)
        other.act_alike(self)
        return other


class BetweenParties:
    """A case has two sides with parties on them, and perhaps third parties."""

    @declared_attr
    def parties(cls) -> Mapped[list[Party]]:
        return relationship(
            primaryjoin=lambda: (cls.id == Party.case_id) & Party.removed_at.is_(None),
            foreign_keys=[Party.case_id],
            order_by=(Party.side, Party.id),
            cascade="save-update, merge, delete",  # a case that is taken back with its sheet
        )

    def side(self, number: int) -> list[Party]:
        """The parties on one side."""
        return [party for party in self.parties if party.side == number]

    @property
    def unnamed(self) -> bool:
        """匿名: whoever asks, reports or complains gave no name."""
        return self.nature != DISPUTE and not self.side(1)

    def enter_parties(self, parties: list[tuple[int, Person | Organisation]]) -> None:
        """Put each `(side, who)` on record. Raises RuleError for one and the same twice, and in a dispute for nobody at all."""
        if not parties and self.nature in (None, DISPUTE):
            raise RuleError("请至少登记一名当事人。")
        ids = [(type(who), who.id) if who.id else (type(who), id(who)) for _, who in parties]
        if len(set(ids)) < len(ids):
            raise RuleError("同一个人不能在一件事里登记两次，也不能同时是双方当事人。")
        for side, who in parties:
            self._enter(side, who)

    def _enter(self, side: int, who: Person | Organisation) -> Party:
        made = Party(
            side=side, came_at=self.created_at, **{"person" if isinstance(who, Person) else "organisation": who}
        )
        self.parties.append(made)
        return made

    # -- steps -------------------------------------------------------------------------------------------------------

    @step("增加当事人", of=CORRECTABLE, needs=CORRECT)
    def add_party(self: "Case", side: int, who: Person | Organisation, reason: str, *, by: User) -> Moved:
        """增加当事人. Raises RuleError for whoever is a party already."""
        if known := self.party_of(who):
            raise RuleError(f"已经是本件的{self.called(known.side)}，不用再加；身份不对的请更正身份。")
        made = self._enter(side, who)
        self.corrected_at = clock.now()
        return Moved(f"增加{self.called(side)}{made.name_masked}。{reason}", made=made)

    @step("更正身份", of=CORRECTABLE, needs=CORRECT)
    def correct_party(self: "Case", party: Party, side: int, reason: str, *, by: User) -> str:
        """`party` stands on another side. Raises RuleError where it does already, and for a side that nobody would be left on."""
        if side == party.side:
            raise RuleError(f"登记的就是{self.called(side)}，没有改动。", at="side")
        self._leave(party)
        was, party.side = self.called(party.side), side
        self.corrected_at = clock.now()
        return f"{party.name_masked}由{was}更正为{self.called(side)}。{reason}"

    @step("移除当事人", of=CORRECTABLE, needs=CORRECT)
    def remove_party(self: "Case", party: Party, reason: str, *, by: User, withdrew: bool = False) -> str:
        """`party` does not belong to the case, or no longer does since it `withdrew`. Raises RuleError where nobody would be left to ask for anything. Flushes."""
        self._leave(party)
        self.corrected_at = party.removed_at = clock.now()
        who = f"{self.called(party.side)}{party.name_masked}"
        told = f"{who}已经撤回，不再是本件的当事人。{reason}" if withdrew else f"移除{who}。{reason}"
        db.session.flush()
        db.session.expire(self, ["parties"])
        return told

    def called(self: "Case", side: int) -> str:
        """What the parties on one side are called in a matter of this nature."""
        return sides_of(self.nature)[side]

    def party_of(self, who: Person | Organisation) -> Party | None:
        """The party that `who` is."""
        return next((each for each in self.parties if each.who is who), None)

    def _leave(self: "Case", party: Party) -> None:
        if self.side(1) == [party] and self.nature == DISPUTE:
            raise RuleError(f"{party.name}是唯一的申请人，请先增加一名申请人，再更正。", at="side")
