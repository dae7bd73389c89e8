"""Resolves the rows of the register form to residents and organisations: existing ones are found before new ones are made."""

from collections.abc import Callable
from typing import Any

from wtforms import FormField

from portal.cases.forms import PartyForm, RegisterForm
from portal.cases.models import Case, Party
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.people.finding import (
    ANOTHERS,
    firms_called,
    holder_of,
    namesakes,
    organisations_matching,
    people_like,
    people_matching,
)
from portal.people.models import Organisation, Person
from portal.people.reach import may_see
from portal.people.reconciling import NEW, reconcile, same, who_of
from portal.web.pages.rendering import LARGEST_ID


def matches(form: PartyForm, units: list[OrgUnit]) -> list[Person] | list[Organisation]:
    """Registered residents or organisations that the row may mean: found by number, else by phone, else by name; those of whom the user
    may not be told by their whole number alone, organisations also by their whole name."""
    for text in (form.number, form.phone.data, form.name.data):
        if not (text or "").strip():
            continue
        try:
            guesses.admit(text)
        except RuleError as error:
            form.name.errors = [str(error)]
            return []
        query = people_matching(text, units) if form.is_person else organisations_matching(text, units)
        found = db.session.scalars(query).all()
        if form.is_person:
            found = [who for who in found if may_see(who) or (form.number and who.id_number == form.number)]
            guesses.note(text, found)
        else:
            found = [who for who in found if _seen(form, who)]
        if found:
            return found
    return []


def resolve(form: RegisterForm, unit: OrgUnit, units: list[OrgUnit]) -> list[tuple[int, Person | Organisation]] | None:
    """The parties of the form, registered in `unit` where they are new. None when a row was refused (see errors).

    `units` are those in which the user registers; people of the county of `unit` are looked for as well.
    """
    units = [*units, unit]
    with db.session.no_autoflush:  # new ones are stored together; that no row repeats another, the form has seen to
        people = _alike(form, unit, units)
        meant = [_tried(form, row, lambda row=row.form: _meant(row, units, people)) for _, row in form.rows()]
        known = [who for who, _ in meant if who is not None]
        once = len({id(who) for who in known}) == len(known)
        if not once:
            form.refuse(form.applicants[0].form.name, "同一个人不能登记两次，也不能同时是双方当事人。")
        found = [
            (side, *_tried(form, row, lambda row=row.form, who=who: _taken_in(row, unit, who)))
            for (side, row), (who, fits) in zip(form.rows(), meant, strict=True)
            if fits
        ]
    fit = once and len(found) == len(meant) and all(fits for *_, fits in found)
    if not fit:
        _withhold(form)
    return [(side, who) for side, who, _ in found] if fit else None


def of_line(form: PartyForm, unit: OrgUnit, units: list[OrgUnit]) -> Person | Organisation:
    """Whom a line of a sheet means, entered in `unit` where new; `units`: as in `resolve`. Raises RuleError for somebody who may be on record
    under the name alone, and for a number that is another's."""
    units = [*units, unit]
    typed = form.typed()
    who = _meant(form, units, people_like([typed], units) if form.is_person else [])
    if who is not None and form.number and not same(who.name, form.name.data or ""):
        raise RuleError(ANOTHERS)
    return _taken_in(form, unit, who)


def _tried(form: RegisterForm, row: FormField, act: Callable[[], Any]) -> tuple[Any, bool]:
    """What `act` answers, and that it went well; what a rule has against it is said at the row."""
    try:
        return act(), True
    except RuleError as error:
        form.refuse(row.form.known if error.at == "known" else row.form.name, str(error))
        return None, False


def _withhold(form: RegisterForm) -> None:
    """Nothing is told of the numbers in the form where no guess is left."""
    refused = RuleError()
    if (slowed := guesses.instead(refused)) is not refused:
        for _, row in form.rows():
            row.form.known.errors = []
            row.form.name.errors = []
        form.refuse(form.applicants[0].form.name, str(slowed))


def settle(form: RegisterForm, case: Case) -> bool:
    """Tell each party of `case` what was said of it in its row; both stand in the same order. False where somebody cannot act for one,
    which is said there."""
    told = [settle_one(form, case, party, row) for party, (_, row) in zip(case.parties, form.rows(), strict=True)]
    return all(told)


def settle_one(form: RegisterForm, case: Case, party: Party, row: FormField) -> bool:
    """The same of one party."""
    row.form.known.data.settle(party)
    if agency := row.form.agency():
        try:
            case.entrust(party, **agency)
        except RuleError as error:
            form.refuse(row.form.agent_relation, str(error))
            return False
    return True


def _alike(form: RegisterForm, unit: OrgUnit, units: list[OrgUnit]) -> list[Person]:
    """The residents who may be meant in the rows, those of the county of `unit` last, so that of two with one number they are taken."""
    typed = [row.form.typed() for _, row in form.rows() if row.form.is_person]
    found = people_like(typed, units) if typed else []
    return sorted(found, key=lambda who: who.county_id == unit.county_id)


def _meant(form: PartyForm, units: list[OrgUnit], people: list[Person]) -> Person | Organisation | None:
    """Whom of those on record the row means; None for somebody new."""
    who = _chosen(form, _exactly(form, units, people))
    if who is not None or form.person_id.data == NEW:
        return who
    typed = form.typed()
    likely = namesakes(typed, people) if form.is_person else firms_called(typed, units)
    return who_of(likely, typed, form.known.data)


def _taken_in(form: PartyForm, unit: OrgUnit, who: Person | Organisation | None) -> Person | Organisation:
    """`who`, with what the row tells of them; entered in `unit` if new."""
    typed = form.typed()
    if who is not None:
        reconcile(who, typed, form.known.data)
        return who
    return Person.enter(unit, number_is_new=True, **typed) if form.is_person else Organisation.enter(unit, **typed)


def _chosen(form: PartyForm, exact: Person | Organisation | None) -> Person | Organisation | None:
    """The candidate chosen in the row, or the one with exactly the same number; never one the user has not seen."""
    if not (form.person_id.data or "").isdecimal():
        return exact
    who = _picked(form, exact)
    if exact and who.id != exact.id:
        raise RuleError("这个号码是另一个人的，与选中的不是同一个人，请核对。")
    return who


def _picked(form: PartyForm, exact: Person | Organisation | None) -> Person | Organisation:
    """The chosen candidate: of whom the user may be told, or whose number was entered; an organisation also by its name."""
    ident = int(form.person_id.data[:12])  # a number of thousands of digits is refused by Python itself
    who = db.session.get(Person if form.is_person else Organisation, ident) if ident <= LARGEST_ID else None
    if who is None or not (who is exact or _seen(form, who)):
        raise RuleError("选中的人不在您能查到的登记里，请重新查找。")
    return who


def _seen(form: PartyForm, who: Person | Organisation) -> bool:
    """Whether whoever fills the form can have been offered `who`."""
    if isinstance(who, Person):
        return who.erased_at is None and may_see(who)
    return may_see(who) or same(who.name, form.name.data or "") or bool(form.number and who.uscc == form.number)


def _exactly(form: PartyForm, units: list[OrgUnit], people: list[Person]) -> Person | Organisation | None:
    """Who has the number of the document, or the code of the organisation, that was typed: nothing else is certain."""
    if form.is_person:
        return holder_of(form.typed(), people, form.known.data)
    return db.session.scalars(organisations_matching(form.number, units)).first() if form.number else None
