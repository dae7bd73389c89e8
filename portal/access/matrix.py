"""权限表: what every role may do here today, by module, as a page and as a sheet of paper (A3)."""

from typing import Any

from flask import render_template, url_for
from flask_login import current_user

from portal import clock
from portal.access.blueprint import bp
from portal.access.history import last_change
from portal.access.modules import by_module
from portal.accounts.own_roles import declared_for
from portal.accounts.rights import roles_in, roles_with
from portal.documents.printing import to_pdf
from portal.org.models import OrgUnit
from portal.permissions import EXPLAIN, Permission
from portal.plugin.context import current_unit
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

HELD, GIVEN, TAKEN, NONE = "●", "＋", "－", ""
LEGEND = "●有　＋本地给予　－本地收回　空白没有"


@bp.get("/matrix")
@requires(EXPLAIN)
def matrix():
    """The page."""
    unit = _unit()
    return render("access/matrix.html", **_about(unit), crumbs=[("权限查询", url_for("access.why")), ("权限表", "")])


@bp.get("/matrix.pdf")
@requires(EXPLAIN)
def print_matrix():
    """The sheets."""
    unit = _unit()
    title = f"{unit.name}权限表"
    html = render_template("access/documents/matrix.html", title=title, **_about(unit))
    return pdf(to_pdf(html, title), title)


def _unit() -> OrgUnit:
    """Where the reader works now, or else where the right is held."""
    here = current_unit()
    return here if current_user.can(EXPLAIN, here) else current_user.units_with(EXPLAIN)[0]


def _about(unit: OrgUnit) -> dict[str, Any]:
    roles = roles_in(unit)
    return {
        "unit": unit,
        "roles": roles,
        "groups": [(module, [_row(each, roles, unit) for each in some]) for module, some in by_module(unit).items()],
        "last": last_change(unit),
        "today": clock.today(),
        "legend": LEGEND,
    }


def _row(permission: Permission, roles: dict[str, str], unit: OrgUnit) -> tuple[str, list[str]]:
    """Label of the permission, and a sign for each role."""
    held, declared = roles_with(permission.key, unit), declared_for(permission, unit)
    return permission.label, [_sign(role in held, role in declared) for role in roles]


def _sign(held: bool, declared: bool) -> str:
    if held:
        return HELD if declared else GIVEN
    return TAKEN if declared else NONE
