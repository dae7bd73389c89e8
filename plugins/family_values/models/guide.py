"""讲解员 of a hall, on its roster from one day to another."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records import Moved, step
from portal.records.people import Contact, contact, resident_named
from portal.records.roster import Membership


class Guide(Membership, db.Model):
    """讲解员. `person`: the resident with the same name and telephone, where there is one."""

    __tablename__ = "family_values_guide"
    JOINING, LEAVING = "任职", "离任"

    hall_id: Mapped[int] = mapped_column(ForeignKey("family_values_hall.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)

    contact_id, contact = contact("讲解员")
    person: Mapped[Person | None] = relationship()

    @property
    def serves_now(self) -> bool:
        return self.serves_on(clock.today())


class Guided:
    """Who guides through a hall."""

    if TYPE_CHECKING:
        unit: OrgUnit

    @declared_attr
    def guides(cls) -> Mapped[list[Guide]]:
        return relationship(Guide, order_by=(Guide.valid_from, Guide.id))

    @step("登记讲解员", needs="family_values.manage")
    def appoint(self, *, name: str, phone: str, valid_from: date, by: User) -> Moved:
        """Raises RuleError for somebody who guides here already."""
        if any(
            each.name == name and each.contact.phone == phone and each.serves_on(valid_from) for each in self.guides
        ):
            raise RuleError(f"{name}已经是这里的讲解员。")
        guide = Guide(name=name, valid_from=valid_from, contact=Contact(name=name, phone=phone))
        guide.person = resident_named(self.unit, name, phone)
        self.guides.append(guide)
        return Moved(made=guide)

    @step("讲解员离任", needs="family_values.manage")
    def release(self, guide: Guide, on: date, *, by: User) -> None:
        guide.end(on)

    def guides_on(self, day: date) -> list[Guide]:
        """Who may guide on `day`."""
        return [each for each in self.guides if each.serves_on(day)]
