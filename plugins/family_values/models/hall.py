"""家风馆: what it is; when it is open and who guides are files of their own."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_values.models.guide import Guided
from plugins.family_values.models.opening import MANAGE, Opening
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, begins, step
from portal.records.keeping import Keeping

if TYPE_CHECKING:
    from plugins.family_values.models.booking import Booking


class Hall(Opening, Guided, Body, Scoped, db.Model):
    """家风馆. `groups`: how many groups it receives in one slot; `capacity`: how many people together."""

    __tablename__ = "family_values_hall"

    permission = "family_values.view"
    keeping = Keeping(
        name="家风馆讲解员",
        does="在用的名册，没有到期；卸任的留在历任里",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(30), info={"in_the_open": "on the public page of the hall"})
    capacity: Mapped[int]
    groups: Mapped[int] = mapped_column(default=1)
    about_visit: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    booked: Mapped[list["Booking"]] = relationship(
        primaryjoin="and_(Booking.hall_id == Hall.id, Booking.status.in_(('requested', 'confirmed')))",
        viewonly=True,
        order_by="Booking.day",
    )

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """The halls of the user's part of the tree."""
        return select(cls).where(cls.reach(user, cls.permission))

    @classmethod
    def of(cls, unit: OrgUnit) -> Select:
        """The halls of `unit` and below, for residents."""
        return select(cls).where(unit.subtree_of(cls)).order_by(cls.id)

    @begins("设立家风馆", needs=MANAGE)
    def found(cls, *, unit: OrgUnit, by: User, **fields) -> "Hall":
        """设立, in `unit`. Fields as above."""
        hall = cls(**fields)
        hall.place(unit)
        db.session.add(hall)
        return hall

    @step("修改资料", needs=MANAGE)
    def change(self, *, by: User, **fields) -> None:
        """Name, address, telephone, capacity: what was booked before stays as it was."""
        for name, value in fields.items():
            setattr(self, name, value)
