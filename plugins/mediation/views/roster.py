"""调委会 and its roster."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.mediation.blueprint import bp
from plugins.mediation.forms import CommitteeForm, MediatorForm
from plugins.mediation.models import Committee, Mediator
from portal import clock
from portal.extensions import db
from portal.web.context import current_unit
from portal.web.guards import requires
from portal.web.rendering import get_or_404, render
from portal.web.submissions import saved


@bp.get("/committees")
@requires("mediation.view")
def committees():
    """The committees in the reader's units, with their mediators."""
    found = db.session.scalars(_mine().order_by(Committee.id))
    return render("mediation/committees.html", committees=found.all(), today=clock.today())


@bp.get("/committees/new")
@requires("mediation.manage")
def new_committee():
    """设立: the form."""
    return _form_page(CommitteeForm(data={"name": f"{current_unit().name}人民调解委员会"}), "设立调委会")


@bp.post("/committees/new")
@requires("mediation.manage")
def found_committee():
    """设立 for the unit one works in: one each."""
    form = CommitteeForm()
    if not form.validate():
        return _form_page(form, "设立调委会", 422)
    if db.session.scalar(select(Committee.id).where(Committee.unit_id == current_unit().id)):
        form.name.errors = [f"{current_unit().name}已经设立了调委会。"]
        return _form_page(form, "设立调委会", 422)
    Committee.found(current_unit(), form.name.data, clock.today())
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
    fields = {name: form[name].data for name in ("name", "gender", "post", "grade", "full_time", "phone", "valid_from",
                                                 "valid_until")}
    committee.mediators.append(Mediator(**fields))
    return saved(url_for("mediation.committees"), "已登记。")


def _mine():
    return select(Committee).where(current_user.reach(Committee))


def _form_page(form, title: str, status: int = 200):
    return render("mediation/roster_form.html", status=status, form=form, title=title)
