"""助餐点: the list, the page of each, its licences, set meals and menus."""

from datetime import timedelta

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import SITTINGS
from plugins.elder_care.forms.canteens import DishesForm, EditForm, FoundForm, HandOverForm, PriceForm
from plugins.elder_care.models import Canteen, Dishes, Meal
from plugins.elder_care.models.canteen import week_around
from plugins.elder_care.register import canteens
from portal import clock
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.licence_pages import licence_steps
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, today
from portal.web.forms.fields import parse_day
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

WITH_LICENCES = (joinedload(Canteen.unit), selectinload(Canteen.licences))


def _fields(form, *_) -> dict:
    return {name: value for name, value in form.data.items() if name not in ("csrf_token", "unit_id")}


mount_beginning(
    bp,
    Canteen.found,
    Ask(
        FoundForm,
        done="已设立。请接着登记证照和套餐。",
        button="设立",
        args=_fields,
        start=lambda unit: {"opened_on": clock.today(), "lunch": "11:00-13:00", "unit_id": unit.id},
        error_at="name",
    ),
    at="/canteens/new",
    show=lambda canteen: url_for("elder_care.canteen", canteen_id=canteen.id),
    back="elder_care.canteens",
    place="unit_id",
)
canteen_steps = mount(
    bp,
    Canteen,
    at="/canteens/<int:canteen_id>",
    show="elder_care.canteen",
    steps={
        Canteen.change: Ask(
            EditForm,
            at="edit",
            done="已修改。",
            button="保存",
            icon="pencil",
            args=_fields,
            start=lambda canteen: {each: getattr(canteen, each) for each in EditForm().data if hasattr(canteen, each)},
        ),
        Canteen.hand_over: Ask(
            HandOverForm,
            at="operator",
            done=lambda canteen: (
                f"已变更。{canteen.former_operators[-1].until} 以前的餐仍付给原单位。"
                if canteen.former_operators
                else "已变更。"
            ),
            icon="pencil",
            start=today("first"),
            explanation=lambda canteen: canteen.what_a_change_means(),
            error_at="first",
        ),
        **licence_steps(Canteen),
        Canteen.price: Ask(
            PriceForm,
            at="set-meals/new",
            done="已登记。",
            button="登记",
            icon="plus",
            start=today("valid_from"),
            error_at="name",
        ),
        Canteen.drop: Ask(
            LastDayForm,
            at="set-meals/<int:set_meal_id>/ending",
            done="已停用。",
            title=lambda canteen, set_meal: f"停用套餐：{set_meal.name}",
            row=among("set_meals"),
            start=today("on"),
            error_at="on",
        ),
    },
)
mount_register(
    bp, canteens, at="/canteens", endpoint="canteens", export="elder_care.export", actions=begin_button(Canteen.found)
)


@bp.get("/canteens/<int:canteen_id>")
@requires("elder_care.view")
def canteen(canteen_id: int):
    """One canteen."""
    found = get_or_404(Canteen.visible_to(current_user).options(*WITH_LICENCES), canteen_id)
    today = clock.today()
    return render(
        "elder_care/canteens/show.html",
        canteen=found,
        actions=canteen_steps.actions(found, current_user),
        may_withdraw=canteen_steps.offers(Canteen.withdraw, found, current_user),
        may_serve=found.allows(current_user, "elder_care.serve"),
        current={each.id for each in found.valid_licences().values()},
        today=today,
        served=_served(found),
        crumbs=[("助餐点", url_for("elder_care.canteens")), (found.name, "")],
    )


@bp.get("/canteens/<int:canteen_id>/menu")
@requires("elder_care.view")
def menu(canteen_id: int):
    """食谱 of a week, for the wall and for the screen."""
    found = get_or_404(Canteen.visible_to(current_user), canteen_id)
    return _week(found, DishesForm(data={"day": clock.today()}))


@bp.post("/canteens/<int:canteen_id>/menu")
@requires("elder_care.canteens")
def write_menu(canteen_id: int):
    """What is served at one sitting of one day; written again, it replaces what stood there."""
    found = get_or_404(Canteen.visible_to(current_user), canteen_id)
    form = DishesForm()
    form.sitting.choices = _sittings(found)
    if not form.validate():
        return _week(found, form, 422)
    at = (Dishes.canteen_id == found.id) & (Dishes.day == form.day.data) & (Dishes.sitting == form.sitting.data)
    dishes = db.session.scalar(select(Dishes).where(at))
    if dishes is None:
        dishes = Dishes(canteen_id=found.id, day=form.day.data, sitting=form.sitting.data)
        db.session.add(dishes)
    dishes.text = form.text.data
    return saved(url_for("elder_care.menu", canteen_id=found.id, day=form.day.data), "已保存。")


def _week(found: Canteen, form: DishesForm, status: int = 200):
    days = week_around(parse_day(request.args.get("day")) or clock.today())
    form.sitting.choices = _sittings(found)
    return render(
        "elder_care/canteens/menu.html",
        status=status,
        canteen=found,
        form=form,
        days=days,
        sittings=_sittings(found),
        dishes=Dishes.during(found.id, days),
        may_write=found.allows(current_user, "elder_care.canteens") and takes_new("elder_care", found.unit),
        weeks=[(f"{label}一周", url_for("elder_care.menu", canteen_id=found.id, day=days[0] + timedelta(days=shift)))
               for label, shift in (("上", -7), ("下", 7))],
        crumbs=[
            ("助餐点", url_for("elder_care.canteens")),
            (found.name, url_for("elder_care.canteen", canteen_id=found.id)),
            ("食谱", ""),
        ],
    )  # fmt: skip


def _sittings(found: Canteen) -> dict[str, str]:
    return {each: SITTINGS[each] for each in found.sittings} or SITTINGS


def _served(found: Canteen) -> tuple | None:
    """Meals, subsidy and own shares of today; None before the first."""
    sums = (func.sum(each) for each in (Meal.portions, Meal.subsidy_fen, Meal.own_fen))
    row = db.session.execute(select(*sums).where(Meal.canteen_id == found.id, Meal.booked_on == clock.today())).one()
    return tuple(row) if row[0] is not None else None
