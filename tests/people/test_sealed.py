"""What stood readable in the tables is encrypted or keyed by the migration, on a filled database, and back."""

import pytest
from sqlalchemy import text

from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.people.models import Organisation, Person
from portal.testing import factories

pytestmark = pytest.mark.database

PEOPLE = "SELECT id_number, birth_date, last4 FROM people_person ORDER BY id"


def there_and_back() -> None:
    db.session.remove()
    downgrade(histories()[0], "core_0014")
    upgrade_all()


@pytest.fixture
def people(cast) -> dict[int, tuple]:
    """Id → number, birthday, telephone; one of them is known by the name alone."""
    factories.resident(cast.taixing, name="白玉兰", id_number=None)
    for place in (cast.taixing, cast.nangan, cast.grid1):
        factories.resident(place)
    factories.organisation(cast.taixing, phone="0477-5212345")
    db.session.commit()
    found = db.session.scalars(db.select(Person).order_by(Person.id))
    return {each.id: (each.id_number, each.birth_date, each.birth_year) for each in found}


def test_down_it_can_be_read_and_up_again_nothing_is_lost(people):
    db.session.remove()
    downgrade(histories()[0], "core_0014")
    rows = db.session.execute(text(PEOPLE)).all()
    told = [str(born or "") for _, born, _ in people.values()]
    assert [str(each.birth_date or "") for each in rows] == told
    assert [each.last4 for each in rows] == [(number or "")[-4:] for number, *_ in people.values()]
    assert db.session.scalar(text("SELECT phone FROM people_organisation")) == "0477-5212345"
    db.session.remove()
    upgrade_all()
    found = db.session.scalars(db.select(Person).order_by(Person.id))
    assert {each.id: (each.id_number, each.birth_date, each.birth_year) for each in found} == people
    assert db.session.scalars(db.select(Organisation)).one().phone == "0477-5212345"
    db.session.remove()
    assert [each for each in drift(histories()[0]) if "people_" in str(each)] == []


def test_in_the_file_nothing_of_it_is_left(people):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a file of SQLite")
    there_and_back()
    with open(db.engine.url.database, "rb") as file:
        held = file.read()
    for _, born, *_ in people.values():
        assert born is None or f"{born:%Y-%m-%d}".encode() not in held
    assert b"0477-5212345" not in held


def test_who_was_born_is_told_by_the_year_alone(people):
    stored = db.session.execute(text("SELECT birth_date, birth_year FROM people_person")).all()
    for born, year in stored:
        assert born is None or (len(born) > 40 and 2026 >= year > 1850)
