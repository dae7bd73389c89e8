"""本人权利: the director hands over a copy of the data of a resident at the resident's request."""

import json

from flask import Response
from flask_login import current_user

from portal.extensions import db
from portal.people import data_rights
from portal.people.views import bp, person_or_404
from portal.web.http.guards import requires


@bp.post("/<int:person_id>/export")
@requires("people.rights")
def export(person_id: int):
    """导出本人信息 as JSON, recorded."""
    person = person_or_404(person_id)
    held = as_json(data_rights.export(person, by=current_user))
    db.session.commit()
    return Response(
        held,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="person-{person_id}.json"'},
    )


def as_json(held: dict) -> str:
    """Readable JSON, with dates in ISO format."""
    return json.dumps(held, ensure_ascii=False, indent=2, default=str)
