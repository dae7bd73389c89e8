"""Which grid somebody means: by its code or its name, in a sheet of a unit; and who may be chosen as its worker."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from plugins.grids.models import Grid
from portal import clock
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.called import unit_called
from portal.org.models import OrgUnit

MOST_ACCOUNTS = 60  # offered


def grid_meant(unit: OrgUnit, words: str) -> OrgUnit:
    """The open grid in `unit` or below, or community that is entered as one, with this code, name or short name. Raises RuleError where there is none, or are several, of one elsewhere too."""
    grids = (OrgUnit.kind == "grid") | OrgUnit.id.in_(select(Grid.unit_id))
    return unit_called(words, unit, what="网格", at="grid", among=select(OrgUnit).where(grids))


def accounts_near(unit: OrgUnit) -> Sequence[User]:
    """Who has an office in `unit`, below, or above it up to the township; one more than are offered, where there are more."""
    return db.session.scalars(_near(unit).order_by(User.name, User.id).limit(MOST_ACCOUNTS + 1)).all()


def account_near(unit: OrgUnit, username: str) -> User | None:
    """The one of them, offered or not, who signs in as `username`."""
    return db.session.scalar(_near(unit).where(User.username == username))


def _near(unit: OrgUnit) -> Select[tuple[User]]:
    above = {unit.community_id, unit.township_id} - {None}
    here = unit.subtree_of(OrgUnit) | OrgUnit.id.in_(above)
    found = select(User).join(User.appointments).join(Appointment.unit)
    return found.where(User.active, Appointment.counting_on(clock.today()), here).distinct()
