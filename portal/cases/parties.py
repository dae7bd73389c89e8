"""Resolves the rows of the register form to residents and organisations: existing ones are found before new ones are made."""

from portal.cases.forms import PartyForm, RegisterForm
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import organisations_matching, people_matching, people_numbered
from portal.people.models import Organisation, Person
from portal.web.pages.rendering import LARGEST_ID


def matches(form: PartyForm, units: list[OrgUnit]) -> list[Person] | list[Organisation]:
    """Registered residents or organisations that the row may mean: found by number, else by phone, else by name."""
    for text in (form.id_number.data, form.phone.data, form.name.data):
        if not (text or "").strip():
            continue
        query = people_matching(text, units) if form.is_person else organisations_matching(text, units)
        if found := db.session.scalars(query).all():
            return found
    return []


def resolve(form: RegisterForm, unit: OrgUnit, units: list[OrgUnit]) -> list[tuple[int, Person | Organisation]] | None:
    """The parties of the form, registered in `unit` where they are new. None when a row was refused (see errors).

    `units` are those in which the user registers; people of the county of `unit` are looked for as well.
    """
    found, fits, units = [], True, [*units, unit]
    with db.session.no_autoflush:  # new ones are stored together; that no row repeats another, the form has seen to
        numbered = _numbered(form, unit, units)
        for side, row in form.rows():
            try:
                found.append((side, _who(row.form, unit, units, numbered)))
            except RuleError as error:
                form.refuse(row.form.name, str(error))
                fits = False
    if fits and len({id(who) for _, who in found}) < len(found):
        form.refuse(form.applicants[0].form.name, "同一个人不能登记两次，也不能同时是双方当事人。")
        fits = False
    return found if fits else None


def _numbered(form: RegisterForm, unit: OrgUnit, units: list[OrgUnit]) -> dict[str, Person]:
    """The residents whose ID numbers were typed, those of the county of `unit` before others."""
    numbers = [row.form.id_number.data for _, row in form.rows() if row.form.is_person and row.form.id_number.data]
    found = db.session.scalars(people_numbered(numbers, units)).all() if numbers else []
    return {who.id_number: who for who in sorted(found, key=lambda who: who.county_id == unit.county_id)}


def _who(form: PartyForm, unit: OrgUnit, units: list[OrgUnit], numbered: dict[str, Person]) -> Person | Organisation:
    chosen = _chosen(form, units, numbered)
    if chosen is not None:
        _complete(chosen, form)
        return chosen
    if form.is_person:
        return Person.enter(
            unit,
            number_is_new=True,
            name=form.name.data,
            id_number=form.id_number.data,
            phone=form.phone.data,
            ethnicity=form.ethnicity.data,
            occupation=form.occupation.data,
            address=form.address.data,
        )
    return Organisation.enter(
        unit,
        name=form.name.data,
        uscc=form.id_number.data,
        phone=form.phone.data,
        legal_person=form.occupation.data,
        address=form.address.data,
    )


def _chosen(form: PartyForm, units: list[OrgUnit], numbered: dict[str, Person]) -> Person | Organisation | None:
    """The candidate chosen in the row, or one with exactly the same number or name and phone; never one the user has not seen."""
    exact = _exactly(form, units, numbered)
    if (form.person_id.data or "").isdecimal():
        who = _picked(form, units, exact)
        if exact and who.id != exact.id:
            raise RuleError("这个号码是另一个人的，与选中的不是同一个人，请核对。")
        return who
    if exact and form.name.data and exact.name != form.name.data:
        raise RuleError("这个号码登记过，但姓名或名称不同，请核对；可点“查找是否登记过”。")
    return exact


def _picked(form: PartyForm, units: list[OrgUnit], exact: Person | Organisation | None) -> Person | Organisation:
    """The chosen candidate: from the own subtree, or from the county if the document number was entered too."""
    ident = int(form.person_id.data[:12])  # a number of thousands of digits is refused by Python itself
    who = db.session.get(Person if form.is_person else Organisation, ident) if ident <= LARGEST_ID else None
    seen = who is not None and (
        who is exact
        or any(unit.contains(who) for unit in units)
        or who in _with_phone(form, units)
        or (not form.is_person and who.county_id in {unit.county_id for unit in units})
    )
    if not seen:
        raise RuleError("选中的人不在您能查到的登记里，请重新查找。")
    return who


def _exactly(form: PartyForm, units: list[OrgUnit], numbered: dict[str, Person]) -> Person | Organisation | None:
    """An exact match: by document number; without one, by name and phone, or by the name of an organisation."""
    number = form.id_number.data
    if form.is_person:
        return numbered.get(number) if number else _of_the_name(_with_phone(form, units), form.name.data)
    found = db.session.scalars(organisations_matching(number or form.name.data, units)).all()
    return next(iter(found), None) if number else _of_the_name(found, form.name.data)


def _of_the_name(found: list, name: str) -> Person | Organisation | None:
    return next((who for who in found if who.name == name), None)


def _with_phone(form: PartyForm, units: list[OrgUnit]) -> list[Person]:
    if not (form.is_person and form.phone.data):
        return []
    return db.session.scalars(people_matching(form.phone.data, units)).all()


def _complete(who: Person | Organisation, form: PartyForm) -> None:
    """Fill empty fields of a known resident; existing values stay, and a contradicting number is refused."""
    given = {"phone": form.phone.data, "address": form.address.data}
    if isinstance(who, Person):
        given |= {
            "id_number": form.id_number.data,
            "ethnicity": form.ethnicity.data,
            "occupation": form.occupation.data,
        }
        if who.id_number and form.id_number.data not in ("", who.id_number):
            raise RuleError("证件号码与选中的人登记的不同，请核对。")
    missing = {name: value for name, value in given.items() if value and not getattr(who, name)}
    if isinstance(who, Person):
        who.update(**missing)
    else:
        for name, value in missing.items():
            setattr(who, name, value)


def candidate(who: Person | Organisation) -> dict:
    """A candidate as offered in the form: masked, but enough to tell namesakes apart."""
    if isinstance(who, Person):
        year = f"{who.birth_date.year}年生" if who.birth_date else ""
        parts = (who.gender, year, who.id_number_masked, who.phone_masked, who.address_masked)
    else:
        parts = (who.uscc, who.legal_person)
    return {"id": who.id, "name": who.name, "detail": "　".join(part for part in parts if part)}
