"""Which units stood under another on a past day: figures of that day list what was listed then."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, case, exists, or_, select

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit, StoodUnder


def children_on(unit: OrgUnit, day: date | None = None) -> Sequence[OrgUnit]:
    """What stood directly under `unit` at the end of `day` (None: stands there now), places before departments, each in the order of the code
    book. What was merged into another stands there until it was, what was set up since does not yet."""
    since = StoodUnder.unit_id == OrgUnit.id, StoodUnder.until > (day or clock.today())
    parent_then = select(StoodUnder.parent_id).where(*since).order_by(StoodUnder.until, StoodUnder.id).limit(1)
    changed, ever = exists().where(*since), exists().where(StoodUnder.unit_id == OrgUnit.id)
    parent = case((changed, parent_then.scalar_subquery()), else_=OrgUnit.parent_id)
    gone = and_(OrgUnit.merged_into_id.is_not(None), ever, ~changed)
    ever_here = OrgUnit.id.in_(select(StoodUnder.unit_id).where(StoodUnder.parent_id == unit.id))
    found = select(OrgUnit).where(or_(OrgUnit.parent_id == unit.id, ever_here), parent == unit.id, ~gone)
    return db.session.scalars(found.order_by(OrgUnit.kind == "department", OrgUnit.id)).unique().all()
