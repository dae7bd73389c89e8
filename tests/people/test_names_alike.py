"""core_0018: names that were written with look-alikes are matched and found in ordinary letters, and back; and who has two numbers."""

import pytest
from sqlalchemy import delete, select, text

from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.people.finding import people_matching
from portal.people.models import PersonTerm
from portal.records.people import Contact, hash_of, resident_named
from portal.testing import factories

pytestmark = pytest.mark.database


def found(unit, words: str) -> list[str]:
    return [person.name for person in db.session.scalars(people_matching(words, [unit]))]


def test_the_three_records_of_one_person_are_found_by_one_name(cast):
    for name in ("方小龙", "⽅⼩⻰", "方\u2003小龙\u200e"):
        factories.resident(cast.taixing, name=name)
    db.session.commit()
    assert len(found(cast.taixing, "方小龙")) == 3
    assert "⽅⼩⻰" in found(cast.taixing, "fxl")


def test_who_was_entered_before_is_found_after_the_migration(cast):
    person = factories.resident(cast.taixing, name="⽅⼩⻰")
    contact = Contact(name="⽅⼩⻰")
    forgotten = Contact(name="某人")
    db.session.add_all([contact, forgotten])
    db.session.flush()
    forgotten.forget()
    db.session.commit()
    ident, taixing = person.id, cast.taixing
    db.session.remove()
    downgrade(histories()[0], "core_0016")
    before = db.session.execute(text("SELECT name_hash FROM records_contact ORDER BY id")).scalars().all()
    assert before[0] != hash_of("name", "方小龙")
    db.session.execute(delete(PersonTerm).where(PersonTerm.person_id == ident))
    db.session.commit()
    db.session.remove()
    upgrade_all()
    after = db.session.execute(text("SELECT name_hash FROM records_contact ORDER BY id")).scalars().all()
    assert after == [hash_of("name", "方小龙"), None]
    assert found(db.session.merge(taixing), "方小龙") == ["⽅⼩⻰"]
    db.session.remove()
    assert drift(histories()[0]) == []


def test_who_has_two_numbers_is_known_by_the_first(cast):
    person = factories.resident(cast.taixing, name="方小龙", phone="15400000001、0477-5212345转801")
    db.session.commit()
    assert found(cast.taixing, "154 0000 0001") == ["方小龙"]
    assert resident_named(cast.taixing, "⽅⼩⻰", "15400000001") == person
    assert person.phone_masked == "154****0001、047*****2345转***"
    assert db.session.scalar(select(Contact.id)) is None
