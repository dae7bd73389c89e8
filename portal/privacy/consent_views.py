"""Pages of 同意: what a resident agreed to, a form for another line, and the button that takes one back."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms import SelectField, StringField

from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.people.publishing import no_numbers_here
from portal.people.views import person_or_404
from portal.privacy.consents import EDIT, GIVEN_BY, HOW, SCOPES, Consent
from portal.records.attempt import attempt
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, not_in_future
from portal.web.forms.idempotency import saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import LARGEST_ID, render

bp = Blueprint("consents", __name__, url_prefix="/people", template_folder="templates")
PICK = {"": "请选择"}


class ConsentForm(Form):
    """同意什么，做什么用，谁同意的，怎么同意的."""

    scope = SelectField("同意的内容", [Required("请选择同意的内容。")], choices=PICK | SCOPES)
    purpose = StringField(
        "用途",
        [Required("请写明用途。"), Short(100), plain_words, no_numbers_here],
        description="告知过的具体用途，例如：报名家庭教育讲座，拍照公示。履行法定职责所必需的，不用登记同意。",
    )
    given_by = SelectField("谁同意的", [Required("请选择谁同意的。")], choices=PICK | GIVEN_BY)
    how = SelectField("怎么同意的", [Required("请选择怎么同意的。")], choices=PICK | HOW)
    given_on = Date("同意的日期", [Required("请填写同意的日期。"), not_in_future])
    until = Date("到哪天为止", description="不填，到用途实现为止。")


class WithdrawForm(Form):
    """撤回: nothing to fill in."""


@bp.get("/<int:person_id>/consents")
@requires(EDIT)
def index(person_id: int) -> ResponseReturnValue:
    """What was agreed to, and the form; while the data is restricted only what was agreed to, which may be taken back."""
    return _page(_person(person_id), ConsentForm(data={"given_on": clock.today()}))


@bp.post("/<int:person_id>/consents")
@requires(EDIT)
def give(person_id: int) -> ResponseReturnValue:
    """登记同意: 403 while the data is restricted."""
    person, form = _person(person_id), ConsentForm()
    if person.restricted_at:
        abort(403)
    if not form.validate():
        return _page(person, form, 422)
    told = {
        each.name: each.data
        for each in form
        if each.name in ("scope", "purpose", "given_by", "how", "given_on", "until")
    }
    if refused := attempt(lambda: Consent.give(person, **told, by=current_user)):
        getattr(form, refused.at, form.purpose).errors = [str(refused)]
        return _page(_person(person_id), form, 422)
    return saved(url_for("consents.index", person_id=person_id), "已登记同意。")


@bp.post("/<int:person_id>/consents/<int:consent_id>/withdrawal")
@requires(EDIT)
def withdraw(person_id: int, consent_id: int) -> ResponseReturnValue:
    """登记撤回同意."""
    person = _person(person_id)
    one = select(Consent).where(Consent.id == consent_id, Consent.person_id == person.id)
    found = (db.session.scalar(one) if consent_id <= LARGEST_ID else None) or abort(404)
    found.withdraw(by=current_user)
    return saved(
        url_for("consents.index", person_id=person_id), "已登记撤回。以后不再为这个用途处理；撤回以前的处理仍然有效。"
    )


def _person(person_id: int) -> Person:
    """404 for whoever was erased."""
    person = permitted(person_or_404(person_id), EDIT)
    return abort(404) if person.erased_at else person


def _page(person: Person, form: ConsentForm, status: int = 200) -> ResponseReturnValue:
    back = url_for("people.show", person_id=person.id)
    return render(
        "privacy/consents.html",
        status=status,
        person=person,
        consents=db.session.scalars(Consent.of(person)).all(),
        form=form,
        withdrawing=WithdrawForm(),
        back_url=back,
        crumbs=[("居民", url_for("people.index")), (person.name_shown, back), ("同意", "")],
    )
