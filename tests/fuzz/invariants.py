"""What must hold whatever was sent."""

from collections.abc import Iterator

from sqlalchemy import select, text

from portal.audit.verifying import faults as audit_faults
from portal.entitlements import proof
from portal.extensions import Model, db


def broken() -> Iterator[str]:
    """Where the trail, the books or the database do not hold."""
    yield from (f"audit: {each}" for each in audit_faults())
    for kind in proof.kinds():
        for settlement in db.session.scalars(select(kind).where(kind.frozen_at.is_not(None))).unique():
            yield from (f"{settlement.number}: {each}" for each in proof.faults(settlement))
    for kind in (each.class_ for each in Model.registry.mappers if callable(getattr(each.class_, "faults", None))):
        if kind not in proof.kinds():
            for row in db.session.scalars(select(kind)).unique():
                yield from (f"{kind.__name__} {row.id}: {each}" for each in row.faults())
    if db.engine.dialect.name == "sqlite":
        for pragma, right in (("integrity_check", ["ok"]), ("foreign_key_check", [])):
            if (found := db.session.execute(text(f"PRAGMA {pragma}")).scalars().all()) != right:
                yield f"{pragma}: {found[:5]}"
