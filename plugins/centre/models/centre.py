"""综治中心: one of a unit, its rooms, when it is open; and whether its windows are looked after (到岗登记)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import LEVELS, MANAGE, VIEW
from plugins.centre.models.presence import Presence
from plugins.centre.models.rostering import Rostered
from plugins.centre.models.window import CentreWindow
from plugins.centre.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.workdays.arithmetic import years_after

CENTRE_STATES = States(State("open", "运行中", "ok"), State("closed", "已停办", "neutral"))


class ServiceCentreEvent(Entry, db.Model):
    """One entry of the timeline of a centre."""

    __tablename__ = "centre_centre_event"
    __table_args__ = (Index("ix_centre_centre_event_centre", "centre_id", "id"),)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_centre.id"))

    record: Mapped["ServiceCentre"] = relationship(back_populates="events")


class CentreArea(db.Model):
    """功能区: a room or part of the hall."""

    __tablename__ = "centre_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_centre.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40))
    square_metres: Mapped[int]

    centre: Mapped["ServiceCentre"] = relationship(back_populates="areas")


def _watched(centre: "ServiceCentre") -> str:
    return "" if not centre.watched_on(clock.today()) else f"已经启用到 {centre.watched_until}。"


def _not_watched(centre: "ServiceCentre") -> str:
    return "" if centre.watched_until and centre.watched_until >= clock.today() else "没有启用到岗登记。"


class ServiceCentre(Rostered, Record, db.Model):
    """综治中心. `watched_from`, `watched_until`: the days on which it is registered that windows are staffed (docs/adr/0073)."""

    __tablename__ = "centre_centre"
    __table_args__ = (
        Index("ix_centre_centre_county", "county_id", "created_at", "id"),
        Index("ix_centre_centre_township", "township_id", "created_at", "id"),
    )
    permission, states, settings_key, lasting = VIEW, CENTRE_STATES, KEY, ("open",)
    grave_verbs = ("close",)

    title: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="", info={"in_the_open": "that of the office, published"})
    hours: Mapped[str] = mapped_column(String(120), default="")
    leader: Mapped[str] = mapped_column(String(40), default="")
    square_metres: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    watched_from: Mapped[date | None]
    watched_until: Mapped[date | None]
    watched_why: Mapped[str] = mapped_column(String(200), default="")
    watched_approver: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    areas: Mapped[list[CentreArea]] = relationship(
        back_populates="centre", order_by=CentreArea.id, cascade="all, delete-orphan"
    )
    windows: Mapped[list[CentreWindow]] = relationship(back_populates="centre", order_by=CentreWindow.serial)
    presences: Mapped[list[Presence]] = relationship(back_populates="centre", order_by=Presence.id)
    events: Mapped[list[ServiceCentreEvent]] = relationship(back_populates="record", order_by=ServiceCentreEvent.id)

    @property
    def about(self) -> str:
        return self.title

    @classmethod
    def of_unit(cls, unit: OrgUnit) -> "ServiceCentre | None":
        """The centre of `unit` that is running: of two, which it has after a merger, the older one."""
        return db.session.scalar(cls._running_in(unit.id).limit(1))

    @property
    def beside(self) -> "ServiceCentre | None":
        """Another one of the same unit that is running, too."""
        return db.session.scalar(self._running_in(self.unit_id).where(ServiceCentre.id != self.id).limit(1))

    @classmethod
    def _running_in(cls, unit_id: int) -> Select:
        return select(cls).where(cls.unit_id == unit_id, cls.status == "open").order_by(cls.id)

    def watched_on(self, day: date) -> bool:
        """Whether it is registered on `day` that the windows are staffed."""
        return bool(self.watched_from and self.watched_until and self.watched_from <= day <= self.watched_until)

    @begins("登记综治中心", needs=MANAGE)
    def found(cls, *, unit: OrgUnit, title: str, opened_on: date, by: User, **fields) -> "ServiceCentre":
        """Fields as above. Raises RuleError for a second one of the unit, and for a unit that has none."""
        if unit.kind not in LEVELS:
            raise RuleError("旗县区、乡镇街道、村社区才有综治中心。", at="unit_id")
        db.session.execute(select(OrgUnit.id).where(OrgUnit.id == unit.id).with_for_update(key_share=True))
        if known := cls.of_unit(unit):
            raise RuleError(f"{unit.name}已经登记了{known.title}，请打开它修改。", at="unit_id")
        made = cls(title=title, opened_on=opened_on, **fields)
        made.place(unit)
        db.session.add(made)
        return made

    @step("修改", of="open", needs=MANAGE)
    def correct(self, *, by: User, **fields) -> str:
        """What stands of it."""
        for name, value in fields.items():
            setattr(self, name, value)
        return ""

    @step("增加功能区", of="open", needs=MANAGE)
    def add_area(self, kind: str, name: str, square_metres: int, *, by: User) -> Moved:
        made = CentreArea(kind=kind, name=name, square_metres=square_metres)
        self.areas.append(made)
        return Moved(f"{name}（{kind}），{square_metres} 平方米。", made=made)

    @step("去掉功能区", of="open", needs=MANAGE)
    def remove_area(self, area: CentreArea, reason: str, *, by: User) -> str:
        self.areas.remove(area)
        return f"{area.name}（{area.kind}）。{reason}"

    @step("启用到岗登记", of="open", needs=MANAGE, unless=_watched, verb="watch")
    def watch(self, why: str, approver: str, first: date, last: date, *, by: User) -> Moved:
        """For at most a year, with who approved it. Raises RuleError for days that are over, in the wrong order, or too many."""
        if first < clock.today():
            raise RuleError("从今天或者以后的一天起。", at="first")
        if last < first:
            raise RuleError("结束的日期早于开始的日期，请核对。", at="last")
        if last > years_after(first, 1):
            raise RuleError("一次最多一年，到期要再用的，重新批准。", at="last")
        self.watched_why, self.watched_approver = why, approver
        self.watched_from, self.watched_until = first, last
        return Moved(f"{first} 至 {last}，{approver}批准：{why}", then=self.settle_shifts)

    @step("停用到岗登记", of="open", needs=MANAGE, unless=_not_watched, verb="unwatch")
    def unwatch(self, reason: str, *, by: User) -> Moved:
        """From now on a shift is only a plan."""
        self.watched_from = self.watched_until = None
        return Moved(reason, then=self.settle_shifts)

    @step("停办", of="open", to="closed", needs=MANAGE)
    def close(self, on: date, reason: str, *, by: User) -> Moved:
        """With its last day. Windows and presences end with it, and so do shifts after it; one that is left waits for nobody. Raises RuleError for a day
        before it opened."""
        if on < self.opened_on:
            raise RuleError(f"早于启用的日期（{self.opened_on}），请核对。", at="on")
        self.closed_on, self.watched_from, self.watched_until = on, None, None
        return Moved(f"最后一天 {on}。{reason}", then=lambda: self._end_all(on))

    def _end_all(self, on: date) -> None:
        for each in (*self.presences, *self.windows):
            if each.status == "open":
                each.end(max(on, each.valid_from), "中心停办。", by=None)
        self.settle_shifts()
