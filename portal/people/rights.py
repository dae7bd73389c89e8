"""本人权利: pages on which the director exports or deletes the data of a resident at the resident's request."""

import json

from flask import Response, url_for
from flask_login import current_user

from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.people.forms import ErasureForm
from portal.people.models import Person
from portal.people.views import bp, person_or_404
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


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


@bp.get("/<int:person_id>/erasure")
@requires("people.rights")
def new_erasure(person_id: int):
    """申请删除: asks once more, and for the reason."""
    return _erasure_page(person_or_404(person_id), ErasureForm())


@bp.post("/<int:person_id>/erasure")
@requires("people.rights")
def erase(person_id: int):
    """删除, and say what was done and what must stay."""
    person, form = person_or_404(person_id), ErasureForm()
    if not form.validate():
        return _erasure_page(person, form, 422)
    try:
        told = data_rights.erase(person, form.reason.data, by=current_user)
    except RuleError as error:
        db.session.rollback()
        form.reason.errors = [str(error)]
        return _erasure_page(person_or_404(person_id), form, error.status)
    return saved(url_for("people.show", person_id=person_id), "".join(told))


def as_json(held: dict) -> str:
    """Readable JSON, with dates in ISO format."""
    return json.dumps(held, ensure_ascii=False, indent=2, default=str)


def _erasure_page(person: Person, form: ErasureForm, status: int = 200):
    return render(
        "people/erasure.html",
        status=status,
        person=person,
        form=form,
        hindrance=data_rights.hindrance(person),
        back_url=url_for("people.show", person_id=person.id),
    )
