"""查看电话 of a family: whoever enters for it calls it, and uses the same number in no other way."""

from flask import abort, url_for
from flask_login import current_user

from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.extensions import db
from portal.families.blueprint import bp
from portal.families.household import EDIT
from portal.families.models import Family
from portal.people.calling import CallForm, call_page
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404


@bp.get("/<int:family_id>/phone")
@requires(EDIT)
def call(family_id: int):
    """What for; the numbers masked."""
    return _page(_asked(family_id), CallForm())


@bp.post("/<int:family_id>/phone")
@requires(EDIT)
def show_phone(family_id: int):
    """The numbers in full, once, with the purpose on record."""
    family, form = _asked(family_id), CallForm()
    if not form.validate():
        return _page(family, form)
    trail.record("reveal", subject=family, unit=family.unit, detail=f"家庭档案，查看电话：{form.purpose.data}")
    db.session.commit()
    return _page(_asked(family_id), form, full=True)


def _asked(family_id: int) -> Family:
    family = get_or_404(Family.visible_to(current_user), family_id)
    let_out(current_user)
    return family if family.reached else abort(404)


def _page(family: Family, form: CallForm, *, full: bool = False):
    numbers = [(each.name, each.phone or "") for each in family.reached]
    back = url_for("families.show_family", family_id=family.id), "这一户"
    return call_page(numbers, form, back, name=family.name, full=full)
