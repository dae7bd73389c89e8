"""Where 实有人口房屋 meets the core: the desk, the page of a resident, the search in the header."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.population.choices import EDIT, GRADE, KEY, VIEW
from plugins.population.models import Household, HouseholdMember, KindHeld, Premises
from plugins.population.register import households, premises
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action, Hit, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of
from portal.records.panel import panel

QUEUES = [
    queue_of(
        Household,
        "population-reviews",
        "户的类别待复核",
        at="/population/grades",
        below="/population/households",
        needs=GRADE,
        where=lambda reader: Household.review_on <= reader.today(),
        among=Household.review_on.is_not(None),
        text=Household.number,
        due=Household.review_on,
        order=70,
        step=Household.decide_grade,
        task="复核",
    ),
    queue_of(
        Premises,
        "population-rented",
        "出租房待核对",
        at="/population/premises",
        needs=EDIT,
        where=lambda reader: Premises.due_on <= reader.today(),
        among=Premises.due_on.is_not(None),
        text=Premises.title,
        due=Premises.due_on,
        order=71,
        task="核对，合同到期的办理续租或者退租",
    ),
]


def person_panels(ctx: Context, person: Person) -> list[Panel]:
    """The household, the home and the kinds, as far as the reader may see them."""
    if not ctx.actor.can(VIEW, person):
        return []
    mine = select(HouseholdMember).join(Household, Household.id == HouseholdMember.household_id)
    now = HouseholdMember.person_id == person.id, HouseholdMember.valid_until.is_(None), Household.seen_by(ctx.actor)
    member = db.session.scalar(mine.where(*now).options(joinedload(HouseholdMember.record)))
    held = KindHeld.visible_to(ctx.actor).where(KindHeld.person_id == person.id, KindHeld.status == "held")
    home = member.record.residence.premises if member and member.record.residence else None
    shown = {
        "member": member,
        "home": home if home and home.allows(ctx.actor, VIEW) else None,
        "kinds": db.session.scalars(held.order_by(KindHeld.id)).all(),
    }
    return [panel("户、住处、人员类别", "population/of_person.html", flush=True, order=20, **shown)]


def person_actions(ctx: Context, person: Person) -> list[Action]:
    """A kind is registered from here."""
    if not (takes_new(KEY, person.unit) and ctx.actor.can(EDIT, person)):
        return []
    return [Action(KindHeld.register.label, url_for("population.register", person_id=person.id), "plus")]


def search(ctx: Context, text: str) -> list[Hit]:
    """Households and premises, by name, number or address."""
    return [*households.hits(ctx, text), *premises.hits(ctx, text)] if current_user.can(VIEW) else []
