"""Which entries of the trail an auditor may read: in the table and in the files."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import READ_TRAIL

__all__ = ["audited_by"]


@dataclass(frozen=True)
class Audited:
    """By county and unit of an entry: those of `counties`, and of the units among `others`; `all` for who audits every unit there is but those
    above, and nobody else sees what belongs to no unit."""

    all: bool
    counties: frozenset[int]
    others: Select | None

    @classmethod
    def by(cls, reader: Any) -> "Audited":
        """What `reader` may see. An auditor of a county asks by the county alone, so that one index gives the entries in their order."""
        offices = reader.units_with(READ_TRAIL)
        counties = frozenset(unit.id for unit in offices if unit.kind == "county")
        others = [unit.subtree_of(OrgUnit) for unit in offices if unit.kind != "county"]
        mine = select(OrgUnit.id).where(reader.reach(OrgUnit, READ_TRAIL))
        above = {ident for unit in offices for ident in unit.ancestor_ids}
        elsewhere = select(OrgUnit.id).where(OrgUnit.id.not_in(mine), OrgUnit.id.not_in(above)).limit(1)
        below = select(OrgUnit.id).where(or_(*others)) if others else None
        return cls(bool(offices) and db.session.scalar(elsewhere) is None, counties, below)

    @property
    def condition(self) -> ColumnElement[bool]:
        """For the table."""
        if self.all:
            return true()
        parts: list[ColumnElement[bool]] = []
        parts += [AuditEntry.county_id == each for each in self.counties]
        if self.others is not None:
            parts.append(AuditEntry.unit_id.in_(self.others))
        return or_(*parts) if parts else false()

    def holds(self, county_id: int | None, unit_id: int | None) -> bool:
        """For an entry in a file."""
        return self.all or county_id in self.counties or unit_id in self._units

    @cached_property
    def _units(self) -> frozenset[int]:
        return frozenset(db.session.scalars(self.others)) if self.others is not None else frozenset()


def audited_by(reader: Any) -> ColumnElement[bool]:
    """The condition for entries of the units whose trail `reader` may see."""
    return Audited.by(reader).condition
