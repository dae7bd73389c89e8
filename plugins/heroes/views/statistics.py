"""统计."""

from flask import url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.figures import tables
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/statistics")
@requires("heroes.view")
def statistics():
    """Figures by year, kind, level and street, and the money."""
    return render(
        "heroes/statistics.html",
        tables=tables(current_user),
        crumbs=[("见义勇为", url_for("heroes.index")), ("统计", "")],
    )
