"""One hero: photo, honours, awards, support, visits; and the list of visits due."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.heroes.blueprint import bp
from plugins.heroes.models import Deed, Hero
from plugins.heroes.views.steps import hero_steps
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

SHOWN = 100


@bp.get("/people/<int:hero_id>")
@requires("heroes.view")
def show_hero(hero_id: int):
    """One hero."""
    hero = get_or_404(Hero.visible_to(current_user), hero_id)
    return render(
        "heroes/hero.html",
        hero=hero,
        deed=hero.deed,
        actions=hero_steps.actions(hero, current_user),
        may_move_money=hero_steps.offers(Hero.pay, hero, current_user),
        crumbs=[
            ("见义勇为", url_for("heroes.index")),
            (hero.deed.number, url_for("heroes.show", deed_id=hero.deed_id)),
            (hero.name, ""),
        ],
    )


@bp.get("/visits")
@requires("heroes.view")
def visits():
    """Visits due, the longest overdue first."""
    found = db.session.execute(
        select(Hero.id, Hero.name, Hero.visit_due_on, Deed.number, OrgUnit.short_name.label("unit"))
        .join(Hero.deed)
        .join(OrgUnit, OrgUnit.id == Hero.unit_id)
        .where(Deed.seen_by(current_user), Hero.visit_due_on.is_not(None))
        .order_by(Hero.visit_due_on, Hero.id)
        .limit(SHOWN)
    ).all()
    return render("heroes/visits.html", rows=found, now=clock.now())
