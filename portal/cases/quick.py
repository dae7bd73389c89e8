"""报一件事: one screen for the phone; the case is registered, and the next form is there."""

from functools import partial

from flask import url_for
from flask_login import current_user
from sqlalchemy import func, select

from portal import clock
from portal.accounts.places import place_for, places_for
from portal.cases import parties
from portal.cases.blueprint import bp
from portal.cases.kinds import kinds_of
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTERS
from portal.cases.quick_form import QuickForm
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment, chosen
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.plugin.context import current_unit
from portal.web.forms import with_files
from portal.web.forms.idempotency import saved
from portal.web.forms.looking_up import only_searches
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

KEYS, LOOKED_AT = 6, 300  # kinds shown as keys; the newest cases of the street by which they are chosen
PHOTO = "scene"


@bp.get("/quick")
@requires("cases.register")
def quick():
    """The form, with one's own grid chosen."""
    form = _form()
    unit = current_unit()
    if not form.was_restored and unit and unit.id in form.unit_id.choices:
        form.unit_id.data = unit.id
    return _page(form)


@bp.post("/quick")
@requires("cases.register")
def take_quick():
    """登记, and on to the next; or the units and kinds that were looked for."""
    form = _form(sent=True)
    if only_searches(form):
        return _page(form)
    if not form.validate():
        return _page(form, 422)
    number = _registered(form)
    if number is None:
        db.session.rollback()
        return _page(form, 422)
    return saved(url_for("cases.quick"), f"已登记：{number}。可以接着报下一件。", number)


def common_kinds(unit: OrgUnit | None) -> dict[str, str]:
    """Code → name of the six kinds that came most among the newest cases of the street of `unit`; the rest are what neighbourhoods
    complain of most. One statement."""
    kinds = kinds_of(unit.county_id if unit else None)
    offered = {kind.code: kind.name for listed in kinds.offered().values() for kind in listed}
    found: list[str] = []
    if unit:
        newest = select(Case.kind).where((unit.township or unit).subtree_of(Case))
        newest = newest.order_by(Case.created_at.desc(), Case.id.desc()).limit(LOOKED_AT).subquery()
        times = func.count()
        found = list(
            db.session.scalars(select(newest.c.kind).group_by(newest.c.kind).order_by(times.desc(), newest.c.kind))
        )
    usual = (code for _, code in MATTERS.values())
    codes = dict.fromkeys(kinds.current(code) for code in (*found, *usual))
    return {code: offered[code] for code in [each for each in codes if each in offered][:KEYS]}


def _registered(form: QuickForm) -> str | None:
    """The number of the new case; None where it was refused, which is said on the form."""
    unit, row = form.unit_id.unit, form.applicants[0]
    sides = parties.resolve(form, unit, current_user.units_with("cases.register"))
    if sides is None:
        return None
    try:
        case = Case.register(unit=unit, parties=sides, by=current_user, happened_on=clock.today(), **form.told())
        db.session.flush()
        if not parties.settle(form, case):
            return None
    except RuleError as error:
        form.refuse(row.form.name, str(guesses.instead(error)))
        return None
    try:
        if chosen(form.photo.data):
            Attachment.take_in(form.photo.data, subject=case, purpose=PHOTO, by=current_user, picture=True)
    except RuleError as error:
        form.photo.errors = [str(error)]
        return None
    return case.number


def _form(*, sent: bool = False) -> QuickForm:
    form, unit = QuickForm(with_files()) if sent else QuickForm(), current_unit()
    form.unit_id.choices = places_for(current_user, "cases.register")
    form.unit_id.find = partial(place_for, current_user, permission="cases.register")
    form.kind.choices = common_kinds(unit)
    form.other.offer(unit.county_id if unit else None, about=form.text.data or "")
    return form


def _page(form: QuickForm, status: int = 200):
    return render("cases/quick.html", status=status, form=form, row=form.applicants[0])
