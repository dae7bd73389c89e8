"""角色权限: what each role may do here, of the core and of the plugins in effect, and the adjustments."""

from collections.abc import Sequence

from flask import url_for
from flask_login import current_user

from portal.accounts import adjusting, sight
from portal.accounts.rights import permissions_in, roles_in, roles_with
from portal.errors import RuleError
from portal.extensions import db
from portal.permissions import ADMINISTRATION
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
    """Give or take one permission for the own unit and what lies below. Before it is taken, what that comes to is said, and asked once more."""
    form = _form()
    if form.permission.data in ADMINISTRATION:
        form.validate()
        form.permission.errors = [adjusting.FIXED]
        return _page(form, 422)
    if not form.validate():
        return _page(form, 422)
    what = (form.role.data, form.permission.data, current_unit())
    granted = form.granted.data == "1"
    try:
        if not granted and form.confirmed.data != _chosen(form):
            form.confirmed.data = _chosen(form)
            return _page(form, loss=adjusting.loss(*what, by=current_user))
        adjusting.adjust(*what, granted=granted, reason=form.reason.data, by=current_user)
    except RuleError as error:
        db.session.rollback()
        form[error.at].errors = [str(error)]
        return _page(form, 422)
    return saved(url_for("plugins.roles"), "已调整，立即生效。")


def _form() -> RoleForm:
    form = RoleForm()
    form.role.choices = roles_in(current_unit())
    form.permission.choices = {
        each.key: each.label for each in permissions_in(current_unit()) if each.key not in ADMINISTRATION
    }
    return form


def _chosen(form: RoleForm) -> str:
    """What was asked about: whoever then chooses something else is asked about that."""
    return f"{form.role.data} {form.permission.data}"


def _page(form: RoleForm, status: int = 200, loss: Sequence[str] = ()):
    unit = current_unit()
    rows = [(each, roles_with(each.key, unit)) for each in permissions_in(unit)]
    return render(
        "plugin/roles.html",
        status=status,
        form=form,
        loss=loss,
        blind=sight.blind(unit),
        rows=rows,
        roles=roles_in(unit),
        crumbs=[("功能模块", url_for("plugins.index")), ("角色权限", "")],
    )
