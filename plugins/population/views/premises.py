"""房屋: the list, one of them, its steps."""

from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.population.blueprint import bp
from plugins.population.choices import EXPORT, VIEW
from plugins.population.forms.place import place_in
from plugins.population.forms.premises import (
    FIRM,
    PERSON,
    CheckForm,
    CorrectionForm,
    LeaseForm,
    OwnerForm,
    PremisesForm,
    RenewForm,
)
from plugins.population.models import Household, Premises, Residence
from plugins.population.register import premises as register
from plugins.population.views.placing import WHERE, chosen_place, offer_places
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered, resident_of
from portal.people.models import Organisation
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.records.people import Contact
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "population.premises_list", "/premises/<int:premises_id>"

mount_register(
    bp,
    register,
    at="/premises",
    endpoint="premises_list",
    export=EXPORT,
    actions=begin_button(Premises.enter, prefix="premises_"),
)
mount_beginning(
    bp,
    Premises.enter,
    Ask(
        PremisesForm,
        done=lambda row: f"已登记，编号 {row.number}。",
        button="登记",
        args=lambda form, unit: place_in(form.data) | {"use": form.use.data},
        start=lambda unit: {"unit_id": unit.id},
        error_at="room",
    ),
    at="/premises/new",
    show=lambda row: url_for("population.premises", premises_id=row.id),
    back=LIST,
    place="unit_id",
    kinds=WHERE,
    prefix="premises_",
)


def _owner(form: OwnerForm, row: Premises) -> dict[str, Any]:
    """A resident or an organisation, found before a new one is entered; or somebody who is only named."""
    given = {"share": form.share.data, "on": form.on.data}
    name, phone = form.name.data, form.phone.data or ""
    if form.kind.data == PERSON:
        known = {"id_number": form.id_number.data, "id_type": form.id_type.data, "phone": phone}
        return given | {"person": found_or_entered(row.unit, name=name, answers=form.known.data, **known)}
    if form.kind.data == FIRM:
        return given | {"organisation": _firm(row.unit, name, form.uscc.data or "", phone)}
    return given | {"who": Contact(name=name, phone=phone or None)}


def _firm(unit: OrgUnit, name: str, code: str, phone: str) -> Organisation:
    meant = Organisation.uscc == code if code else Organisation.name == name
    known = db.session.scalars(select(Organisation).where(Organisation.county_id == unit.county_id, meant)).first()
    return known or Organisation.enter(unit, name=name, uscc=code, phone=phone)


def _lease(form: LeaseForm, row: Premises) -> dict[str, Any]:
    person = resident_of(row.unit, form.data)
    return {"person": person, "on": form.on.data, "contract_until": form.contract_until.data}


steps = mount(
    bp,
    Premises,
    at=ONE,
    show="population.premises",
    prefix="premises_",
    steps={
        Premises.check: Ask(
            CheckForm, at="check", done="已登记核对。", main=True, icon="check", start=today("on"), error_at="on"
        ),
        Premises.let: Ask(
            LeaseForm,
            at="leases/new",
            done="已登记。",
            button="登记",
            icon="plus",
            args=_lease,
            start=today("on"),
            explanation="登记以后，用途改为出租，按本地规定的天数核对。",
            error_at="id_number",
        ),
        Premises.take_owner: Ask(
            OwnerForm,
            at="owners/new",
            done="已登记。",
            button="登记",
            icon="plus",
            args=_owner,
            start=today("on"),
            error_at="name",
        ),
        Premises.correct: Ask(
            CorrectionForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            prepare=offer_places,
            start=present("unit_id", "use", "estate", "building", "entrance", "floor", "room"),
            args=lambda form, row: place_in(form.data) | {"use": form.use.data, "unit": chosen_place(form)},
            edits=True,
            error_at="room",
        ),
        Premises.close: Ask(
            ReasonForm,
            at="closure",
            done="已注销。",
            icon="x",
            tone="danger",
            explanation="拆除了或者登记有误的才注销。",
        ),
        Premises.renew: Ask(
            RenewForm,
            at="leases/<int:row_id>/renewal",
            done="已登记。",
            row=among("rented_to"),
            start=present("contract_until"),
            error_at="contract_until",
        ),
        Premises.end_lease: Ask(
            LastDayForm,
            at="leases/<int:row_id>/end",
            done="已退租。",
            row=among("rented_to"),
            start=today("on"),
            error_at="on",
        ),
        Premises.end_owner: Ask(
            LastDayForm,
            at="owners/<int:row_id>/end",
            done="已登记。",
            row=among("owned_by"),
            start=today("on"),
            error_at="on",
        ),
    },
)


@bp.get(ONE)
@requires(VIEW)
def premises(premises_id: int):
    """One of them: whose it is, who rents it, who lives there."""
    whole = joinedload(Premises.unit), *map(selectinload, (Premises.owners, Premises.leases, Premises.events))
    row = get_or_404(Premises.visible_to(current_user).options(*whole), premises_id)
    return render(
        "population/premises.html",
        **steps.shown(row, ("房屋", LIST)),
        due_at=row.due_on,
        now=clock.now(),
        facts=[
            ("用途", row.use_name),
            ("所属", row.unit.name),
            ("楼层", row.floor),
            ("上次核对", day(row.checked_on)),
            ("下次核对", day(row.due_on)),
        ],
        homes=_lived_in(row),
        may_edit=steps.offers(Premises.end_owner, row, current_user),
    )


def _lived_in(row: Premises) -> list[tuple[Household, Residence]]:
    """Who lives there and who did, as far as the reader may see the household."""
    there = (
        select(Household, Residence)
        .join(Residence, Residence.household_id == Household.id)
        .where(Residence.premises_id == row.id, Household.seen_by(current_user))
        .options(selectinload(Household.members))
        .order_by(Residence.valid_until.is_(None).desc(), Residence.id.desc())
        .limit(50)
    )
    return [tuple(each) for each in db.session.execute(there)]
