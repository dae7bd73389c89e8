"""Where the pages of families hang. They are there where a plugin that uses families is in effect."""

from flask import Blueprint, abort

from portal.plugin.context import current_unit
from portal.plugin.dispatch import listening

bp = Blueprint("families", __name__, url_prefix="/families", template_folder="templates")


@bp.before_request
def where_they_are_used() -> None:
    """404 where no plugin has anything to say of a family."""
    if not listening("family_panels", current_unit()):
        abort(404)
