"""The blueprint, and what its pages share."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from portal.org.models import OrgUnit
from portal.plugin.context import current_unit

bp = Blueprint("access", __name__, url_prefix="/access", template_folder="templates")
ADJUST = "plugins.manage"


def own_unit() -> OrgUnit:
    """The unit in which one works, where one may adjust roles there; 403 elsewhere."""
    unit = current_unit()
    if unit is None or not current_user.can(ADJUST, unit):
        abort(403)
    return unit


def crumbs(*way: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the list of roles to a page."""
    return [("角色", url_for("access.index")), *way]
