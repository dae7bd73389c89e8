"""Where the pages of families hang. They are there where a plugin that uses families is in effect, and as far as it is."""

from collections.abc import Iterable

from flask import Blueprint, abort, current_app, request
from flask_login import current_user

from portal.database import only_asks
from portal.plugin.activation import in_effect, switched_off, takes_new
from portal.plugin.context import current_unit
from portal.plugin.dispatch import listening

bp = Blueprint("families", __name__, url_prefix="/families", template_folder="templates")

CALLS = "families.show_phone"  # leaves a trace, and changes nothing of the family


@bp.before_request
def where_they_are_used() -> None:
    """404 where no plugin has anything to say of a family; 403 for changes where all that have are read-only. Whoever has not signed in
    is asked to by the views."""
    if not current_user.is_authenticated:
        return
    unit = current_unit()
    if not listening("family_panels", unit):
        abort(404, switched_off(_using(current_app.extensions["portal_plugins"].manifests), unit) if unit else None)
    asks = only_asks(request.method, current_app.view_functions[request.endpoint or ""]) or request.endpoint == CALLS
    if not (asks or takes_families()):
        abort(403, "用到家庭档案的功能模块目前都只读，可以查看和打印，不能新增或修改。")


def takes_families() -> bool:
    """Whether a plugin that uses families takes new records where one works."""
    unit = current_unit()
    return any(takes_new(key, unit) for key in _using(in_effect(unit)))


def _using(keys: Iterable[str]) -> list[str]:
    """Those of the plugins `keys` that have something to say of a family."""
    manager = current_app.extensions["portal_plugins"].manager
    return [key for key in keys if hasattr(manager.get_plugin(key), "family_panels")]
