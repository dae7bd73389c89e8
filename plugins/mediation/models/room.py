"""调解室 of a committee."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.sitting import Sitting, booked
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.records.roster import Membership

if TYPE_CHECKING:
    from plugins.mediation.models.committee import Committee


class Room(Membership, db.Model):
    """调解室, from the day it is opened to the day it is given up."""

    __tablename__ = "mediation_room"
    JOINING, LEAVING = "启用", "停用"

    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"), index=True)
    place: Mapped[str] = mapped_column(String(100), default="")


class Housed:
    """A committee with rooms."""

    @declared_attr
    def rooms(cls) -> Mapped[list[Room]]:
        return relationship(order_by=Room.id, cascade="all, delete-orphan")

    @step("增设调解室", needs="mediation.manage")
    def open_room(self: "Committee", name: str, *, by: User, place: str = "") -> Moved:
        """Raises RuleError for a name that another room in use has."""
        if any(each.name == name for each in self.rooms_in_use):
            raise RuleError(f"已有“{name}”，请换个名称。", at="name")
        room = Room(name=name, place=place, valid_from=clock.today())
        self.rooms.append(room)
        return Moved(made=room)

    @step("停用调解室", needs="mediation.manage")
    def close_room(self: "Committee", room: Room, on: date, *, by: User) -> None:
        """Its last day. Raises RuleError while a sitting is arranged there later."""
        later = select(Sitting).where(Sitting.room_id == room.id, Sitting.starts_at >= clock.begin_of(on), booked())
        if found := [each for each in db.session.scalars(later) if each.on > on]:
            raise RuleError(f"{found[0].on} 还安排了调解，请先改期或者改到别处。", at="on")
        room.end(on)

    @property
    def rooms_in_use(self: "Committee") -> list[Room]:
        today = clock.today()
        return [each for each in self.rooms if each.serves_on(today)]
