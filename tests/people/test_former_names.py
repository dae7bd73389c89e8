"""Whoever changed name or telephone is found under the old ones still; what only one record has, by who may see that record."""

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from portal.cases.models import Case
from portal.extensions import db
from portal.people import data_rights
from portal.people.changes import Change
from portal.people.finding import people_matching
from portal.people.models import Person
from portal.testing import factories
from tests.cases.test_entered_once import chosen, last_party, sent

pytestmark = pytest.mark.database
OLD, NEW = "15400000002", "15400000003"


@pytest.fixture
def known(cast) -> Person:
    person = factories.resident(cast.taixing, name="方小龙", phone=OLD)
    db.session.commit()
    return person


@pytest.fixture
def renamed(as_user, cast, known) -> Person:
    """By a new case, in which the clerk takes over what is new."""
    client = as_user("clerk")
    page = sent(client, cast, name="方晓龙", id_number=known.id_number, phone=NEW)
    assert chosen(client, page, name="updated", phone="updated").status == 200
    return known


def looked_up(client, text: str) -> str:
    return client.post("/people", data={"q": text}, follow_redirects=True).get_data(as_text=True)


def test_the_old_name_and_telephone_find_who_bears_the_new(as_user, cast, renamed):
    client = as_user("clerk")
    for typed, told in (("方小龙", "曾用名 方小龙"), (OLD, f"原电话 {OLD[:3]}****{OLD[-4:]}")):
        page = looked_up(client, typed)
        assert "方晓龙" in page
        assert told in page
        assert OLD not in page.replace(f'value="{OLD}"', "")
    assert "曾用名" not in looked_up(client, "方晓龙")
    assert "方**" in client.post("/search", data={"q": "方小龙"}, follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize("typed", [OLD, "方小龙"])
def test_an_old_one_is_found_by_indexes_alone(app, cast, renamed, typed):
    """An OR over the present and the old one went through all residents of a county: 55 instead of 2 ms."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan as SQLite tells it")
    query = people_matching(typed, [cast.street])
    assert [who.name for who in db.session.scalars(query)] == ["方晓龙"]
    words = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = [step[3] for step in db.session.execute(sql(f"EXPLAIN QUERY PLAN {words}"))]
    assert "UNION ALL" in plan
    assert [step for step in plan if step.startswith("SCAN people_person")] == []


def test_a_correction_keeps_what_stood_before(as_user, cast, known):
    client = as_user("clerk")
    page = client.page(f"/people/{known.id}/correction")
    client.fill(page, name="方晓龙", phone=NEW, reason="按身份证更正")
    assert "曾用名 方小龙" in looked_up(client, "方小龙")
    assert "方晓龙" in looked_up(client, OLD)


def test_under_the_old_name_the_resident_is_offered(as_user, cast, renamed):
    client = as_user("clerk")
    page = sent(client, cast, title="占道", name="方小龙", phone=OLD)
    assert (page.status, "曾用名 方小龙" in page.text, "都不是，按新人登记" in page.text) == (422, True, True)


def test_nobody_out_of_reach_is_found_by_what_he_was_called(as_user, cast, renamed):
    renamed.place(cast.other_street)
    db.session.commit()
    client = as_user("clerk")
    for text in ("方小龙", OLD):
        assert "没有找到这位居民" in looked_up(client, text)
    assert sent(client, cast, title="占道", name="方小龙", phone=OLD).status == 200, "nor asked about"


@pytest.fixture
def here(as_user, cast, known) -> Case:
    """A case with a name and a telephone of its own."""
    client = as_user("clerk")
    page = sent(client, cast, name="方大龙", id_number=known.id_number, phone=NEW)
    assert chosen(client, page, name="here", phone="here").status == 200
    return last_party().case


def test_a_case_is_found_by_what_only_it_has(as_user, cast, here):
    client, address = as_user("clerk"), f'href="/cases/{here.id}"'
    for text in ("方大龙", NEW):
        page = client.post("/cases", data={"q": text}, follow_redirects=True).get_data(as_text=True)
        assert address in page, text
    assert "方**" in client.page("/cases").text
    assert "另用电话" in looked_up(client, NEW)


def test_what_only_a_case_has_finds_nobody_for_who_may_not_see_it(as_user, cast, here):
    here.place(cast.other_street)
    db.session.commit()
    client = as_user("clerk")
    assert "没有找到这位居民" in looked_up(client, NEW)
    page = client.page(f"/people/{db.session.scalar(select(Person.id))}").text
    assert "仅用于这一件" not in page
    assert here.number not in page


def test_who_is_erased_is_found_by_nothing(as_user, cast, renamed):
    db.session.execute(Case.__table__.update().values(status="archived"))
    data_rights.erase(renamed, "本人申请", by=None)
    db.session.commit()
    assert db.session.scalar(select(Change.id)) is None
    assert "没有找到这位居民" in looked_up(as_user("clerk"), OLD)
