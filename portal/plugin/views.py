"""功能模块: the district admin sees what each plugin does and switches it for the own district."""

from flask import Blueprint, abort, current_app, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.audit import trail
from portal.extensions import db
from portal.plugin.activation import decide, switch
from portal.plugin.forms import SwitchForm
from portal.plugin.models import STATES, Activation
from portal.web.context import current_unit
from portal.web.guards import requires
from portal.web.rendering import render
from portal.web.submissions import saved

bp = Blueprint("plugins", __name__, url_prefix="/plugins", template_folder="templates")


@bp.get("/")
@requires("plugins.manage")
def index():
    """Every installed plugin with its state here, and those that failed to load."""
    registry = current_app.extensions["portal_plugins"]
    decisions = {each.plugin: each for each in decide(current_unit(), clock.today())}
    return render("plugin/index.html", manifests=registry.manifests, decisions=decisions, states=STATES,
                  failures=registry.failures)


@bp.get("/<key>")
@requires("plugins.manage")
def edit(key: str):
    """The switch of one plugin, with the history of decisions."""
    decision = _decision(key)
    return _page(key, SwitchForm(data={"state": decision.state}))


@bp.post("/<key>")
@requires("plugins.manage")
def update(key: str):
    """Switch it, with the reason."""
    _decision(key)
    form = SwitchForm()
    if not form.validate():
        return _page(key, form, 422)
    unit = current_unit()
    switch(key, unit, form.state.data, by=current_user, reason=form.reason.data)
    trail.record("plugin_switch", unit=unit, detail=f"{key} → {STATES[form.state.data]}：{form.reason.data}")
    return saved(url_for("plugins.index"), f"已{STATES[form.state.data]}，立即生效。")


def _decision(key: str):
    found = next((each for each in decide(current_unit(), clock.today()) if each.plugin == key), None)
    return found or abort(404)


def _page(key: str, form: SwitchForm, status: int = 200):
    unit = current_unit()
    history = db.session.scalars(
        select(Activation)
        .options(joinedload(Activation.unit), joinedload(Activation.actor))
        .where(Activation.plugin == key, Activation.unit_id.in_(unit.ancestor_ids))
        .order_by(Activation.id.desc())
    )
    return render("plugin/edit.html", status=status, form=form, history=history.all(), states=STATES, unit=unit,
                  manifest=current_app.extensions["portal_plugins"].manifests[key],
                  crumbs=[("功能模块", url_for("plugins.index")), (key, "")])
