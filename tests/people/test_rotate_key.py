"""Everything encrypted and hashed is made anew with another key while people work; killed, it goes on where it stopped."""

import base64
import secrets
from threading import Event, Thread

import pytest
from sqlalchemy import String, func, select, text, type_coerce

from portal import rekeying
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.families import Family
from portal.people.finding import people_matching
from portal.people.models import Person
from portal.protection import Encrypted, KeyedHash, Keyring, keyring
from portal.records.people import Contact
from portal.rekeying import Rekeyed
from portal.testing import factories

pytestmark = pytest.mark.database

PHONE, HOME = "13804770001", "13804770002"


@pytest.fixture
def people(cast, monkeypatch) -> list[int]:
    """Residents, a family and a contact, encrypted with the key so far."""
    monkeypatch.setattr(rekeying, "AT_ONCE", 2)
    monkeypatch.setattr(rekeying, "PAUSE", 0.01)
    found = [factories.resident(cast.taixing, name=f"白玉{each}", phone=f"1380477{each:04d}") for each in range(11, 18)]
    factories.organisation(cast.taixing, phone="0477-5212345")
    Family.enter(unit=cast.street, name="王桂兰", phone=HOME, by=cast.clerk)
    db.session.add(Contact(name="云秀英", phone=PHONE, id_number="150621195703091234", address="昭君街 1 号"))
    db.session.commit()
    return [each.id for each in found]


@pytest.fixture
def new(app, people) -> str:
    """The new key, with which everybody writes from now on."""
    made = base64.b64encode(secrets.token_bytes(32)).decode()
    keyring.load(f"{made},{app.extensions['portal_settings'].data_key}")
    return made


def still_old() -> list[str]:
    """Columns that hold something of another key than the first, looked at as they are stored."""
    prefix, found = f"{keyring.current}:%", []
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            stored = type_coerce(column, String)
            if isinstance(column.type, Encrypted) and column.type.impl_instance.__class__ is String:
                other = select(func.count()).select_from(table).where(stored != "", stored.not_like(prefix))
                found += [str(column)] * db.session.scalar(other)
    return found


def all_found(cast, people: list[int]) -> bool:
    """Whether each is found by number and telephone, and the family by its telephone."""
    for person in db.session.scalars(select(Person).where(Person.id.in_(people))).all():
        for words in (person.id_number, person.phone):
            if person not in db.session.scalars(people_matching(words, [cast.taixing])).all():
                return False
    return Family.known(cast.street, HOME) is not None


def test_everything_is_found_before_during_and_after(cast, people, new):
    assert still_old()
    assert all_found(cast, people)
    rekeyed = Rekeyed()
    for _ in rekeyed.go():
        assert all_found(cast, people)
    assert still_old() == []
    assert all_found(cast, people)
    hashes = {
        each.type.of
        for table in db.metadata.sorted_tables
        for each in table.columns
        if isinstance(each.type, KeyedHash)
    }
    assert {"contact_id.phone", "id_number", "phone", "name"} <= hashes
    family, person = db.session.scalars(select(Family)).one(), db.session.get_one(Person, people[0])
    assert family.phone_hash == keyring.index(HOME, "phone") == keyring.indexes(HOME, "phone")[0]
    assert person.id_hash == keyring.index(person.id_number, "id_number")
    alone = Keyring()
    alone.load(new)
    stored = db.session.scalar(text("SELECT birth_date FROM people_person WHERE birth_date IS NOT NULL LIMIT 1"))
    assert alone.decrypt(stored, "people_person.birth_date"), "without the old key"
    assert not any(_again().values.values()), "nothing is done twice"


def _again() -> Rekeyed:
    again = Rekeyed()
    list(again.go())
    return again


def test_killed_in_the_middle_it_goes_on(cast, people, new):
    table = Person.__table__
    portions = rekeying._portions(table)
    assert next(portions)
    portions.close()  # as a kill: what was committed stays
    db.session.rollback()
    db.session.remove()
    assert len(still_old()) > 0
    assert all_found(cast, people)
    again = _again()
    assert again.values["people_person"]
    assert still_old() == []
    assert all_found(cast, people)


def test_where_a_row_takes_all_the_time_the_others_wait_for_their_turn(cast, people, new, monkeypatch):
    monkeypatch.setattr(rekeying, "AT_ONCE", 40)
    monkeypatch.setattr(rekeying, "HOLD", 0)
    portions = list(rekeying._portions(Person.__table__))
    assert len(portions) >= len(people)
    assert max(portions) <= len(Person.__table__.columns)
    assert all_found(cast, people)
    assert not [each for each in still_old() if each.startswith("people_person.")]


def test_a_writer_beside_it_loses_nothing(app, cast, people, new):
    """Somebody corrects residents and enters new ones, without a pause, until it is done."""
    done, wrote, failed = Event(), {}, []
    unit_id = cast.taixing.id

    def work() -> None:
        with app.app_context():
            number = 0
            while not done.is_set() or number < 5:
                try:
                    person = db.session.get_one(Person, people[number % len(people)])
                    person.update(phone=f"1390477{number:04d}")
                    wrote[person.id] = person.phone
                    fresh = Person.enter(
                        db.session.get_one(type(cast.taixing), unit_id), name="新来", phone=f"1370477{number:04d}"
                    )
                    db.session.commit()
                    wrote[fresh.id] = fresh.phone
                except Exception as error:  # noqa: BLE001  told by the test
                    failed.append(error)
                    return
                number += 1
            db.session.remove()

    db.session.remove()
    writer = Thread(target=work)
    writer.start()
    try:
        rounds = [sum(_again().values.values()) for _ in range(2)]
    finally:
        done.set()
        writer.join()
    assert failed == []
    assert rounds[0] > 20
    assert len(wrote) > len(people)
    assert still_old() == []
    kept = dict(db.session.execute(select(Person.id, Person.phone).where(Person.id.in_(wrote))).all())
    assert kept == wrote
    for ident, phone in list(wrote.items())[:20]:
        assert ident in [each.id for each in db.session.scalars(people_matching(phone, [cast.taixing]))]


def test_the_command_says_what_was_done_and_leaves_a_trace(app, cast, people):
    told = app.test_cli_runner().invoke(args=["rotate-key"])
    assert (told.exit_code, "只有一个密钥" in told.output) == (1, True)
    made = base64.b64encode(secrets.token_bytes(32)).decode()
    keyring.load(f"{made},{app.extensions['portal_settings'].data_key}")
    told = app.test_cli_runner().invoke(args=["rotate-key"])
    assert told.exit_code == 0, told.output
    assert "people_person：" in told.output
    assert "最后一个" in told.output
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "key_change")).one().detail.endswith("项")
