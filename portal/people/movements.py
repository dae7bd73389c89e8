"""人口变动 as they are kept: a resident moved away, came back, moved within the county, or died; and what follows from it (`portal.people.moving`)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import DIED, LEFT, Person
from portal.protection import EncryptedText

CAME, MOVED = "came", "moved"
KINDS = {LEFT: "迁出本旗县区", CAME: "迁回本旗县区", MOVED: "搬到本旗县区的另一处", DIED: "死亡"}
EDIT = "people.edit"


class Movement(db.Model):  # type: ignore[name-defined]
    """人口变动. `place`: where somebody moved to or from, in words; units for who moved within the county. One that was wrong is annulled, and
    stays."""

    __tablename__ = "people_movement"
    __table_args__ = (Index("ix_people_movement_person", "person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    on: Mapped[date]
    place: Mapped[str | None] = mapped_column(EncryptedText("people_movement.place"))
    document: Mapped[str | None] = mapped_column(EncryptedText("people_movement.document"))
    reason: Mapped[str] = mapped_column(Text)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    annulled_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    annulled_by: Mapped[User | None] = relationship(foreign_keys=[annulled_by_id])
    to: Mapped[OrgUnit | None] = relationship(foreign_keys=[to_id])

    @property
    def name(self) -> str:
        return KINDS[self.kind]

    def allows(self, user: User, permission: str) -> bool:
        """As on the resident."""
        return user.can(permission, self.person)


def movements_of(person: Person) -> list[Movement]:
    """All of them, the latest first; those that were taken back, too."""
    found = select(Movement).where(Movement.person_id == person.id)
    return list(db.session.scalars(found.order_by(Movement.on.desc(), Movement.id.desc())))


def counting(person: Person) -> Sequence[Movement]:
    """Those that were not taken back, in the order in which they happened: a merger brings what was entered at any time."""
    counts = Movement.person_id == person.id, Movement.annulled_at.is_(None)
    return db.session.scalars(select(Movement).where(*counts).order_by(Movement.on, Movement.id)).all()


def settle(person: Person) -> None:
    """Whether the resident is gone follows from what counts. Flushes."""
    db.session.flush()
    kinds = [each.kind for each in counting(person)]
    left = LEFT if [each for each in kinds if each in (LEFT, CAME)][-1:] == [LEFT] else ""
    person.gone = DIED if DIED in kinds else left


def held(person: Person) -> list[dict[str, str]]:
    """For the copy of the own data."""
    return [
        {
            "日期": str(each.on),
            "变动": each.name + ("（已撤回）" if each.annulled_at else ""),
            "去向": each.place or (each.to.name if each.to else ""),
            "凭证": each.document or "",
            "原因": each.reason,
        }
        for each in movements_of(person)
    ]


def forget(person: Person) -> None:
    """删除."""
    db.session.execute(delete(Movement).where(Movement.person_id == person.id))
