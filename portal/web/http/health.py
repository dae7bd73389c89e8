"""`/healthz`: 200 while the database answers."""

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db
from portal.web.http.guards import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz():
    """For the watchdog and the load balancer."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"status": "database unavailable"}, 503
    return {"status": "ok"}
