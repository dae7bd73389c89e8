"""组织: the page of a company, a cooperative, an owners' committee, with its cases; and how it is put right."""

from flask import Blueprint, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import StringField, TextAreaField

from portal.audit import trail
from portal.cases.models import Case, Party
from portal.extensions import db
from portal.people.changes import for_the_trail, standing
from portal.people.checking import Number
from portal.people.models import Organisation
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.attempt import attempt
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("organisations", __name__, url_prefix="/organisations", template_folder="templates")
RECENT = 20
ENTRIES = ("name", "uscc", "legal_person", "phone", "address")


class OrganisationForm(Form):
    """更正 of an organisation. Its telephone is masked and not filled in: left blank it stays as it is."""

    name = StringField("名称", [Required("请填写名称。"), Short(100), no_numbers_here])
    uscc = Number("统一社会信用代码", [Short(40)], rule="organisation")
    legal_person = StringField("法定代表人", [Short(60), no_numbers_here])
    phone = Number("联系电话", [Short(30)], rule="phone", description="不改就不填。")
    address = StringField("地址", [Short(120), no_numbers_here])
    reason = TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="例如：按营业执照更正。理由会记入审计记录。",
    )

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")

    def entries(self) -> dict[str, str]:
        """The new values by field name."""
        given = {name: (self[name].data or "").strip() for name in ENTRIES}
        return {name: value for name, value in given.items() if value or name != "phone"}


@bp.get("/<int:organisation_id>")
@requires("people.view")
def show(organisation_id: int):
    """What is known of it, and its cases that the reader may see, the newest first."""
    found = _organisation(organisation_id)
    named = select(Party.case_id).where(Party.organisation_id == found.id, Party.removed_at.is_(None))
    newest = Case.visible_to(current_user).where(Case.id.in_(named)).order_by(Case.created_at.desc()).limit(RECENT)
    cases = db.session.scalars(newest).unique().all()
    return render("organisations/show.html", organisation=found, cases=cases)


@bp.get("/<int:organisation_id>/correction")
@requires("people.edit")
def new_correction(organisation_id: int):
    """The form, filled with all but the telephone."""
    found = _organisation(organisation_id)
    form = OrganisationForm(data=_standing(found))
    form.edits(_standing(found))
    return _page(found, form)


@bp.post("/<int:organisation_id>/correction")
@requires("people.edit")
def correct(organisation_id: int):
    """更正; the audit trail records who, why and which entries, before and after masked."""
    found, form = _organisation(organisation_id), OrganisationForm()
    form.edits(_standing(found))
    if not form.validate():
        return _page(found, form, 422)
    before, changed = standing(found), list[str]()
    if refused := attempt(lambda: changed.extend(found.correct(**form.entries()))):
        form[refused.at or "name"].errors = [str(refused)]
        return _page(_organisation(organisation_id), form, 422)
    labels = "、".join(form[name].label.text for name in changed)
    told = for_the_trail(before, found, changed)
    trail.record("person_edit", subject=found, unit=found.unit, detail=f"{labels}：{form.reason.data}", changes=told)
    return saved(url_for("organisations.show", organisation_id=organisation_id), f"已更正：{labels}。")


def _standing(found: Organisation) -> dict[str, str]:
    return {name: getattr(found, name) for name in ENTRIES if name != "phone"}


def _organisation(ident: int) -> Organisation:
    """If the right of the view holds where it is."""
    return get_or_404(select(Organisation).where(Organisation.reach(current_user, "people.view")), ident)


def _page(found: Organisation, form: OrganisationForm, status: int = 200):
    back = url_for("organisations.show", organisation_id=found.id)
    return render("organisations/correction.html", status=status, organisation=found, form=form, back=back)
