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
from portal.database import records
from portal.files.views import hand_out_of
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask
from portal.records.statistics import mount_statistics
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

OF_THE_PERSON = ("name", "id_number", "phone", "ethnicity", "address")
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
    person = found_or_entered(unit, **known) if row.id_number.data else None
    return Hero(
        person=person,
        name=row.name.data,
        gender=person.gender if person else "",
        politics=row.politics.data,
        post=row.post.data,
        household=row.household.data,
        condition=row.condition.data,
    )


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


@bp.get("/deeds/<int:deed_id>/files/<int:file_id>")
@records
@requires("heroes.view")
def download(deed_id: int, file_id: int):
    """A file of the deed: evidence, or a photo."""
    deed = get_or_404(Deed.visible_to(current_user), deed_id)
    return hand_out_of(deed, file_id)
