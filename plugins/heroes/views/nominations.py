"""举荐登记."""

from flask import url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.forms import HeroForm, NominationForm
from plugins.heroes.models import Deed, Hero
from plugins.heroes.settings import rules_of
from portal.cases.choosers import places_for
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import people_matching
from portal.people.models import Person
from portal.plugin.context import current_unit
from portal.records.mounting import attempt
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

FIELDS = (
    "title",
    "kind",
    "happened_at",
    "location",
    "story",
    "beneficiary",
    "losses",
    "source",
    "applicant",
    "relation",
    "applicant_phone",
    "complex",
    "secret",
)


@bp.get("/deeds/new")
@requires("heroes.nominate")
def new():
    """The form."""
    return _page(_form())


@bp.post("/deeds/new")
@requires("heroes.nominate")
def create():
    """Keep it; the buttons that add or remove a person post here too, so that they need no script."""
    form = _form()
    if resize(form.heroes):
        return _page(form)
    if not form.validate():
        return _page(form, 422)
    made: list[Deed] = []
    if refused := attempt(lambda: made.append(_nominate(form))):
        form.form_errors.append(refused)
        return _page(form, 422)
    if made[0].secret and not current_user.can("heroes.review", made[0]):
        return saved(
            url_for("heroes.index"), f"已登记，编号 {made[0].number}。本人要求保密，今后只有评审人员可以查看。"
        )
    return saved(url_for("heroes.show", deed_id=made[0].id), f"已登记，编号 {made[0].number}。", made[0].number)


def _form() -> NominationForm:
    form = NominationForm()
    form.unit_id.choices = places_for(current_user, "heroes.nominate")
    return form


def _nominate(form: NominationForm) -> Deed:
    unit = db.session.get(OrgUnit, form.unit_id.data)
    return Deed.nominate(
        unit=unit,
        heroes=[_hero(row, unit) for row in form.rows()],
        by=current_user,
        **{name: form[name].data for name in FIELDS},
    )


def _hero(row: HeroForm, unit: OrgUnit) -> Hero:
    person = _person(row, unit)
    return Hero(
        person=person,
        name=row.name.data,
        gender=person.gender if person else "",
        politics=row.politics.data,
        post=row.post.data,
        household=row.household.data,
        condition=row.condition.data,
    )


def _person(row: HeroForm, unit: OrgUnit) -> Person | None:
    """The resident with the number of the row, entered if new; without a number, only the name is kept."""
    if not row.id_number.data:
        return None
    known = {"phone": row.phone.data, "ethnicity": row.ethnicity.data, "address": row.address.data}
    person = db.session.scalars(people_matching(row.id_number.data, [unit])).first()
    if person is None:
        person = Person.enter(unit, name=row.name.data, id_number=row.id_number.data, **known)
        db.session.flush()
    elif person.name != row.name.data:
        raise RuleError(f"身份证号 {row.id_number.data} 已登记过，但姓名不是“{row.name.data}”，请核对。")
    else:
        person.update(**{name: value for name, value in known.items() if value and not getattr(person, name)})
    return person


def _page(form: NominationForm, status: int = 200):
    return render(
        "heroes/new.html",
        status=status,
        form=form,
        rules=rules_of(current_unit()),
        crumbs=[("见义勇为", url_for("heroes.index")), ("举荐登记", "")],
    )
