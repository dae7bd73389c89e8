"""网格公示牌 for everybody, without account, behind its code: name, range, who works it, whom to call. Nothing else of a grid is public."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.grids.blueprint import bp
from plugins.grids.models import Grid
from plugins.grids.papers import Card
from portal.extensions import db
from portal.records.public_guards import opened, public_unit
from portal.web.pages.rendering import render


def card(unit_id: int, word: str) -> ResponseReturnValue:
    """The card of a grid."""
    unit = public_unit(unit_id)
    here = select(Grid).where(Grid.unit_id == unit.id, Grid.word == word.strip().upper(), Grid.status == "posted")
    grid = db.session.scalar(here.options(selectinload(Grid.workers))) or abort(404)
    return render(
        "grids/public/card.html",
        unit=unit,
        card=Card.of(grid),
        home_url=url_for("home.landing", unit_id=unit.id),
    )


bp.add_url_rule(
    "/public/<int:unit_id>/card/<word>", "public_card", opened(card, "grids_public_card", card.__doc__), methods=["GET"]
)
