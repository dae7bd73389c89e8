"""The deeds: their list and statistics, 举荐登记, the page of one, and its files."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.heroes.blueprint import bp
from plugins.heroes.forms import HeroForm, NominationForm
from plugins.heroes.models import Deed, Hero
from plugins.heroes.papers import papers
from plugins.heroes.register import STATISTICS, deeds
from plugins.heroes.settings import rules_of
from plugins.heroes.views.steps import deed_steps
from portal import clock
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered
from portal.records.beginning import begin_button, mount_beginning
from portal.records.file_pages import mount_files
from portal.records.lists import mount_register
from portal.records.mounting import Ask
from portal.records.statistics import mount_statistics
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

OF_THE_PERSON = ("name", "id_number", "id_type", "phone", "ethnicity", "address")
NOT_OF_THE_DEED = ("csrf_token", "unit_id", "heroes")
AT_ONCE = (
    joinedload(Deed.unit),
    joinedload(Deed.applicant),
    selectinload(Deed.heroes).options(joinedload(Hero.honours), joinedload(Hero.awards)),
)


mount_register(bp, deeds, at="/deeds", endpoint="index", export="heroes.export", actions=begin_button(Deed.nominate))
mount_statistics(
    bp, STATISTICS, at="/statistics", show="heroes.show", ident="deed_id", crumb=("见义勇为", "heroes.index")
)


def _rule(unit: OrgUnit) -> str:
    rules = rules_of(unit)
    return (
        f"本地规定：自行为发生之日起 {rules.nomination_years} 年内举荐，"
        f"情况复杂的 {rules.nomination_years_complex} 年内。"
    )


def _done(deed: Deed) -> str:
    hidden = "" if deed.allows(current_user, "heroes.view") else "本人要求保密，今后只有评审人员可以查看。"
    return f"已登记，编号 {deed.number}。{hidden}"


def _nominated(form: NominationForm, unit: OrgUnit) -> dict:
    fields = {name: value for name, value in form.data.items() if name not in NOT_OF_THE_DEED}
    return {**fields, "heroes": [_hero(row, unit) for row in form.rows()]}


def _hero(row: HeroForm, unit: OrgUnit) -> Hero:
    """With the resident of that number; without a number, only the name is kept."""
    known = {name: row[name].data for name in OF_THE_PERSON}
    answers = row.known.data
    person = found_or_entered(unit, answers=answers, **known) if row.id_number.data else None
    answers.row = hero = Hero(
        person=person,
        name=answers.said.get("name", person.name) if person else row.name.data,
        gender=person.gender if person else "",
        politics=row.politics.data,
        post=row.post.data,
        household=row.household.data,
        condition=row.condition.data,
    )
    return hero


mount_beginning(
    bp,
    Deed.nominate,
    Ask(
        NominationForm,
        done=_done,
        button="登记",
        explanation=_rule,
        args=_nominated,
        groups=("heroes",),
        template="heroes/new.html",
        keeps_draft=True,
    ),
    at="/deeds/new",
    show=lambda deed: url_for("heroes.show", deed_id=deed.id),
    back="heroes.index",
    place="unit_id",
)


@bp.get("/deeds/<int:deed_id>")
@requires("heroes.view")
def show(deed_id: int):
    """One deed: where it stands, its clocks, what was found, what comes next."""
    deed = get_or_404(Deed.visible_to(current_user).options(*AT_ONCE), deed_id)
    return render(
        "heroes/show.html",
        **deed_steps.shown(deed, ("见义勇为", "heroes.index"), papers),
        may_answer=deed_steps.offers(Deed.answer_objection, deed, current_user),
        now=clock.now(),
        may_review=deed.allows(current_user, "heroes.review"),
    )


mount_files(bp, Deed, at="/deeds/<int:deed_id>", endpoint="download")
