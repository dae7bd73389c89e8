"""Legal duties of a plugin with personal data: export and erasure work, also where it is off.

What a plugin keeps of people as contacts (`portal.records.people`), or as allowances and settlements (`portal.entitlements`), is given
out and erased without a line of its own: such a plugin owes no hooks, but its demo must name somebody who is found.
"""

from itertools import islice

import pytest
from sqlalchemy import Table, select

from portal.entitlements import Entitled, Line, Payment
from portal.entitlements.data_rights import held as held_by_entitlements
from portal.extensions import db
from portal.people import data_rights
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.protection import EncryptedText
from portal.records.data_rights import mentions_of
from portal.records.people import Contact
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject

DUTIES = ("personal_data_export", "personal_data_erase")
ASKED, ERASED = (
    300,
    5,
)  # ASKED: of those who may be named as contacts; of what a plugin keeps itself all residents are asked


def test_personal_data_can_be_given_out_and_erased(subject: Subject, office: Office):
    if subject.manifest.data_class == "none":
        pytest.skip("keeps no personal data")
    if keeps_only_contacts(subject):
        report(_about_contacts(subject))
        return
    if keeps_only_entitlements(subject):
        report(_about_entitlements(subject))
        return
    owed = [*DUTIES, *(["personal_data_open"] if _has_records(subject) else [])]
    if missing := [hook for hook in owed if not subject.implements(hook)]:
        report(f"the card says data_class={subject.manifest.data_class}, but {hook} is missing" for hook in missing)
    if not subject.manifest.always_on:
        office.put(subject, "off")
    people = db.session.scalars(select(Person).order_by(Person.id)).all()
    report(_about(subject, people))


def keeps_only_contacts(subject: Subject) -> bool:
    """Whether it names people, all of them as contacts: no resident, nothing encrypted of its own, no hook."""
    columns = [column for table in subject.tables for column in table.columns]
    led = {key.column.table.name for column in columns for key in column.foreign_keys}
    own = any(isinstance(column.type, EncryptedText) for column in columns) or any(map(subject.implements, DUTIES))
    return Contact.__tablename__ in led and Person.__tablename__ not in led and not own


def keeps_only_entitlements(subject: Subject) -> bool:
    """Whether whatever names a resident, or is encrypted, is an allowance, a line or a payment, and no hook is its own."""
    named = [each for each in _models(subject) if _names_residents(each.local_table)]
    kept = all(issubclass(each.class_, (Entitled, Line, Payment)) for each in named)
    return bool(named) and kept and not any(map(subject.implements, DUTIES))


def _models(subject: Subject) -> list:
    own = {table.name for table in subject.tables}
    return [each for each in db.Model.registry.mappers if each.local_table.name in own]


def _names_residents(table: Table) -> bool:
    led = {key.column.table.name for column in table.columns for key in column.foreign_keys}
    return Person.__tablename__ in led or any(isinstance(each.type, EncryptedText) for each in table.columns)


def _about_entitlements(subject: Subject):
    entitled = [each.class_ for each in _models(subject) if issubclass(each.class_, Entitled)]
    rows = [row for model in entitled for row in db.session.scalars(select(model).order_by(model.id)).unique()]
    for row in rows:
        if not held_by_entitlements(row.person).get(row.NAME):
            yield f"{row} is not given out to whom it is about"
        if not data_rights.hindrance(row.person):
            data_rights.erase(row.person, "测试", by=None)
            secret = [each.key for each in row.__table__.columns if isinstance(each.type, EncryptedText)]
            if left := [name for name in secret if getattr(row, name)]:
                yield f"{row} keeps {left} after the erasure: let it `forget`"
    if not rows:
        yield "nobody of the demo gets the allowance: let demo_data enter some"


def _about_contacts(subject: Subject):
    own = {table.name for table in subject.tables}
    for person in db.session.scalars(select(Person).order_by(Person.id.desc()).limit(ASKED)).all():
        mine = [each for each in mentions_of(person) if each.certain and each.record.__tablename__ in own]
        if mine and not data_rights.hindrance(person):
            data_rights.erase(person, "测试", by=None)
            if any(each.contact.erased_at is None for each in mine):
                yield f"{mine[0]} still names {person.name} after the erasure"
            return
    yield "nobody among the residents of the demo is named by it in a record that is done: let demo_data enter some"


def _has_records(subject: Subject) -> bool:
    """Whether something of the plugin may be under way."""
    return any(hasattr(each.class_, "open") for each in _models(subject))


def _about(subject: Subject, people: list[Person]):
    known = [(person, held) for person in people if (held := _held(subject, person))]
    if not known:
        yield f"of {len(people)} residents of the demo it holds nothing: let demo_data enter some"
    for person, held in known:
        if not _is_export(held):
            yield f"personal_data_export of {person.name} is not a dict of heading → list of dicts"
        if not all(isinstance(each, OpenRecord) for each in _answer(subject, "personal_data_open", person) or []):
            yield f"personal_data_open of {person.name} is not a list of OpenRecord"
    for person in islice((each for each, _ in known if not data_rights.hindrance(each)), ERASED):
        sentences = _answer(subject, "personal_data_erase", person)
        if not (isinstance(sentences, list) and sentences and all(isinstance(each, str) for each in sentences)):
            yield f"personal_data_erase of {person.name} does not say in sentences what was done or must stay: {sentences!r}"
        db.session.flush()


def _held(subject: Subject, person: Person):
    held = _answer(subject, "personal_data_export", person)
    return held if not isinstance(held, dict) or any(held.values()) else None


def _answer(subject: Subject, hook: str, person: Person):
    """What the plugin alone says of one person; asking all modules and plugins of 300 people takes minutes."""
    return getattr(subject.implementation, hook)(person) if subject.implements(hook) else None


def _is_export(held) -> bool:
    return isinstance(held, dict) and all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in held.values()
    )
