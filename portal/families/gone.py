"""Where a family went that has no page of its own any more: it was merged into another, or removed. Says nothing of its people."""

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.org.models import Scoped

if TYPE_CHECKING:
    from portal.families.models import Family


class GoneFamily(Scoped, db.Model):
    """The former address of a family, in its unit. `into_id`: the family that it is part of now, if any; no key of the database, for it
    keeps nobody from removing that one."""

    __tablename__ = "families_gone"
    happened = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    into_id: Mapped[int | None] = mapped_column(index=True)

    @classmethod
    def note(cls, family: "Family", into: "Family | None" = None) -> None:
        """`family` is deleted; what had gone into it goes on with it."""
        into_id = into.id if into else None
        db.session.execute(update(cls).where(cls.into_id == family.id).values(into_id=into_id))
        gone = cls(id=family.id, into_id=into_id, unit_id=family.unit_id)
        gone.copy_ancestors(family)
        db.session.add(gone)
