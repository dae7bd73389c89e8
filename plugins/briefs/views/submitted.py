"""报送情况: what came up from the units directly below, and what is missing; in their order, never ranked."""

from flask import request
from flask_login import current_user
from sqlalchemy import select

from plugins.briefs.blueprint import bp
from plugins.briefs.choices import LEVELS, NEVER, VIEW
from plugins.briefs.forms import PeriodForm
from plugins.briefs.models import Brief
from plugins.briefs.period import Period
from plugins.briefs.settings import rules_of
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import render

MISSING = "没有起草"


@bp.get("/submitted")
@requires(VIEW)
def submitted():
    """Of one period, unit by unit: the latest that is over, unless a day of another is given."""
    form = PeriodForm(request.args)
    on = form.on.data if form.validate() else None
    unit = permitted(current_unit())
    below = _below(unit)
    rules, periods = rules_of(unit), {}
    for kind in {each.kind for each in below}:
        rhythm = rules.values[kind]
        if rhythm != NEVER:
            periods[kind] = Period.asked(rhythm, on)
    came = _came([each.id for each in below], [each.key for each in periods.values()])
    rows = [
        (each, periods[each.kind], came.get((each.id, periods[each.kind].key)))
        for each in below
        if each.kind in periods
    ]
    return render(
        "briefs/submitted.html",
        form=form,
        unit=unit,
        rows=rows,
        told=[
            ("应报", len(rows)),
            ("已开会", sum(1 for *_, each in rows if each and each.met_at)),
            ("已报送", sum(1 for *_, each in rows if each and each.reported_at)),
        ],
        missing=MISSING,
    )


def _below(unit: OrgUnit) -> list[OrgUnit]:
    """The units directly below that hold reports, in the order of the code book, where the reader may see them."""
    found = select(OrgUnit).where(
        OrgUnit.parent_id == unit.id,
        OrgUnit.kind.in_(LEVELS),
        OrgUnit.closed_on.is_(None),
        current_user.reach(OrgUnit, VIEW),
    )
    return list(db.session.scalars(found.order_by(OrgUnit.path)).unique())


def _came(ids: list[int], keys: list[str]) -> dict[tuple[int, str], Brief]:
    found = Brief.visible_to(current_user).where(Brief.unit_id.in_(ids), Brief.period.in_(keys), Brief.status != "void")
    return {(each.unit_id, each.period): each for each in db.session.scalars(found)}
