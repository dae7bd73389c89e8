"""Changes of settings: append-only rows, each for a unit and everything below it, from a date on."""

import json
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock, decision_cache
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText

REASON_LENGTH = 200


class SettingsRow(db.Model):  # type: ignore[name-defined]
    """设置: one change of a section (办理时限和编号, or those of a plugin) at one unit. None is ever rewritten.

    `content` is a JSON object: the name of each field changed → what was typed, or null where the unit no longer
    decides for itself. `locked` names those of them that no unit below decides otherwise, separated by spaces.
    """

    __tablename__ = "settings_row"
    __table_args__ = (Index("ix_settings_row_unit", "section", "unit_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(31))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    content: Mapped[str] = mapped_column(Text)
    locked: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(RedactedText(REASON_LENGTH))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[OrgUnit] = relationship()
    actor: Mapped[User | None] = relationship()

    @property
    def fields(self) -> dict[str, list[str] | None]:
        """Name of each field changed → what was typed, None where it was given back."""
        return json.loads(self.content)


decision_cache.watch_rows(SettingsRow)
