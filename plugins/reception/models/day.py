"""值班、接待日: who is at the window on a day, and which leader receives where."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, begins, step
from portal.records.in_order import list_indexes

if TYPE_CHECKING:
    from plugins.reception.models.visit import Visit

MANAGE = "reception.manage"


class ReceptionDay(Body, Scoped, db.Model):
    """值班安排 of a unit for a day; with a `leader` it is a 接待日, for which visitors may be booked."""

    __tablename__ = "reception_day"
    __table_args__ = (
        UniqueConstraint("unit_id", "on"),
        Index("ix_reception_day_county", "county_id", "on", "id"),
        Index("ix_reception_day_township", "township_id", "on", "id"),
        *list_indexes("reception_day", "on"),
    )
    permission = "reception.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date]
    name: Mapped[str] = mapped_column(String(60))  # 值班人员
    leader: Mapped[str] = mapped_column(String(40), default="")
    room: Mapped[str] = mapped_column(String(40), default="")

    booked: Mapped[list["Visit"]] = relationship(back_populates="day")

    @property
    def about(self) -> str:
        return f"{self.on} 值班：{self.name}"

    @property
    def receives(self) -> str:
        """2026-12-02 王主任，三楼接待室; "" without a leader."""
        return f"{self.on} {self.leader}{'，' if self.room else ''}{self.room}" if self.leader else ""

    @classmethod
    def to_come(cls, unit: OrgUnit) -> dict[int, str]:
        """Id → who receives where, of the days to come of `unit` or of a unit above it."""
        days = select(cls).where(cls.unit_id.in_(unit.ancestor_ids), cls.leader != "", cls.on >= clock.today())
        return {each.id: each.receives for each in db.session.scalars(days.order_by(cls.on, cls.id).limit(30))}

    @classmethod
    def of(cls, unit: OrgUnit, on: date) -> "ReceptionDay | None":
        """The duty of `unit` on a day."""
        return db.session.scalar(select(cls).where(cls.unit_id == unit.id, cls.on == on))

    @begins("安排值班", needs=MANAGE)
    def arrange(
        cls, *, unit: OrgUnit, on: date, name: str, by: User, leader: str = "", room: str = ""
    ) -> "ReceptionDay":
        """安排值班. Raises RuleError for a day that is arranged already, and for a room without a leader."""
        if cls.of(unit, on):
            raise RuleError("这一天已经安排了值班，请打开那一天修改。", at="on")
        _check(leader, room)
        made = cls(on=on, name=name, leader=leader, room=room)
        made.place(unit)
        db.session.add(made)
        return made

    @step("修改值班", needs=MANAGE)
    def change(self, name: str, *, by: User, leader: str = "", room: str = "") -> str:
        """Others are on duty, or another leader receives. Raises RuleError for a room without a leader, and where somebody is booked with
        the leader who no longer receives."""
        _check(leader, room)
        if not leader and any(each.status == "booked" for each in self.booked):
            raise RuleError("已经有来访人约了这一天的接待，请先另约。", at="leader")
        self.name, self.leader, self.room = name, leader, room
        return self.about


def _check(leader: str, room: str) -> None:
    if room and not leader:
        raise RuleError("填了接待地点的，请填接待领导。", at="leader")
