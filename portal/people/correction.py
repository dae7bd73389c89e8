"""更正: corrects data about a resident, effective for all later cases and papers (个人信息保护法 §46)."""

from flask import abort, url_for
from flask_login import current_user

from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.people import guesses
from portal.people.changes import corrected, for_the_trail, standing
from portal.people.forms import CorrectionForm
from portal.people.models import Person
from portal.people.views import bp, person_or_404
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/<int:person_id>/correction")
@requires("people.edit")
def new_correction(person_id: int):
    """The form, filled with the entries that are not masked."""
    person = _person(person_id)
    form = CorrectionForm(data=_standing(person))
    form.edits(_standing(person))
    return _page(person, form)


@bp.post("/<int:person_id>/correction")
@requires("people.edit")
def correct(person_id: int):
    """更正; the audit trail records who, why and which entries, before and after masked."""
    person, form = _person(person_id), CorrectionForm()
    form.edits(_standing(person))
    if not form.validate():
        return _page(person, form, 422)
    before = standing(person)
    try:
        changed = _corrected(person, form)
    except RuleError as error:
        db.session.rollback()
        form[error.at or "id_number"].errors = [str(error)]
        return _page(_person(person_id), form, error.status)
    labels = "、".join(form[name].label.text for name in changed)
    told = for_the_trail(before, person, changed)
    trail.record("person_edit", subject=person, unit=person.unit, detail=f"{labels}：{form.reason.data}", changes=told)
    return saved(url_for("people.show", person_id=person_id), f"已更正：{labels}。")


def _corrected(person: Person, form: CorrectionForm) -> list[str]:
    """What changed. A number that is refused, as another's or as the one that stands there, is a guess. Raises RuleError."""
    entries, numbers = form.entries(), (form.id_number.data, form.phone.data)
    for each in numbers:
        guesses.admit(each)
    try:
        if changed := corrected(person, by=current_user, id_type=form.id_type.data, **entries):
            return changed
        raise RuleError("每一项都和原来登记的一样，没有需要更正的内容。", at="reason")
    except RuleError:
        for each in numbers:
            guesses.note(each, ())
        raise


def _standing(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in CorrectionForm.OPEN}


def _person(person_id: int) -> Person:
    person = person_or_404(person_id)
    return abort(403) if person.erased_at or person.restricted_at else person


def _page(person: Person, form: CorrectionForm, status: int = 200):
    back = url_for("people.show", person_id=person.id)
    return render(
        "people/correction.html",
        status=status,
        person=person,
        form=form,
        back_url=back,
        crumbs=[("居民", url_for("people.index")), (person.name, back), ("更正", "")],
    )
