"""Where something of it may be registered, for the box in which that is chosen."""

from typing import Any

from flask_login import current_user

from plugins.population.choices import EDIT
from portal.accounts.places import places_for
from portal.extensions import db
from portal.org.models import OrgUnit

WHERE = ("community", "grid")  # kinds of units in which people live


def offer_places(form: Any, row: Any) -> None:
    """The units to which the reader may move `row`, and where it is."""
    form.unit_id.choices = {row.unit_id: row.unit.short_name} | places_for(current_user, EDIT, WHERE)


def chosen_place(form: Any) -> OrgUnit:
    """The unit that was chosen."""
    return db.session.get_one(OrgUnit, form.unit_id.data)
