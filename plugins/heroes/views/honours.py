"""表彰、奖金、撤销."""

from flask import abort, url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp, hero_or_404
from plugins.heroes.choices import LEVELS, RECOGNISED
from plugins.heroes.decision_forms import CommendationForm, DayForm, GrantForm
from plugins.heroes.forms import ReasonForm
from plugins.heroes.models import Association, Hero, HeroAward
from plugins.heroes.settings import rules_of
from plugins.heroes.views.steps import ask, in_state, take
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.org.models import OrgUnit
from portal.web.http.guards import requires

REVOKE = {"tone": "danger", "explanation": "撤销后称号作废，未发的奖金取消，已发的要追缴，保障和回访停止。"}


@bp.get("/deeds/<int:deed_id>/commendation")
@requires("heroes.manage")
def new_commendation(deed_id: int):
    """表彰: the form, with the amounts of local rules."""
    deed = in_state(deed_id, *RECOGNISED)
    form = CommendationForm(data={"on": clock.today(), "conferred_by": _government(deed)})
    return ask(deed, form, "表彰", explanation=_amounts(deed))


@bp.post("/deeds/<int:deed_id>/commendation")
@requires("heroes.manage")
def commend(deed_id: int):
    """表彰."""
    deed, form = in_state(deed_id, *RECOGNISED), CommendationForm()
    return take(
        deed,
        form,
        "表彰",
        lambda: deed.commend(form.level.data, form.on.data, form.conferred_by.data, by=current_user),
        "已登记表彰。",
        explanation=_amounts(deed),
    )


def _government(deed) -> str:
    """Who confers: the government of the county, or of the unit where there is no county above."""
    return f"{(db.session.get(OrgUnit, deed.county_id) or deed.unit).name}人民政府"


def _amounts(deed) -> str:
    rules = rules_of(deed.unit)
    amounts = "，".join(
        f"{name} {format_yuan(rules.values[f'award_{level}'] or 0)} 元" for level, name in LEVELS.items()
    )
    return f"奖金按表彰当日的本地规定核定：{amounts}；牺牲、丧失劳动能力的另有特别奖。"


@bp.get("/people/<int:hero_id>/awards/new")
@requires("heroes.manage")
def new_grant(hero_id: int):
    """专项慰问: the form."""
    hero = hero_or_404(hero_id)
    return ask(in_state(hero.deed_id, *RECOGNISED), GrantForm(), "专项慰问", back=_page(hero))


@bp.post("/people/<int:hero_id>/awards/new")
@requires("heroes.manage")
def grant(hero_id: int):
    """专项慰问."""
    hero, form = hero_or_404(hero_id), GrantForm()
    deed = in_state(hero.deed_id, *RECOGNISED)
    return take(
        deed,
        form,
        "专项慰问",
        lambda: deed.grant(hero, form.amount.data, form.text.data, by=current_user),
        "已登记。",
        to=_page(hero),
        back=_page(hero),
    )


@bp.get("/people/<int:hero_id>/awards/<int:award_id>/payment")
@requires("heroes.fund")
def new_payment(hero_id: int, award_id: int):
    """发放奖金, or 追缴 once it was cancelled: the form."""
    hero = hero_or_404(hero_id)
    award = _award(hero, award_id)
    return ask(
        hero.deed,
        DayForm(data={"on": clock.today()}),
        _verb(award),
        back=_page(hero),
        explanation=f"{award.kind_name} {format_yuan(award.amount_fen)} 元。{award.basis}",
    )


@bp.post("/people/<int:hero_id>/awards/<int:award_id>/payment")
@requires("heroes.fund")
def pay(hero_id: int, award_id: int):
    """发放 or 追缴, through the fund."""
    hero, form = hero_or_404(hero_id), DayForm()
    deed, award = hero.deed, _award(hero, award_id)
    act = deed.recover if award.cancelled_on else deed.pay
    return take(
        deed,
        form,
        _verb(award),
        lambda: act(award, _fund(deed), form.on.data, by=current_user),
        "已记账。",
        to=_page(hero),
        back=_page(hero),
    )


@bp.get("/deeds/<int:deed_id>/revocation")
@requires("heroes.manage")
def new_revocation(deed_id: int):
    """撤销: the form."""
    return ask(in_state(deed_id, *RECOGNISED), ReasonForm(), "撤销", **REVOKE)


@bp.post("/deeds/<int:deed_id>/revocation")
@requires("heroes.manage")
def revoke(deed_id: int):
    """撤销."""
    deed, form = in_state(deed_id, *RECOGNISED), ReasonForm()
    return take(deed, form, "撤销", lambda: deed.revoke(form.text.data, by=current_user), "已撤销。", **REVOKE)


def _award(hero: Hero, award_id: int) -> HeroAward:
    return next((each for each in hero.awards if each.id == award_id), None) or abort(404)


def _verb(award: HeroAward) -> str:
    return "追缴奖金" if award.cancelled_on else "发放奖金"


def _fund(deed) -> Association:
    fund = Association.of(deed.unit)
    if fund is None:
        raise RuleError("还没有设立见义勇为协会（基金），请先设立。")
    return fund


def _page(hero: Hero) -> str:
    return url_for("heroes.show_hero", hero_id=hero.id)
