"""窗口 of a centre: what is handled there, from when until when, and who is on duty there."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import MANAGE, VIEW
from plugins.centre.models.shift import DutyShift
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.dated import Dated, in_order

if TYPE_CHECKING:
    from plugins.centre.models.centre import ServiceCentre

WINDOW_STATES = States(State("open", "在用", "ok"), State("closed", "已停用", "neutral"))


class CentreWindowEvent(Entry, db.Model):
    """One entry of the timeline of a window."""

    __tablename__ = "centre_window_event"
    __table_args__ = (Index("ix_centre_window_event_window", "window_id", "id"),)

    window_id: Mapped[int] = mapped_column(ForeignKey("centre_window.id"))

    record: Mapped["CentreWindow"] = relationship(back_populates="events")


class CentreWindow(Dated, Record, db.Model):
    """窗口. `serial`: its number in the hall; `handles`: what is handled there."""

    __tablename__ = "centre_window"
    __table_args__ = (
        Index("ix_centre_window_county", "county_id", "created_at", "id"),
        Index("ix_centre_window_township", "township_id", "created_at", "id"),
    )
    permission, states, lasting = VIEW, WINDOW_STATES, ("open",)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_centre.id"), index=True)
    serial: Mapped[int]
    title: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    handles: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    centre: Mapped["ServiceCentre"] = relationship(back_populates="windows")
    shifts: Mapped[list[DutyShift]] = relationship(back_populates="window", order_by=DutyShift.starts_at)
    events: Mapped[list[CentreWindowEvent]] = relationship(back_populates="record", order_by=CentreWindowEvent.id)

    @property
    def about(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """3 号窗口　信访接待."""
        return f"{self.serial} 号窗口　{self.title}"

    @begins("增设窗口", needs=MANAGE)
    def set_up(
        cls,
        centre: "ServiceCentre",
        *,
        serial: int,
        title: str,
        kind: str,
        valid_from: date,
        by: User,
        handles: str = "",
        valid_until: date | None = None,
    ) -> "CentreWindow":
        """Raises RuleError for a number that is taken, for days in the wrong order, and in a centre that is closed."""
        if centre.status != "open":
            raise RuleError("中心已经停办，不能增设窗口。")
        in_order(valid_from, valid_until)
        made = cls(serial=serial, title=title, kind=kind, handles=handles, valid_from=valid_from)
        made.valid_until = valid_until
        made._check_serial(centre)
        made.centre = centre
        made.place(centre.unit)
        db.session.add(made)
        return made

    @step("修改窗口", of="open", needs=MANAGE)
    def correct(self, *, by: User, **fields) -> str:
        """Raises RuleError as `set_up` does."""
        in_order(fields["valid_from"], fields["valid_until"])
        for name, value in fields.items():
            setattr(self, name, value)
        self._check_serial(self.centre)
        return ""

    @step("停用窗口", of="open", to="closed", needs=MANAGE)
    def end(self, on: date, reason: str, *, by: User | None) -> Moved:
        """With its last day; shifts after it are cancelled. Raises RuleError for a day before it began."""
        self.end_on(on, ahead=True)
        return Moved(f"最后一天 {on}。{reason}", then=self.centre.settle_shifts)

    def _check_serial(self, centre: "ServiceCentre") -> None:
        taken = (each for each in centre.windows if each is not self and each.status == "open")
        if any(each.serial == self.serial for each in taken):
            raise RuleError(f"已经有 {self.serial} 号窗口，请换一个号。", at="serial")
