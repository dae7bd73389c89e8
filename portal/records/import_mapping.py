"""Which column of a roster is which field: remembered for each unit and set of headings.

No heading stands here in plain text: whatever somebody wrote there is kept as a mark (`portal.records.imports.mark`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.protection import keyring

PLACE, LENGTH = "records_mapping.headings", 32


class ColumnMapping(db.Model):  # type: ignore[name-defined]
    """认过的表头. `columns` leads from the mark of each heading to the field, or to nothing where the column is none."""

    __tablename__ = "records_mapping"
    __table_args__ = (UniqueConstraint("key", "unit_id", "headings", name="uq_records_mapping_headings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    headings: Mapped[str] = mapped_column(String(LENGTH))
    columns: Mapped[dict] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def before(cls, key: str, unit: OrgUnit, marks: Iterable[str]) -> dict[str, str]:
        """How a sheet with the headings of these `marks` was read in `unit` before; where none had all of them, how the last sheet was."""
        mine = select(cls).where(cls.key == key, cls.unit_id == unit.id)
        same = db.session.scalar(mine.where(cls.headings == _together(marks)))
        found = same or db.session.scalar(mine.order_by(cls.at.desc(), cls.id.desc()).limit(1))
        return dict(found.columns) if found else {}

    @classmethod
    def remember(cls, key: str, unit: OrgUnit, columns: dict[str, str]) -> Self:
        """Read a sheet with these headings in this way from now on."""
        together = _together(columns)
        same = select(cls).where(cls.key == key, cls.unit_id == unit.id, cls.headings == together)
        found = db.session.scalar(same)
        if found is None:
            found = cls(key=key, unit_id=unit.id, headings=together)
            db.session.add(found)
        found.columns, found.at = dict(columns), clock.now()
        return found


def _together(marks: Iterable[str]) -> str:
    return keyring.mark(" ".join(sorted(set(marks))), PLACE)[:LENGTH]
