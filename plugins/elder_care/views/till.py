"""收银台: one page, for a scanner, a keyboard or a finger; with script quick and through a broken line, without script in two presses."""

import secrets
from functools import cache

from flask import abort, redirect, request, url_for
from flask_login import current_user
from htmx_flask import request as htmx_request
from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import CATEGORY_NAMES, SITTINGS, WAYS
from plugins.elder_care.forms.till import FindForm, ServeForm
from plugins.elder_care.models import Agent, Canteen, Meal, Member
from plugins.elder_care.models.lookup import found_at
from plugins.elder_care.models.offer import Offer, offers
from plugins.elder_care.models.serving import Order, serve
from portal import clock
from portal.database import reads
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.people.models import Person
from portal.plugin.context import current_unit
from portal.records.cards import code_in
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import found_or_404, render

RECENT = 6


def till_or_404(canteen_id: int) -> Canteen:
    """The canteen, where the reader may serve there and it is open."""
    canteen = found_or_404(_canteen(), canteen_id, {})
    if not canteen.is_open(clock.today()):
        raise RuleError(f"{canteen.name}已经停办，不能打餐。")
    return canteen


@bp.get("/till")
@requires("elder_care.serve")
def own_till():
    """The till of the only canteen where the reader serves; of several, the list to choose from."""
    open_now = Canteen.closed_on.is_(None) | (Canteen.closed_on >= clock.today())
    mine = select(Canteen.id).where(current_user.reach(Canteen, "elder_care.serve"), open_now)
    found = db.session.scalars(mine.limit(2)).all()
    if len(found) == 1:
        return redirect(url_for("elder_care.till", canteen_id=found[0]))
    return redirect(url_for("elder_care.canteens"))


@bp.get("/canteens/<int:canteen_id>/till")
@requires("elder_care.serve")
def till(canteen_id: int):
    """The till, ready for the next card."""
    return till_page(till_or_404(canteen_id), FindForm())


@bp.post("/canteens/<int:canteen_id>/till")
@reads
@requires("elder_care.serve")
def find(canteen_id: int):
    """Who is meant, what is left for him today, and what each set meal would cost him. Changes nothing."""
    canteen, form = till_or_404(canteen_id), FindForm(meta={"csrf": False})
    if not form.validate():
        return till_page(canteen, form, status=422)
    return _looked_up(canteen, form)


@bp.get("/card/<code>")
@requires("elder_care.serve")
def card(code: str):
    """Where the QR of a card leads when a telephone reads it: to the till of the unit one works in, with its holder."""
    canteen = db.session.scalars(
        _canteens().where(current_user.reach(Canteen, "elder_care.serve"), current_unit().subtree_of(Canteen)).limit(1)
    ).one_or_none()
    if canteen is None or not code_in(code):
        abort(404)
    return _looked_up(canteen, FindForm(data={"q": code}))


@bp.post("/canteens/<int:canteen_id>/till/meals")
@requires("elder_care.serve")
def serve_meal(canteen_id: int):
    """One meal. The same key again answers the same meal."""
    canteen, form = till_or_404(canteen_id), ServeForm()
    if not form.validate():
        return till_page(canteen, FindForm(formdata=None), wrong=_first_of(form), status=422)
    try:
        meal = entered(canteen, form, form.member.data)
        done = said(meal)
    except NotAllowed:
        raise
    except RuleError as error:
        db.session.rollback()
        return till_page(till_or_404(canteen_id), FindForm(formdata=None), wrong=str(error), status=422)
    if htmx_request.htmx:
        page = till_page(canteen, FindForm(formdata=None), done=done)
        db.session.commit()
        return page
    return saved(url_for("elder_care.till", canteen_id=canteen_id), done)


def entered(canteen: Canteen, form: ServeForm, member_id: int, **more) -> Meal:
    """Enter what the form says; further arguments are those of `Order`. The price is that of the day it was taken."""
    day = clock.local(more.get("at") or clock.now()).date()
    set_meal = next((each for each in canteen.prices(day) if each.id == form.set_meal.data), None)
    if set_meal is None:
        raise RuleError("这个套餐那天不供应，请重新打开收银台。")
    if form.sitting.data not in canteen.sittings:
        raise RuleError(f"这个助餐点不供应{SITTINGS[form.sitting.data]}。")
    by = current_user._get_current_object()
    order = Order(canteen, set_meal, form.sitting.data, form.way.data, form.shown_by.data, by, **more)
    agent = db.session.get(Agent, form.agent.data) if form.agent.data else None
    return serve(order, member_id, key=form.key.data, agent=agent)


def said(meal: Meal) -> str:
    """What is said after a meal, with what is to be taken."""
    took = f"{meal.member.title} {SITTINGS[meal.sitting]} {WAYS[meal.way]}"
    return f"{took}：收 {format_yuan(meal.own_fen)} 元，补 {format_yuan(meal.subsidy_fen)} 元。"


def till_page(
    canteen: Canteen,
    form: FindForm,
    *,
    found: list[Offer] | None = None,
    wrong: str = "",
    done: str = "",
    shown_by: str = "search",
    status: int = 200,
):
    """The page, or its middle for htmx."""
    today = clock.today()
    sitting = _sitting(canteen)
    tally, recent = _today(canteen) if found is None else (None, [])
    return render(
        "elder_care/till/till.html",
        block="till",
        status=status,
        canteen=canteen,
        form=form,
        sitting=sitting,
        sittings={each: SITTINGS[each] for each in canteen.sittings},
        set_meals=canteen.prices(today),
        found=found,
        wrong=wrong,
        done=done,
        shown_by=shown_by,
        key=secrets.token_urlsafe(12),
        tally=tally,
        recent=recent,
        may_counter=_slips(canteen, recent),
        lapsed=canteen.lapsed(today),
        ways=WAYS,
        categories=CATEGORY_NAMES,
        today=today,
    )


def _looked_up(canteen: Canteen, form: FindForm):
    text = form.q.data or ""
    try:
        guesses.admit(text)
        members = found_at(canteen, text)
    except RuleError as error:
        return till_page(canteen, FindForm(formdata=None), wrong=str(error), status=422)
    guesses.note(text, members)
    if not members:
        return till_page(canteen, form, wrong=f"没有找到“{text}”。核对卡号，或换成编号、姓名再查。", status=422)
    found = offers(members, clock.today(), _sitting(canteen))
    return till_page(canteen, FindForm(formdata=None), found=found, shown_by="card" if code_in(text) else "search")


def _sitting(canteen: Canteen) -> str:
    """The sitting that was chosen, else the one of the hour."""
    chosen = request.values.get("sitting", "")
    return chosen if chosen in canteen.sittings else canteen.sitting_at(clock.local(clock.now()).time())


def _first_of(form: ServeForm) -> str:
    return next(iter(form.errors.values()))[0]


def _today(canteen: Canteen) -> tuple:
    """Meals, subsidy and own shares of the day in sum; the last few one by one."""
    given = {"canteen": canteen.id, "day": clock.today()}
    return db.session.execute(_tally(), given).one(), db.session.execute(_recent(), given).all()


def _slips(canteen: Canteen, recent: list) -> set[int]:
    """Those of the last meals that stand and that the reader may counter."""
    any_of_them = canteen.allows(current_user, "elder_care.approve")
    return {
        each.id
        for each in recent
        if each.portions > 0 and not each.countered and (any_of_them or each.operator_id == current_user.id)
    }


@cache
def _canteens() -> Select:
    return select(Canteen).options(
        joinedload(Canteen.unit).joinedload(OrgUnit.township),
        selectinload(Canteen.set_meals),
        selectinload(Canteen.licences),
    )


@cache
def _canteen() -> Select:
    return _canteens().where(Canteen.id == bindparam("record_id"))


@cache
def _tally() -> Select:
    sums = (func.coalesce(func.sum(each), 0) for each in (Meal.portions, Meal.subsidy_fen, Meal.own_fen))
    return select(*sums).where(Meal.canteen_id == bindparam("canteen"), Meal.booked_on == bindparam("day"))


@cache
def _recent() -> Select:
    entry = aliased(Meal)
    columns = (
        Meal.id, Meal.at, Meal.sitting, Meal.way, Meal.portions, Meal.subsidy_fen, Meal.own_fen, Meal.operator_id, Person.name
    )  # fmt: skip
    return (
        select(*columns, exists().where(entry.counters_id == Meal.id).label("countered"))
        .join(Member, Member.id == Meal.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Meal.canteen_id == bindparam("canteen"), Meal.booked_on == bindparam("day"))
        .order_by(Meal.id.desc())
        .limit(RECENT)
    )
