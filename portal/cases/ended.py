"""收回、销单的派单: what was taken from the reader's units, and of which they have not yet taken note."""

from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.cases.blueprint import bp
from portal.cases.models import Assignment
from portal.cases.models.assignment import HANDLE
from portal.extensions import db
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

MOST = 100


@bp.get("/ended")
@requires(HANDLE)
def ended():
    """The list to which the card of the desk leads; a case itself may be out of sight."""
    units = [each.id for each in current_user.units_with(HANDLE)]
    found = select(Assignment).where(Assignment.untold_to(units)).order_by(Assignment.id).limit(MOST)
    return render("cases/ended.html", rows=db.session.scalars(found.options(joinedload(Assignment.record))).all())
