"""勇士榜 and 年度评选."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.heroes.blueprint import bp
from plugins.heroes.decision_forms import RollForm, RollLineForm
from plugins.heroes.models import Deed, Hero, Roll
from plugins.heroes.models.states import RECOGNISED
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.beginning import mount_beginning
from portal.records.forms import PlainForm
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

MOST = 300


def _years(form: RollForm, unit: OrgUnit) -> None:
    """This year and the two before."""
    this = clock.today().year
    form.year.choices = {year: f"{year} 年" for year in (this, this - 1, this - 2)}


def _heroes(form: RollLineForm, roll: Roll) -> None:
    found = db.session.execute(
        select(Hero.id, Hero.name, Deed.title)
        .join(Hero.deed)
        .where(roll.unit.subtree_of(Deed), Deed.status.in_(RECOGNISED), Deed.secret.is_(False))
        .order_by(Deed.confirmed_on.desc(), Hero.id)
        .limit(MOST)
    )
    form.hero_id.choices = {0: "（没有办理确认的，填姓名）"} | {row.id: f"{row.name}　{row.title}" for row in found}


mount_beginning(
    bp,
    Roll.draw_up,
    Ask(RollForm, done="已新建。", prepare=_years, error_at="quarter"),
    at="/rolls/new",
    show=lambda roll: url_for("heroes.show_roll", roll_id=roll.id),
    back="heroes.rolls",
)
roll_steps = mount(
    bp,
    Roll,
    at="/rolls/<int:roll_id>",
    show="heroes.show_roll",
    prefix="roll_",
    steps={
        Roll.enter: Ask(RollLineForm, at="lines/new", done="已上榜。", icon="plus", prepare=_heroes),
        Roll.publish: Ask(
            PlainForm, at="publication", done="已发布。", main=True, explanation="发布后在公开页面显示，不能再改。"
        ),
    },
)


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
    return render(
        "heroes/roll.html",
        **roll_steps.shown(roll, ("勇士榜", "heroes.rolls")),
        lines=[line for line in roll.lines if line.hero_id is None or line.hero_id in seen],
    )
