"""The heroes: 名录 and visits ahead, the page of one, and the steps taken there."""

from flask import url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.decision_forms import GrantForm, SupportForm, VisitForm
from plugins.heroes.models import Hero, HeroAward
from plugins.heroes.register import honours, visits
from portal.money import format_yuan
from portal.records.forms import DayForm, PhotoForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

mount_register(bp, honours, at="/registry", endpoint="registry", export="heroes.view")
mount_register(bp, visits, at="/visits", endpoint="visits", export="heroes.export")


def _sum(hero: Hero, award: HeroAward) -> str:
    return f"{award.kind_name} {format_yuan(award.amount_fen)} 元。{award.basis}"


hero_steps = mount(
    bp,
    Hero,
    at="/people/<int:hero_id>",
    show="heroes.show_hero",
    steps={
        Hero.visit: Ask(
            VisitForm,
            at="visits/new",
            done="已登记回访。",
            main=True,
            icon="plus",
            start=today("visited_on"),
            keeps_draft=True,
        ),
        Hero.support: Ask(SupportForm, at="supports/new", done="已登记保障。", start=today("started_on")),
        Hero.grant: Ask(
            GrantForm,
            at="awards/new",
            done="已登记。",
            args=lambda form, hero: {"amount_fen": form.amount.data, "reason": form.text.data},
        ),
        (Hero.pay, Hero.recover): Ask(
            DayForm,
            at="awards/<int:award_id>/payment",
            done="已记账。",
            row=among("awards"),
            explanation=_sum,
            start=today("on"),
        ),
        Hero.put_photo: Ask(PhotoForm, at="photo", done="已保存照片。", uploads=True),
    },
)


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
