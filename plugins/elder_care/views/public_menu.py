"""菜谱 for everybody, without an account: which canteens there are, what they serve this week, when and at what price."""

from datetime import timedelta

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import SITTINGS
from plugins.elder_care.models import Canteen, Dishes
from plugins.elder_care.models.canteen import week_around
from portal import clock
from portal.documents.poster import poster
from portal.extensions import db, limiter
from portal.records.papers import pdf
from portal.records.public_guards import PER_READER, public_unit
from portal.web.forms.fields import parse_day
from portal.web.http.guards import public, requires
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render

SHOWN = 100
LINES = ("扫码看本周食谱、价格和供餐时间。", "老人的补贴和自付由收银台按规定计算，请带就餐卡。")


@bp.get("/public/<int:unit_id>/canteens")
@limiter.limit(PER_READER)
@public
def public_canteens(unit_id: int):
    """The canteens of a unit, with their hours."""
    unit = public_unit(unit_id)
    found = db.session.scalars(Canteen.open_in(unit).options(joinedload(Canteen.unit)).limit(SHOWN + 1)).all()
    return render("elder_care/public/canteens.html", unit=unit, canteens=found[:SHOWN], more=len(found) > SHOWN)


@bp.get("/public/<int:unit_id>/canteens/<int:canteen_id>")
@limiter.limit(PER_READER)
@public
def public_menu(unit_id: int, canteen_id: int):
    """食谱 of a week, prices, hours."""
    unit, today = public_unit(unit_id), clock.today()
    wanted = Canteen.open_in(unit).where(Canteen.id == canteen_id).options(selectinload(Canteen.set_meals))
    canteen = (db.session.scalar(wanted) if canteen_id <= LARGEST_ID else None) or abort(404)
    days = week_around(parse_day(request.args.get("day")) or today)
    here = {"unit_id": unit.id, "canteen_id": canteen.id}
    return render(
        "elder_care/public/menu.html",
        unit=unit,
        canteen=canteen,
        sittings={each: SITTINGS[each] for each in canteen.sittings},
        days=days,
        dishes=Dishes.during(canteen.id, days),
        set_meals=canteen.prices(today),
        weeks=[
            (label, url_for("elder_care.public_menu", **here, day=days[0] + timedelta(days=shift)))
            for label, shift in (("上一周", -7), ("下一周", 7))
        ],
    )


@bp.get("/canteens/<int:canteen_id>/poster.pdf")
@requires("elder_care.view")
def menu_poster(canteen_id: int):
    """The sheet for the wall: the QR code of the public menu."""
    canteen = get_or_404(Canteen.visible_to(current_user), canteen_id)
    path = url_for("elder_care.public_menu", unit_id=canteen.unit_id, canteen_id=canteen.id)
    hours = "　".join(f"{SITTINGS[each]} {time}" for each, time in canteen.sittings.items())
    return pdf(poster(f"{canteen.name}食谱", canteen.unit.name, path, (hours, *LINES)), f"{canteen.name}食谱")
