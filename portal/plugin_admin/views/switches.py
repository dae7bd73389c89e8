"""功能模块: what each does, whether it is on and why; a switch with a preview; who has what; the history."""

from flask import current_app, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.extensions import db
from portal.plugin.activation import decisions_for
from portal.plugin.context import current_unit
from portal.plugin.manifest import DATA_CLASSES, Manifest
from portal.plugin.models import STATES, Activation
from portal.plugin.pauses import Pause
from portal.plugin.scale import NO_TIER, kept
from portal.plugin_admin.forms import SwitchForm
from portal.plugin_admin.places import said_of
from portal.plugin_admin.switching import Plan, Wish, carry_out, plan
from portal.plugin_admin.views.blueprint import bp, chosen_unit, manifest_or_404, units_to_manage
from portal.web.forms.fields import parse_day
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

TONES_OF_TIERS = {"金": "ok", "银": "info", "铜": "neutral", NO_TIER: "danger"}


@bp.get("/")
@requires("plugins.manage")
def index():
    """Every installed plugin with its state here, and those that could not be taken in."""
    registry = current_app.extensions["portal_plugins"]
    return render(
        "plugin/index.html",
        manifests=registry.manifests,
        decisions=decisions_for(current_unit()),
        states=STATES,
        failures=registry.failures,
        pauses=[(registry.manifests[each.plugin].name, said_of(each)) for each in _pauses()],
    )


@bp.get("/<key>")
@requires("plugins.manage")
def show(key: str):
    """One plugin: its manifest, the state of a unit as of a day and why, the history, and the switch."""
    manifest = manifest_or_404(key)
    unit = chosen_unit(request.args.get("unit", type=int), manifest.scope_levels)
    return _page(manifest, unit, _form(manifest, data={"unit_id": unit.id, "state": decisions_for(unit)[key].state}))


@bp.post("/<key>")
@requires("plugins.manage")
def switch(key: str):
    """Show what the switch would do; when that has been seen and confirmed, decide."""
    manifest = manifest_or_404(key)
    form = _form(manifest)
    unit = chosen_unit(form.unit_id.data, manifest.scope_levels)
    if not form.validate():
        return _page(manifest, unit, form, 422)
    made = plan(
        Wish(
            plugin=key,
            unit=unit,
            state=form.state.data,
            locked=form.locked.data,
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
        ),
        by=current_user,
    )
    if made.objections:
        form.state.errors = made.objections
        return _page(manifest, unit, form, 422)
    if form.confirmed.data != "1":
        return _preview(manifest, made, form)
    carry_out(made, by=current_user, reason=form.reason.data)
    return saved(
        url_for("plugins.show", key=key, unit=unit.id), f"已{STATES[form.state.data]}“{manifest.name}”，立即生效。"
    )


@bp.get("/<key>/tree")
@requires("plugins.manage")
def tree(key: str):
    """Who has what: the state of every county and township of the own subtree, and why."""
    manifest = manifest_or_404(key)
    rows = [(unit, decisions_for(unit)[key]) for unit in units_to_manage(("city", "county", "township"))]
    return render(
        "plugin/tree.html", manifest=manifest, rows=rows, states=STATES, crumbs=_crumbs(manifest, "各单位情况")
    )


def _pauses() -> list[Pause]:
    """What is left out for being slow, of plugins that are installed."""
    registry = current_app.extensions["portal_plugins"]
    return [each for each in registry.patience.board.current() if each.plugin in registry.manifests]


def _form(manifest: Manifest, **kwargs) -> SwitchForm:
    form = SwitchForm(**kwargs)
    form.unit_id.choices = {unit.id: unit.name for unit in units_to_manage(manifest.scope_levels)} or {
        current_unit().id: current_unit().name
    }
    return form


def _page(manifest: Manifest, unit, form: SwitchForm, status: int = 200):
    day = parse_day(request.args.get("day")) or clock.today()
    history = db.session.scalars(
        select(Activation)
        .options(joinedload(Activation.unit), joinedload(Activation.actor))
        .where(Activation.plugin == manifest.key, Activation.unit_id.in_(unit.ancestor_ids))
        .order_by(Activation.id.desc())
    )
    decision = decisions_for(unit, day)[manifest.key]
    return render(
        "plugin/show.html",
        status=status,
        manifest=manifest,
        form=form,
        history=history.all(),
        states=STATES,
        unit=unit,
        day=day,
        decision=decision,
        row=db.session.get(Activation, decision.row_id) if decision.row_id else None,
        data_class=DATA_CLASSES[manifest.data_class],
        pauses=[said_of(each) for each in _pauses() if each.plugin == manifest.key],
        verdict=kept(manifest.key, current_app.extensions["portal_settings"].instance),
        tones_of_tiers=TONES_OF_TIERS,
        crumbs=_crumbs(manifest),
    )


def _preview(manifest: Manifest, made: Plan, form: SwitchForm):
    names = {key: each.name for key, each in current_app.extensions["portal_plugins"].manifests.items()}
    return render(
        "plugin/preview.html",
        manifest=manifest,
        plan=made,
        form=form,
        states=STATES,
        names=names,
        crumbs=_crumbs(manifest, "确认"),
    )


def _crumbs(manifest: Manifest, here: str = "") -> list[tuple[str, str]]:
    home = [("功能模块", url_for("plugins.index"))]
    return (
        [*home, (manifest.name, url_for("plugins.show", key=manifest.key)), (here, "")]
        if here
        else [*home, (manifest.name, "")]
    )
