"""One hero: photo, honours, awards, support, visits; and the list of visits due."""

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.heroes.blueprint import bp, hero_or_404
from plugins.heroes.choices import RECOGNISED
from plugins.heroes.decision_forms import PhotoForm
from plugins.heroes.ledger_forms import SupportForm, VisitForm
from plugins.heroes.models import Deed, DeedFile, Hero
from plugins.heroes.models.file import uploaded
from plugins.heroes.views.steps import ask, in_state, take
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms import with_files
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

SUPPORT = ("kind", "content", "provider", "amount_fen", "started_on", "until")
VISIT = ("visited_on", "way", "situation", "needs")
SHOWN = 100


@bp.get("/people/<int:hero_id>")
@requires("heroes.view")
def show_hero(hero_id: int):
    """One hero."""
    hero = hero_or_404(hero_id)
    return render(
        "heroes/hero.html",
        hero=hero,
        deed=hero.deed,
        today=clock.today(),
        recognised=hero.deed.status in RECOGNISED,
        crumbs=[
            ("见义勇为", url_for("heroes.index")),
            (hero.deed.number, url_for("heroes.show", deed_id=hero.deed_id)),
            (hero.name, ""),
        ],
    )


@bp.get("/people/<int:hero_id>/photo")
@requires("heroes.nominate")
def new_photo(hero_id: int):
    """照片: the form."""
    hero = hero_or_404(hero_id)
    return ask(hero.deed, PhotoForm(), "上传照片", uploads=True, back=_page(hero))


@bp.post("/people/<int:hero_id>/photo")
@requires("heroes.nominate")
def put_photo(hero_id: int):
    """照片."""
    hero, form = hero_or_404(hero_id), PhotoForm(with_files())
    return take(
        hero.deed,
        form,
        "上传照片",
        lambda: _keep_photo(hero),
        "已保存照片。",
        to=_page(hero),
        uploads=True,
        back=_page(hero),
    )


def _keep_photo(hero: Hero) -> None:
    upload = request.files.get("upload")
    if not uploaded(upload):
        raise RuleError("请选择照片。")
    photo = DeedFile.take_in(upload, purpose="photo", by=current_user, picture=True)
    hero.deed.files.append(photo)
    hero.photo = photo


@bp.get("/people/<int:hero_id>/supports/new")
@requires("heroes.review")
def new_support(hero_id: int):
    """保障: the form."""
    hero = hero_or_404(hero_id)
    return ask(
        in_state(hero.deed_id, *RECOGNISED),
        SupportForm(data={"started_on": clock.today()}),
        "登记保障",
        back=_page(hero),
    )


@bp.post("/people/<int:hero_id>/supports/new")
@requires("heroes.review")
def add_support(hero_id: int):
    """保障."""
    hero, form = hero_or_404(hero_id), SupportForm()
    return take(
        in_state(hero.deed_id, *RECOGNISED),
        form,
        "登记保障",
        lambda: hero.support(by=current_user, **{name: form[name].data for name in SUPPORT}),
        "已登记保障。",
        to=_page(hero),
        back=_page(hero),
    )


@bp.get("/people/<int:hero_id>/visits/new")
@requires("heroes.nominate")
def new_visit(hero_id: int):
    """回访: the form."""
    hero = hero_or_404(hero_id)
    return ask(
        in_state(hero.deed_id, *RECOGNISED),
        VisitForm(data={"visited_on": clock.today()}),
        "登记回访",
        back=_page(hero),
        keeps_draft=True,
    )


@bp.post("/people/<int:hero_id>/visits/new")
@requires("heroes.nominate")
def add_visit(hero_id: int):
    """回访."""
    hero, form = hero_or_404(hero_id), VisitForm()
    return take(
        in_state(hero.deed_id, *RECOGNISED),
        form,
        "登记回访",
        lambda: hero.visit(by=current_user, **{name: form[name].data for name in VISIT}),
        "已登记回访。",
        to=_page(hero),
        back=_page(hero),
        keeps_draft=True,
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
    return render("heroes/visits.html", rows=found, now=clock.now(), today=clock.today())


def _page(hero: Hero) -> str:
    return url_for("heroes.show_hero", hero_id=hero.id)
