"""To which unit something may be moved, for the box in which that is chosen."""

from typing import Any

from flask_login import current_user
from sqlalchemy import or_, select

from plugins.population.choices import EDIT
from portal.extensions import db
from portal.org.models import OrgUnit

WHERE = ("community", "grid")  # kinds of units in which people live


def offer_places(form: Any, row: Any) -> None:
    """Where `row` is, and the units below the offices by which the reader may change it: what another office allows does not count here."""
    offices = [unit for unit in current_user.units_with(EDIT) if unit.contains(row)]
    below = or_(*(unit.subtree_of(OrgUnit) for unit in offices)), OrgUnit.kind.in_(WHERE), OrgUnit.closed_on.is_(None)
    found = db.session.execute(select(OrgUnit.id, OrgUnit.short_name).where(*below).order_by(OrgUnit.path))
    form.unit_id.choices = {row.unit_id: row.unit.short_name} | dict(found.all())


def chosen_place(form: Any) -> OrgUnit:
    """The unit that was chosen."""
    return db.session.get_one(OrgUnit, form.unit_id.data)
