"""Adds many units at once: one flush for all, then path and ancestors of each are set."""

from collections.abc import Iterable

from portal.extensions import db
from portal.org.models import OrgUnit


def plant(seedlings: Iterable[tuple[OrgUnit, OrgUnit | None]]) -> list[OrgUnit]:
    """Add units whose parents (beside each) are already in the tree; the same as `OrgUnit.create` for each."""
    seedlings = list(seedlings)
    for unit, parent in seedlings:
        unit.parent_id = parent.id if parent else None
        db.session.add(unit)
    db.session.flush()
    for unit, parent in seedlings:
        unit.settle_under(parent)
    return [unit for unit, _ in seedlings]
