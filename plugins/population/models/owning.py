"""房主: to whom premises belong, with their shares, from one day to another."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.population.choices import EDIT
from plugins.population.models.first_day import first_day
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Organisation, Person
from portal.records import Moved, step
from portal.records.dated import Dated
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.population.models.premises import Premises

WHOLE = 100  # per cent


class PremisesOwner(Dated, db.Model):
    """房主: a resident, an organisation, or somebody who is only named. `share`: per cent, where it is known."""

    __tablename__ = "population_owner"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN who_id IS NULL THEN 0 ELSE 1 END) <= 1",
            name="one_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("population_premises.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"), index=True)
    share: Mapped[int | None]
    who_id, who = contact("房主")

    record: Mapped["Premises"] = relationship(back_populates="owners")
    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        """Who it is; nobody any more after an erasure."""
        if self.person:
            return self.person.name_shown
        named = self.organisation or self.who
        return named.name if named else "已删除"

    @property
    def phone_masked(self) -> str:
        named = self.person or self.organisation or self.who
        return named.phone_masked if named else ""


class Owned:
    """Premises that belong to somebody."""

    owners: Mapped[list[PremisesOwner]]

    @property
    def owned_by(self) -> list[PremisesOwner]:
        """To whom they belong now."""
        return [each for each in self.owners if each.valid_until is None]

    @step("登记房主", of="here", needs=EDIT)
    def take_owner(
        self,
        on: date,
        *,
        by: User | None,
        person: Person | None = None,
        organisation: Organisation | None = None,
        who: Contact | None = None,
        share: int | None = None,
    ) -> Moved:
        """One of the three. Raises RuleError where all shares are more than the whole, for who is one already, and for a day before the year of birth."""
        taken = sum(each.share or 0 for each in self.owned_by)
        if taken + (share or 0) > WHOLE:
            raise RuleError(f"已登记 {taken}%，合起来超过 {WHOLE}%，请核对。", at="share")
        same = [
            each
            for each in self.owned_by
            if (person and each.person is person) or (organisation and each.organisation is organisation)
        ]
        if same:
            raise RuleError("已经登记为房主。", at="name")
        if person:
            first_day(person, on)
        elif on > clock.today():
            raise RuleError("日期还没有到，请核对。", at="on")
        made = PremisesOwner(person=person, organisation=organisation, who=who, share=share, valid_from=on)
        self.owners.append(made)
        kind = "居民" if person else "单位" if organisation else "其他"
        return Moved(f"{kind}，{on} 起。", made=made)

    @step("登记不再是房主", of="here", needs=EDIT)
    def end_owner(self, owner: PremisesOwner, on: date, *, by: User | None) -> str:
        """Sold, inherited, given away: who has it next is registered besides."""
        if owner.person:
            owner.person.admit_use()
        owner.end_on(on)
        return f"最后一天 {on}。"
