"""模块参数: what local policy decides, per unit and dated, with the row each value comes from."""

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.audit import trail
from portal.extensions import db
from portal.plugin.manifest import Manifest
from portal.plugin.settings import SettingRow, change, settings_of
from portal.plugin_admin.forms import SettingsMeta
from portal.plugin_admin.views.blueprint import bp, chosen_unit, manifest_or_404, units_to_manage
from portal.web.forms.fields import parse_day
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/<key>/settings")
@requires("plugins.manage")
def settings(key: str):
    """The values in force for a unit on a day, and the form to change them."""
    manifest = _with_settings(key)
    unit = chosen_unit(request.args.get("unit", type=int), manifest.scope_levels)
    day = parse_day(request.args.get("day")) or clock.today()
    own = manifest.settings(data=dict(settings_of(key, unit, day).values))
    return _page(manifest, unit, own, _meta(manifest, data={"unit_id": unit.id}), day=day)


@bp.post("/<key>/settings")
@requires("plugins.manage")
def change_settings(key: str):
    """Keep what differs from the values in force; the rest goes on being inherited."""
    manifest = _with_settings(key)
    meta, own = _meta(manifest), manifest.settings(request.form)
    unit = chosen_unit(meta.unit_id.data, manifest.scope_levels)
    fits = meta.validate()
    if meta.valid_from.data and meta.valid_from.data < clock.today():
        meta.valid_from.errors = ["生效日期不能早于今天：已经办理的不能改写。"]
        fits = False
    if not (own.validate() and fits):
        return _page(manifest, unit, own, meta, status=422)
    begins = meta.valid_from.data or clock.today()
    current = settings_of(key, unit, begins).values
    changed = {name: request.form.getlist(name) for name in own._fields if own[name].data != current[name]}
    if not changed:
        return saved(url_for("plugins.settings", key=key, unit=unit.id), "没有改动。")
    change(key, unit, changed, by=current_user, reason=meta.reason.data, valid_from=begins)
    trail.record(
        "settings_change", unit=unit, detail=f"{manifest.name}：{'、'.join(own[each].label.text for each in changed)}"
    )
    return saved(url_for("plugins.settings", key=key, unit=unit.id), f"已修改 {len(changed)} 项参数。")


def _with_settings(key: str) -> Manifest:
    manifest = manifest_or_404(key)
    return manifest if manifest.settings else abort(404)


def _meta(manifest: Manifest, **kwargs) -> SettingsMeta:
    meta = SettingsMeta(**kwargs)
    meta.unit_id.choices = {unit.id: unit.name for unit in units_to_manage(manifest.scope_levels)}
    return meta


def _page(manifest: Manifest, unit, own, meta, *, status: int = 200, day=None):
    history = db.session.scalars(
        select(SettingRow)
        .options(joinedload(SettingRow.unit), joinedload(SettingRow.actor))
        .where(SettingRow.plugin == manifest.key, SettingRow.unit_id.in_(unit.ancestor_ids))
        .order_by(SettingRow.id.desc())
    )
    return render(
        "plugin/settings.html",
        status=status,
        manifest=manifest,
        unit=unit,
        own=own,
        form=meta,
        day=day or clock.today(),
        history=history.all(),
        labels={each.name: each.label.text for each in own},
        origins=settings_of(manifest.key, unit, day).origins,
        crumbs=[
            ("功能模块", url_for("plugins.index")),
            (manifest.name, url_for("plugins.show", key=manifest.key)),
            ("参数", ""),
        ],
    )
