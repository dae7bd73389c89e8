"""审计记录: the auditor reads what happened in the own subtree."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.audit.models import AuditEntry
from portal.audit.subjects import subject_names
from portal.audit.trail import action_names
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.http.guards import requires
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import render

bp = Blueprint("audit", __name__, url_prefix="/audit", template_folder="templates")


@bp.get("/")
@requires("audit.view")
def index():
    """Entries of the auditor's units, newest first."""
    units = select(OrgUnit.id).where(current_user.reach(OrgUnit, "audit.view"))
    counties = [unit.id for unit in current_user.units_with("audit.view") if unit.kind == "county"]
    mine = or_(AuditEntry.unit_id.in_(units), AuditEntry.county_id.in_(counties))
    query = select(AuditEntry.id, AuditEntry.at.label("created_at")).where(mine)
    page = paginate(query, AuditEntry.at, AuditEntry.id, per_page=50)
    found = select(AuditEntry).where(AuditEntry.id.in_([row.id for row in page.rows]))
    entries = db.session.scalars(
        found.options(joinedload(AuditEntry.actor), joinedload(AuditEntry.unit)).order_by(AuditEntry.id.desc())
    )
    return render(
        "audit/index.html",
        block="rows",
        page=page,
        entries=entries.all(),
        actions=action_names(),
        subjects=subject_names(),
    )
