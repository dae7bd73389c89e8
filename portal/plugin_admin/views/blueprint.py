"""The blueprint, and what its pages share."""

from flask import Blueprint, abort, current_app
from flask_login import current_user
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.plugin.manifest import Manifest

bp = Blueprint("plugins", __name__, url_prefix="/plugins", template_folder="../templates")


@bp.before_request
def _only_where_one_manages() -> None:
    """Refuse admins while they work in a unit where they do not manage plugins."""
    if current_user.is_authenticated and not current_user.can("plugins.manage", current_unit()):
        abort(403)


def manifest_or_404(key: str) -> Manifest:
    """The manifest of an installed plugin; 404 for any other key."""
    return current_app.extensions["portal_plugins"].manifests.get(key) or abort(404)


def units_to_manage(levels: tuple[str, ...]) -> list[OrgUnit]:
    """Units of the admin's own subtree at which a decision may be made; the own unit first."""
    own = current_unit()
    query = select(OrgUnit).where(
        own.subtree_of(OrgUnit),
        OrgUnit.kind.in_(levels),
        OrgUnit.kind.in_(("city", "county", "township")),
        OrgUnit.closed_on.is_(None),
    )
    return list(db.session.scalars(query.order_by(OrgUnit.path)))


def chosen_unit(unit_id: int | None, levels: tuple[str, ...]) -> OrgUnit:
    """The unit asked for, if it lies in the own subtree; by default the own one. 404 for any other."""
    own = current_unit()
    if unit_id in (None, own.id):
        return own
    found = next((unit for unit in units_to_manage(levels) if unit.id == unit_id), None)
    if found is None or not current_user.can("plugins.manage", found):
        abort(404)
    return found
