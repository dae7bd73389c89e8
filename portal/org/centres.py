"""综治中心: the service centre of a unit, its windows, and how departments are present in it."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.org.models import OrgUnit

PRESENCES = {"resident": "常驻", "rotating": "轮驻", "on_call": "随驻"}


class Centre(db.Model):
    """综治中心 of one unit."""

    __tablename__ = "org_centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), unique=True, info={"successor": True})
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="", info={"in_the_open": "that of the office, published"})

    unit: Mapped[OrgUnit] = relationship()
    windows: Mapped[list["Window"]] = relationship(back_populates="centre", order_by="Window.number")


class Window(db.Model):
    """窗口: a counter of the hall, held by a department that is resident, rotating or on call."""

    __tablename__ = "org_window"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("org_centre.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), info={"successor": True})
    presence: Mapped[str] = mapped_column(String(12), default="resident")

    centre: Mapped[Centre] = relationship(back_populates="windows")
    department: Mapped[OrgUnit | None] = relationship()
