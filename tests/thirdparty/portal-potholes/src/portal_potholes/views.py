"""The list, reporting, repairing, and the page for residents."""

from flask import Blueprint, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import StringField

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import saved
from portal.web.http.guards import public, requires
from portal.web.pages.rendering import get_or_404, render
from portal_potholes.models import Pothole

bp = Blueprint("potholes", __name__, url_prefix="/potholes", template_folder="templates")
SHOWN = 100


class ReportForm(Form):
    """登记坑洼."""

    place_name = StringField("在哪里", [Required(), Short(100)])


class RepairForm(Form):
    """修补: nothing to fill in."""


@bp.get("/")
@requires("potholes.view")
def index():
    """The newest, with the form to report another."""
    return _page(ReportForm())


@bp.post("/")
@requires("potholes.report")
def create():
    """登记."""
    form = ReportForm()
    if not form.validate():
        return _page(form, 422)
    Pothole.report(current_unit(), form.place_name.data, by=current_user)
    return saved(url_for("potholes.index"), "已登记。")


@bp.get("/<int:pothole_id>")
@requires("potholes.view")
def show(pothole_id: int):
    """One, with the button that says it is repaired."""
    return render(
        "potholes/show.html", pothole=get_or_404(Pothole.visible_to(current_user), pothole_id), form=RepairForm()
    )


@bp.post("/<int:pothole_id>/repair")
@requires("potholes.report")
def repair(pothole_id: int):
    """修补."""
    get_or_404(Pothole.visible_to(current_user), pothole_id).repair(by=current_user)
    return saved(url_for("potholes.index"), "已修补。")


@bp.get("/public/<int:unit_id>")
@public
def progress(unit_id: int):
    """What residents see. The gate has checked that the unit exists and has the plugin."""
    unit = db.session.get(OrgUnit, unit_id)
    query = select(Pothole).where(unit.subtree_of(Pothole)).order_by(Pothole.id.desc()).limit(SHOWN)
    return render("potholes/public.html", unit=unit, potholes=db.session.scalars(query).all())


def _page(form: ReportForm, status: int = 200):
    query = Pothole.visible_to(current_user).order_by(Pothole.id.desc()).limit(SHOWN)
    return render("potholes/index.html", status=status, form=form, potholes=db.session.scalars(query).all())
