"""The job that runs every day, for each county in which the plugin is on."""

from sqlalchemy import update

from portal import clock
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal_potholes.models import Pothole


def mark_overdue(ctx, progress) -> str:
    """Mark what should have been repaired by yesterday."""
    late = (
        update(Pothole)
        .where(
            rows_in_effect(Pothole, "potholes", ctx.unit),
            Pothole.repaired_on.is_(None),
            Pothole.due_on < clock.today(),
            Pothole.overdue.is_(False),
        )
        .values(overdue=True)
        .execution_options(synchronize_session=False)
    )
    return f"新超期 {db.session.execute(late).rowcount} 处。"
