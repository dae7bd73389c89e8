"""For everybody, without account: the lists in force, and what was admitted for a time."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.choices import LISTS
from plugins.duty_lists.models import Admission, DutyEdition, DutyItem
from portal import clock
from portal.extensions import db
from portal.records.filters import like
from portal.records.public_guards import opened, public_unit
from portal.web.pages.rendering import render

SHOWN = 300


def in_force(unit_id: int) -> ResponseReturnValue:
    """What may be asked of the unit, and what not."""
    unit, today = public_unit(unit_id), clock.today()
    words = request.args.get("q", "").strip()[:40]
    wanted = DutyEdition.rows_for(unit, today)
    if words:
        wanted = wanted.where(
            or_(*(each.like(like(words), escape="/") for each in (DutyItem.title, DutyItem.department)))
        )
    rows = db.session.scalars(wanted.limit(SHOWN)).unique().all()
    return render(
        "duty_lists/public/lists.html",
        unit=unit,
        words=words,
        home_url=url_for("home.landing", unit_id=unit.id),
        lists=[
            (name, found)
            for kind, name in LISTS.items()
            if (found := [each for each in rows if each.edition.kind == kind])
        ],
        admitted=db.session.scalars(Admission.rows_for(unit, today).limit(SHOWN)).all(),
    )


bp.add_url_rule(
    "/public/<int:unit_id>/lists",
    "public_lists",
    opened(in_force, "duty_lists_public_lists", in_force.__doc__),
    methods=["GET"],
)
