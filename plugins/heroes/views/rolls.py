"""勇士榜 and 年度评选."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.heroes.blueprint import bp
from plugins.heroes.ledger_forms import RollForm, RollLineForm
from plugins.heroes.models import Deed, Hero, Roll
from plugins.heroes.models.states import RECOGNISED
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.forms import NoteForm
from portal.records.mounting import attempt
from portal.web.forms.idempotency import saved
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import get_or_404, render


@bp.get("/rolls")
@requires("heroes.view")
def rolls():
    """All rolls, the newest first."""
    found = db.session.scalars(
        Roll.visible_to(current_user)
        .options(selectinload(Roll.lines))
        .order_by(Roll.year.desc(), Roll.quarter.desc(), Roll.id.desc())
    )
    return render("heroes/rolls.html", rolls=found.all())


@bp.get("/rolls/new")
@requires("heroes.manage")
def new_roll():
    """The form."""
    permitted(current_unit())
    return _page(RollForm().offer_years(), "新建榜单")


@bp.post("/rolls/new")
@requires("heroes.manage")
def create_roll():
    """One roll a unit and period."""
    unit, form = permitted(current_unit()), RollForm().offer_years()
    if not form.validate():
        return _page(form, "新建榜单", status=422)
    year, quarter = form.year.data, form.quarter.data
    if db.session.scalar(select(Roll.id).where(Roll.unit_id == unit.id, Roll.year == year, Roll.quarter == quarter)):
        form.quarter.errors = ["这一期榜单已经有了。"]
        return _page(form, "新建榜单", status=422)
    roll = Roll(year=year, quarter=quarter)
    roll.place(unit)
    db.session.add(roll)
    db.session.flush()
    return saved(url_for("heroes.show_roll", roll_id=roll.id), "已新建。")


@bp.get("/rolls/<int:roll_id>")
@requires("heroes.view")
def show_roll(roll_id: int):
    """One roll; what became secret later is not shown to those without the right."""
    roll = get_or_404(Roll.visible_to(current_user), roll_id)
    seen = set(
        db.session.scalars(
            select(Hero.id)
            .join(Hero.deed)
            .where(Hero.id.in_([line.hero_id for line in roll.lines]), Deed.seen_by(current_user))
        )
    )
    lines = [line for line in roll.lines if line.hero_id is None or line.hero_id in seen]
    return render(
        "heroes/roll.html",
        roll=roll,
        lines=lines,
        may_manage=current_user.can("heroes.manage", roll),
        crumbs=[("勇士榜", url_for("heroes.rolls")), (roll.name, "")],
    )


@bp.get("/rolls/<int:roll_id>/lines/new")
@requires("heroes.manage")
def new_line(roll_id: int):
    """上榜: the form."""
    roll = get_or_404(Roll.visible_to(current_user), roll_id)
    return _page(_line_form(roll), f"上榜：{roll.name}", back=_url(roll))


@bp.post("/rolls/<int:roll_id>/lines/new")
@requires("heroes.manage")
def add_line(roll_id: int):
    """上榜."""
    roll = get_or_404(Roll.visible_to(current_user), roll_id)
    form, url = _line_form(roll), _url(roll)
    if not form.validate():
        return _page(form, f"上榜：{roll.name}", status=422, back=url)
    hero = db.session.get(Hero, form.hero_id.data) if form.hero_id.data else None
    if refused := attempt(
        lambda: roll.enter(
            form.category.data, form.citation.data, by=current_user, hero=hero, name=(form.name.data or "").strip()
        )
    ):
        form.form_errors.append(refused)
        return _page(form, "上榜", status=422, back=url)
    return saved(url, "已上榜。")


@bp.get("/rolls/<int:roll_id>/publication")
@requires("heroes.manage")
def new_roll_publication(roll_id: int):
    """发布: asks once more."""
    roll = get_or_404(Roll.visible_to(current_user), roll_id)
    return _page(
        NoteForm(), f"发布：{roll.name}", back=_url(roll), explanation="发布后在公开页面显示，不能再改。", fields=()
    )


@bp.post("/rolls/<int:roll_id>/publication")
@requires("heroes.manage")
def publish_roll(roll_id: int):
    """发布."""
    roll, form = get_or_404(Roll.visible_to(current_user), roll_id), NoteForm()
    url = _url(roll)
    if refused := attempt(lambda: roll.publish(by=current_user)):
        form.form_errors.append(refused)
        return _page(form, "发布", status=422, back=url, fields=())
    return saved(url, "已发布。")


def _url(roll: Roll) -> str:
    return url_for("heroes.show_roll", roll_id=roll.id)


def _line_form(roll: Roll) -> RollLineForm:
    form = RollLineForm()
    found = db.session.execute(
        select(Hero.id, Hero.name, Deed.title)
        .join(Hero.deed)
        .where(roll.unit.subtree_of(Deed), Deed.status.in_(RECOGNISED), Deed.secret.is_(False))
        .order_by(Deed.confirmed_on.desc(), Hero.id)
        .limit(300)
    )
    form.hero_id.choices = {0: "（没有办理确认的，填姓名）"} | {row.id: f"{row.name}　{row.title}" for row in found}
    return form


def _page(form, verb: str, *, status: int = 200, back: str = "", **page):
    return render(
        "heroes/step.html", status=status, form=form, verb=verb, about="", back=back or url_for("heroes.rolls"), **page
    )
