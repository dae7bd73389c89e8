"""入驻: a department that is present in a centre always (常驻), on its days (轮驻), or when it is called (随驻)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import MANAGE, PRESENCES, VIEW, WEEKDAYS
from plugins.centre.models.window import CentreWindow
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.dated import Dated, in_order
from portal.records.in_order import list_indexes
from portal.settings import listed

if TYPE_CHECKING:
    from plugins.centre.models.call import DepartmentCall
    from plugins.centre.models.centre import ServiceCentre

PRESENCE_STATES = States(State("open", "在驻", "ok"), State("left", "已退出", "neutral"))


class PresenceEvent(Entry, db.Model):
    """One entry of the timeline of a department that is present."""

    __tablename__ = "centre_presence_event"
    __table_args__ = (Index("ix_centre_presence_event_presence", "presence_id", "id"),)

    presence_id: Mapped[int] = mapped_column(ForeignKey("centre_presence.id"))

    record: Mapped["Presence"] = relationship(back_populates="events")


class Presence(Dated, Record, db.Model):
    """入驻部门. `title`: its name; `department`: the unit, where the tree has it. `weekdays`: 135 for Monday, Wednesday, Friday; `dates`: further
    days, 2026-12-03、2026-12-10. `phone`: that of the office."""

    __tablename__ = "centre_presence"
    __table_args__ = (
        Index("ix_centre_presence_county", "county_id", "created_at", "id"),
        Index("ix_centre_presence_township", "township_id", "created_at", "id"),
        *list_indexes("centre_presence", "created_at"),
    )
    permission, states, lasting = VIEW, PRESENCE_STATES, ("open",)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_centre.id"), index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("centre_window.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), index=True, info={"successor": True})
    title: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    weekdays: Mapped[str] = mapped_column(String(7), default="")
    dates: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(30), default="", info={"in_the_open": "that of the office"})
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    centre: Mapped["ServiceCentre"] = relationship(back_populates="presences")
    window: Mapped[CentreWindow | None] = relationship()
    department: Mapped[OrgUnit | None] = relationship(foreign_keys=[department_id])
    calls: Mapped[list["DepartmentCall"]] = relationship(back_populates="presence", order_by="DepartmentCall.id")
    events: Mapped[list[PresenceEvent]] = relationship(back_populates="record", order_by=PresenceEvent.id)
    kind_name = named("kind", PRESENCES)

    @property
    def about(self) -> str:
        return f"{self.title}（{self.kind_name}）"

    @property
    def days(self) -> str:
        return days_of(self.kind, self.weekdays, self.dates)

    def present_on(self, day: date, *, workday: bool) -> bool:
        """Whether it is there on `day`; `workday`: whether offices work."""
        if self.status != "open" or not self.serves_on(day):
            return False
        if self.kind == "rotating":
            return day.isoformat() in listed(self.dates) or (workday and str(day.isoweekday()) in self.weekdays)
        return self.kind == "resident" and workday

    @begins("登记入驻部门", needs=MANAGE)
    def settle_in(cls, centre: "ServiceCentre", *, title: str, kind: str, valid_from: date, by: User, **fields):
        """Fields as above. Raises RuleError for a department that is there already, for 轮驻 without days, and for a window of another centre."""
        if centre.status != "open":
            raise RuleError("中心已经停办，不能登记入驻。")
        made = cls(title=title, kind=kind, valid_from=valid_from, **fields)
        made._check(centre)
        made.centre = centre
        made.place(centre.unit)
        db.session.add(made)
        return made

    @step("修改入驻", of="open", needs=MANAGE)
    def correct(self, *, by: User, **fields) -> str:
        """Raises RuleError as `settle_in` does."""
        for name, value in fields.items():
            setattr(self, name, value)
        self._check(self.centre)
        return self.days

    @step("登记退出", of="open", to="left", needs=MANAGE)
    def end(self, on: date, reason: str, *, by: User | None) -> Moved:
        """With its last day; its shifts after it are cancelled. Raises RuleError for a day before it began."""
        self.end_on(on, ahead=True)
        return Moved(f"最后一天 {on}。{reason}", then=self.centre.settle_shifts)

    def _check(self, centre: "ServiceCentre") -> None:
        in_order(self.valid_from, self.valid_until)
        others = (each for each in centre.presences if each is not self and each.status == "open")
        if any(each.title == self.title for each in others):
            raise RuleError(f"{self.title}已经登记入驻，请打开那一条修改。", at="title")
        if self.kind == "rotating" and not (self.weekdays or self.dates):
            raise RuleError("轮驻的，请勾选周几或者写明日期。", at="weekdays")
        if self.window_id and self.window_id not in [each.id for each in centre.windows if each.status == "open"]:
            raise RuleError("没有这个窗口，请重新选择。", at="window_id")
        with db.session.no_autoflush:
            self.department = self._unit_of(centre)

    def _unit_of(self, centre: "ServiceCentre") -> OrgUnit | None:
        """The department with this name, or short name: of the unit of the centre and those above, else of those below. None where there are
        several: a call must not be shown to the wrong one."""
        near = departments_near(centre.unit)
        found = [each for each in near if each.name == self.title] or [
            each for each in near if each.short_name == self.title
        ]
        above = [each for each in found if each.parent_id in centre.unit.ancestor_ids]
        return (above or found)[0] if len(above or found) == 1 else None


def departments_near(unit: OrgUnit) -> list[OrgUnit]:
    """Departments of the county of `unit`, without those of other townships and communities where it lies in one."""
    rows = select(OrgUnit).where(
        OrgUnit.county_id == unit.county_id, OrgUnit.kind == "department", OrgUnit.closed_on.is_(None)
    )
    for level in ("township_id", "community_id"):
        if own := getattr(unit, level):
            rows = rows.where(or_(getattr(OrgUnit, level).is_(None), getattr(OrgUnit, level) == own))
    return list(db.session.scalars(rows.order_by(OrgUnit.id)))


def days_of(kind: str, weekdays: str, dates: str) -> str:
    """周一、周三，2026-12-03; 工作日 for who is always there, 有事呼叫 for who is called."""
    if kind != "rotating":
        return "工作日" if kind == "resident" else "有事呼叫"
    return "，".join(filter(None, ["、".join(WEEKDAYS[each] for each in weekdays), dates]))
