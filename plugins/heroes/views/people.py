"""One hero: photo, honours, awards, support, visits."""

from flask import url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.models import Hero
from plugins.heroes.views.steps import hero_steps
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render


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
