"""Addresses that were printed while courses were a part of 家风教育: what hangs at a door leads on to 家庭教育讲座."""

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from plugins.family_values.blueprint import bp
from portal.extensions import limiter
from portal.plugin.activation import in_effect
from portal.records.public_guards import PER_READER, public_unit
from portal.web.http.guards import public

COURSES = "family_courses"


@bp.get("/public/<int:unit_id>/courses", endpoint="printed_list")
@bp.get("/public/<int:unit_id>/courses/<int:course_id>/enrolments/new", endpoint="printed_course")
@bp.get("/public/<int:unit_id>/enrolments", endpoint="printed_door")
@limiter.limit(PER_READER)
@public
def printed_before(unit_id: int, course_id: int = 0) -> ResponseReturnValue:
    """The same page of today, as long as both plugins are in effect there."""
    if COURSES not in in_effect(public_unit(unit_id)):
        abort(404)
    return redirect(request.script_root + request.full_path.rstrip("?").replace(f"/{bp.name}/", f"/{COURSES}/", 1))
