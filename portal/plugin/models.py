"""Activation rows: append-only; each switches a plugin on, off or to read-only for a unit and everything below it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText

STATES = {"on": "启用", "read_only": "只读", "off": "停用"}


class Activation(db.Model):  # type: ignore[name-defined]
    """One decision about one plugin at one unit. The newest row in force counts; rows are never changed."""

    __tablename__ = "plugin_activation"
    __table_args__ = (Index("ix_plugin_activation_latest", "plugin", "unit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    plugin: Mapped[str] = mapped_column(String(31))
    state: Mapped[str] = mapped_column(String(10))
    locked: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date] = mapped_column(default=clock.today)
    valid_until: Mapped[date | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(RedactedText(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[OrgUnit] = relationship()
    actor: Mapped[Any] = relationship("User")  # by name: accounts lie above the platform

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)

    @property
    def said(self) -> str:
        """启用（2026-12-01 至 2026-12-31，下级不能更改）: all of it but the reason."""
        days = f"{self.valid_from} 至 {self.valid_until}" if self.valid_until else f"{self.valid_from} 起"
        return f"{STATES[self.state]}（{days}{'，下级不能更改' if self.locked else ''}）"
