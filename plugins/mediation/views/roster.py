"""调委会 and its roster."""

from datetime import timedelta

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.mediation.blueprint import bp, takes_new_records
from plugins.mediation.forms.roster import CommitteeForm, MediatorForm
from plugins.mediation.models import Committee, Mediator
from plugins.mediation.register import mediators
from portal import clock
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.records.lists import mount_register
from portal.web.forms import message_at
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

mount_register(bp, mediators, at="/mediators", endpoint="mediators", export="mediation.export")
FIELDS = ("name", "gender", "post", "grade", "full_time", "phone", "valid_from", "valid_until")
ENDS_SOON = timedelta(days=60)


@bp.get("/committees")
@requires("mediation.view")
def committees():
    """The committees in the reader's units, with their mediators."""
    found = db.session.scalars(
        _mine("mediation.view").options(selectinload(Committee.mediators)).order_by(Committee.id)
    )
    today = clock.today()
    return render(
        "mediation/committees.html",
        committees=found.all(),
        today=today,
        soon=today + ENDS_SOON,
        takes_new=takes_new_records(),
    )


@bp.get("/committees/new")
@requires("mediation.manage")
def new_committee():
    """设立: the form."""
    _manages_here()
    return _form_page(CommitteeForm(data={"name": f"{current_unit().name}人民调解委员会"}), "设立调委会")


@bp.post("/committees/new")
@requires("mediation.manage")
def found_committee():
    """设立 for the unit one works in: one each."""
    _manages_here()
    form = CommitteeForm()
    if not form.validate():
        return _form_page(form, "设立调委会", 422)
    with message_at(form.name):
        Committee.found(current_unit(), form.name.data, clock.today())
    if form.errors:
        return _form_page(form, "设立调委会", 422)
    return saved(url_for("mediation.committees"), "已设立。")


@bp.get("/committees/<int:committee_id>/mediators/new")
@requires("mediation.manage")
def new_mediator(committee_id: int):
    """聘任: the form."""
    get_or_404(_mine(), committee_id)
    return _form_page(MediatorForm(data={"valid_from": clock.today()}), "登记调解员")


@bp.post("/committees/<int:committee_id>/mediators/new")
@requires("mediation.manage")
def add_mediator(committee_id: int):
    """Put somebody on the roster."""
    committee = get_or_404(_mine(), committee_id)
    form = MediatorForm()
    if not form.validate():
        return _form_page(form, "登记调解员", 422)
    with message_at(form.name):
        committee.appoint(by=current_user, **_filled(form))
    if form.errors:
        return _form_page(form, "登记调解员", 422)
    return saved(url_for("mediation.committees"), "已登记。")


@bp.get("/committees/<int:committee_id>/mediators/<int:mediator_id>")
@requires("mediation.manage")
def edit_mediator(committee_id: int, mediator_id: int):
    """A mediator's entry: grade, telephone, end of the term."""
    return _form_page(MediatorForm(obj=_mediator(committee_id, mediator_id)), "修改调解员")


@bp.post("/committees/<int:committee_id>/mediators/<int:mediator_id>")
@requires("mediation.manage")
def update_mediator(committee_id: int, mediator_id: int):
    """Change it. Nobody is ever struck off: who mediated then stays on the papers; a term ends."""
    mediator, form = _mediator(committee_id, mediator_id), MediatorForm()
    if not form.validate():
        return _form_page(form, "修改调解员", 422)
    for name, value in _filled(form).items():
        setattr(mediator, name, value)
    return saved(url_for("mediation.committees"), "已修改。")


def _manages_here() -> None:
    """The right may come with another office, elsewhere."""
    if not current_user.can("mediation.manage", current_unit()):
        abort(403)


def _filled(form: MediatorForm) -> dict:
    return {name: form[name].data for name in FIELDS}


def _mediator(committee_id: int, mediator_id: int) -> Mediator:
    committee = get_or_404(_mine(), committee_id)
    return next((each for each in committee.mediators if each.id == mediator_id), None) or abort(404)


def _mine(permission: str = "mediation.manage"):
    return select(Committee).where(current_user.reach(Committee, permission))


def _form_page(form, title: str, status: int = 200):
    return render("mediation/roster_form.html", status=status, form=form, title=title)


MEDIATORS = Import(
    "mediation.mediators",
    "导入调解员名册",
    MediatorForm,
    "mediation.manage",
    Mediator,
    add=Committee.appoint,
    aliases={"phone": ("联系电话", "手机", "手机号"), "valid_from": ("聘任日期", "任职时间"), "post": ("调解员类别",)},
)

mount_import(
    bp,
    MEDIATORS,
    at="/committees/<int:committee_id>",
    load=lambda committee_id: get_or_404(_mine(), committee_id),
    back="mediation.committees",
)
