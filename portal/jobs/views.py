"""后台任务: whoever runs the system sees what was done, what waits and what failed in the own subtree."""

from flask import Blueprint, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.jobs.forms import FilterForm
from portal.jobs.models import STATES, Job
from portal.jobs.tasks import tasks
from portal.web.http.guards import requires
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import render

bp = Blueprint("jobs", __name__, url_prefix="/jobs", template_folder="templates")
TONES = {"queued": "neutral", "running": "info", "done": "ok", "failed": "danger", "skipped": "warn"}


@bp.get("")
@requires("jobs.view")
def index():
    """Newest first."""
    filters = FilterForm(request.args)
    query = Job.visible_to(current_user).with_only_columns(Job.id, Job.created_at)
    if filters.state.data in STATES:
        query = query.where(Job.state == filters.state.data)
    page = paginate(query, Job.created_at, Job.id, per_page=50)
    found = select(Job).where(Job.id.in_([row.id for row in page.rows])).options(joinedload(Job.unit))
    jobs = db.session.scalars(found.order_by(Job.created_at.desc(), Job.id.desc())).all()
    names = {task.name: task.label for task in tasks().values()}
    return render("jobs/index.html", block="rows", filters=filters, page=page, jobs=jobs, names=names, tones=TONES)
