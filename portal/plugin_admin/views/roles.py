"""角色权限: what each role may do here, of the core and of the plugins in effect, and the adjustments."""

from flask import current_app, url_for
from flask_login import current_user

from portal.accounts.rights import RoleGrant, roles_in, roles_with
from portal.audit import trail
from portal.extensions import db
from portal.permissions import ADMINISTRATION, AUDITOR
from portal.plugin.activation import in_effect
from portal.plugin.context import current_unit
from portal.plugin_admin.forms import RoleForm
from portal.plugin_admin.views.blueprint import bp
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/roles")
@requires("plugins.manage")
def roles():
    """The table of roles and permissions, and the form to adjust one."""
    return _page(_form())


@bp.post("/roles")
@requires("plugins.manage")
def adjust():
    """Give or take one permission for the own unit and what lies below."""
    form = _form()
    fits = form.validate()
    for field, said in _against(form).items():
        form[field].errors, fits = [said], False
    if not fits:
        return _page(form, 422)
    unit = current_unit()
    db.session.add(
        RoleGrant(
            unit_id=unit.id,
            role=form.role.data,
            permission=form.permission.data,
            granted=form.granted.data == "1",
            actor_id=current_user.id,
            reason=form.reason.data,
        )
    )
    db.session.flush()
    verb = "给予" if form.granted.data == "1" else "收回"
    trail.record("role_change", unit=unit, detail=f"{verb} {form.role.data} {form.permission.data}：{form.reason.data}")
    return saved(url_for("plugins.roles"), "已调整，立即生效。")


def _against(form: RoleForm) -> dict[str, str]:
    """Field → why this adjustment is nobody's to make (三员分立): who rules the rights gains none by it, who audits does no business."""
    if form.permission.data in ADMINISTRATION:
        return {"permission": "管理方面的权限是固定的，不能给予也不能收回；其他角色不能有管理方面的权限。"}
    if form.granted.data == "1" and form.role.data == AUDITOR:
        return {"role": "审计员只看审计记录，不能有业务权限。"}
    if form.granted.data == "1" and form.role.data in current_user.roles:
        return {"role": "不能给自己的角色增加权限。"}
    return {}


def _permissions() -> list:
    """Those of the core and of the plugins in effect here: an off plugin leaves no trace."""
    plugins = set(current_app.extensions["portal_plugins"].manifests)
    shown = in_effect(current_unit())
    known = current_app.extensions["portal_permissions"].values()
    return [each for each in known if (owner := each.key.partition(".")[0]) not in plugins or owner in shown]


def _form() -> RoleForm:
    form = RoleForm()
    form.role.choices = roles_in(current_unit())
    form.permission.choices = {each.key: each.label for each in _permissions() if each.key not in ADMINISTRATION}
    return form


def _page(form: RoleForm, status: int = 200):
    unit = current_unit()
    rows = [(each, roles_with(each.key, unit)) for each in _permissions()]
    return render(
        "plugin/roles.html",
        status=status,
        form=form,
        rows=rows,
        roles=roles_in(unit),
        crumbs=[("功能模块", url_for("plugins.index")), ("角色权限", "")],
    )
