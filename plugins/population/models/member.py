"""成员: who belongs to a household as what, from one day to another. A resident belongs to one at a time."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.population.choices import RELATIONS
from plugins.population.models.first_day import first_day
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.dated import Dated
from portal.together import looked_up

if TYPE_CHECKING:
    from plugins.population.models.household import Household
    from plugins.population.models.kind import KindHeld

NOW = text("valid_until IS NULL")


class HouseholdMember(Dated, db.Model):
    """户成员. `came_with`: the kind of person that the same line of a roster told, taken back with it."""

    __tablename__ = "population_member"
    __table_args__ = (
        Index("uq_population_member_person", "person_id", unique=True, sqlite_where=NOW, postgresql_where=NOW),
        Index("ix_population_member_present", "household_id", sqlite_where=NOW, postgresql_where=NOW),
        Index("ix_population_member_ever", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("population_household.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    relation: Mapped[str] = mapped_column(String(12))
    came_with_id: Mapped[int | None] = mapped_column(ForeignKey("population_kind.id"), index=True)

    record: Mapped["Household"] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(lazy="joined")
    came_with: Mapped["KindHeld | None"] = relationship()

    @property
    def relation_name(self) -> str:
        return RELATIONS[self.relation]

    @classmethod
    def now(cls, person: Person) -> "HouseholdMember | None":
        """Where `person` belongs now."""
        with db.session.no_autoflush:
            return looked_up(
                ("member", person), lambda: db.session.scalars(cls.of_now([person.id])).first(), about=person
            )

    @classmethod
    def of_now(cls, people: Iterable[int]) -> Select[tuple["HouseholdMember"]]:
        """Where these residents belong now."""
        return select(cls).where(cls.person_id.in_(people), cls.valid_until.is_(None))

    @classmethod
    def begin(cls, person: Person, relation: str, on: date, *, into: "Household") -> "HouseholdMember":
        """Raises RuleError for who belongs to a household (which one is said only where it lies in the very unit), is of another county, or was not
        born that year."""
        if person.county_id != into.county_id:
            raise RuleError("这位居民登记在别的旗县区，请先在本旗县区登记。", at="id_number")
        if known := cls.now(person):
            here = known.record.unit_id == into.unit_id
            where = f"{known.record.number}里（{known.relation_name}）" if here else "别的户里"
            raise RuleError(f"这位居民已经在{where}，请先办理迁出。", at="id_number")
        return cls(person=person, relation=relation, valid_from=first_day(person, on))
