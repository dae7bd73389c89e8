"""The roster from Excel, for a street or a community."""

from flask_login import current_user
from sqlalchemy import Select, select

from plugins.population.blueprint import bp
from plugins.population.roster import ROSTER
from portal.org.models import OrgUnit
from portal.records.import_pages import mount_import
from portal.web.pages.rendering import get_or_404

KINDS_OF_OWNER = ("township", "community", "grid")


def roster_places() -> Select:
    """Units for which the reader may enter a roster."""
    return select(OrgUnit).where(
        OrgUnit.reach(current_user, ROSTER.needs), OrgUnit.kind.in_(KINDS_OF_OWNER), OrgUnit.closed_on.is_(None)
    )


def _place(unit_id: int) -> OrgUnit:
    return get_or_404(roster_places(), unit_id)


mount_import(bp, ROSTER, at="/units/<int:unit_id>", load=_place, back="population.households")
