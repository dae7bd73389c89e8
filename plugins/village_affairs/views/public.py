"""For residents, without account: the rules in force."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.models import Covenant
from portal.extensions import db
from portal.records.public_guards import opened, public_unit
from portal.web.pages.rendering import render

SHOWN = 25


def in_force(unit_id: int) -> ResponseReturnValue:
    """村规民约、居民公约 in force."""
    unit = public_unit(unit_id)
    found = (
        select(Covenant)
        .where(unit.subtree_of(Covenant), Covenant.status == "in_force")
        .options(joinedload(Covenant.unit))
        .order_by(Covenant.in_force_from.desc(), Covenant.id.desc())
        .limit(SHOWN)
    )
    return render(
        "village_affairs/public/covenants.html",
        unit=unit,
        home_url=url_for("home.landing", unit_id=unit.id),
        covenants=db.session.scalars(found).all(),
    )


bp.add_url_rule(
    "/public/<int:unit_id>/covenants",
    "public_covenants",
    opened(in_force, "village_affairs_public_covenants", in_force.__doc__),
    methods=["GET"],
)
