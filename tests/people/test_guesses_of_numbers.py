"""Numbers tried one after another: who looks up residents is never slowed, who looks for numbers is, and it stands on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, guessing
from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.people import guesses
from portal.people.id_number import check_character
from portal.people.models import Person
from portal.testing import factories
from tests.cases.test_entered_once import sent
from tests.records.test_known_residents import checked

pytestmark = pytest.mark.database
SLOWED = "近来查不到或者和姓名对不上的号码太多"


def number(sequence: int) -> str:
    body = f"15062119530403{sequence:03d}"
    return body + check_character(body)


def looked_up(client, text: str):
    return client.post("/people", data={"q": text}).get_data(as_text=True)


def recorded() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "number_guesses")))


@pytest.fixture
def known(cast) -> list[Person]:
    people = [factories.resident(cast.taixing, name=f"方小{each}", phone=f"1540000{each:04d}") for each in range(40)]
    db.session.commit()
    return people


def test_residents_are_looked_up_as_often_as_anybody_likes(as_user, known):
    client, numbers = as_user("clerk"), [text for each in known for text in (each.id_number, each.phone)]
    assert all("方小" in looked_up(client, each) for each in numbers * 2)
    assert recorded() == []


def test_numbers_of_nobody_are_used_up_and_then_nothing_is_answered(as_user, cast, known):
    client, real = as_user("clerk"), known[0].id_number
    for each in range(guesses.NUMBERS.at_once):
        assert "没有找到这位居民" in looked_up(client, number(each))
    assert SLOWED in looked_up(client, number(500)), "nor whether this one is known"
    assert SLOWED in looked_up(client, real)
    assert "方小1" in client.get("/people?q=方小1").get_data(as_text=True), "names are found as before"
    assert recorded() == ["查不到、对不上的号码太多，次数用完"]
    assert "方小" in looked_up(as_user("director"), real), "others go on"


def test_a_guess_comes_back_with_the_minutes(as_user, cast, known):
    client, real = as_user("clerk"), known[0].phone
    for each in range(guesses.NUMBERS.at_once):
        looked_up(client, f"1391111{each:04d}")
    assert SLOWED in looked_up(client, real)
    with clock.pretend(clock.now() + timedelta(seconds=61)):
        assert "方小" in looked_up(client, real)


@pytest.mark.parametrize("address", ["/search", "/cases", "/people"])
def test_every_search_box_takes_from_the_same_share(as_user, cast, known, address):
    client = as_user("clerk")
    for each in range(guesses.NUMBERS.at_once):
        assert client.post(address, data={"q": number(each)}).status_code == 200
    assert SLOWED in looked_up(client, known[0].id_number)


def test_a_form_that_is_refused_tells_no_more_than_the_search_would(as_user, cast, known):
    """The number of another meets his name: asked, so it is a guess; so is a number of nobody in a form that is refused."""
    client = as_user("clerk")
    page = sent(client, cast, name="某某某", id_number=known[0].id_number)
    assert (page.status, "这个号码登记的是" in page.text) == (422, True)
    share = guesses.NUMBERS.of(cast.clerk.id)
    left = guesses.NUMBERS.at_once - 1
    for _ in range(left):
        assert guessing.spend(share) == 0
    assert guessing.spend(share) > 0, "one was taken by the form"
    db.session.commit()
    page = sent(client, cast, name="某某某", id_number=known[1].id_number)
    assert (page.status, SLOWED in page.text, "这个号码登记的是" in page.text) == (422, True, False)


def test_whoever_is_entered_costs_nothing(as_user, cast):
    client, share, few = as_user("clerk"), guesses.NUMBERS.of(cast.clerk.id), 2
    for _ in range(guesses.NUMBERS.at_once - few):
        guessing.spend(share)
    db.session.commit()
    for each in range(few + 2):
        found = client.fill(
            client.page("/cases/new"), button=("find", "applicants-0"), applicants__0__id_number=number(each)
        )
        assert SLOWED not in found.text
        assert sent(client, cast, title=f"第{each}件", name=f"新人{each}", id_number=number(each)).status == 200
    assert db.session.query(Case).count() == few + 2
    assert recorded() == []


def line(name: str, number: str) -> list[str]:
    return [name, "", number, "", "", "留守", "2026-01-01"]


def test_a_sheet_of_invented_numbers_is_stopped_at_the_fifth_of_somebody_else(as_user, cast):
    for each in range(20, 40):
        factories.resident(cast.other_street, name=f"远方{each}", id_number=number(each * 2))
    db.session.commit()
    client = as_user("clerk")
    page = checked(client, cast, *(line("某某某", number(each)) for each in range(100)))
    assert page.status == 422
    assert "登记过，但姓名不同。请先核对这几行" in page.text
    assert "远方" not in page.text
    (told,) = recorded()
    assert told.startswith("核对名册 100 行")
    for _ in range(4):
        page = checked(client, cast, *(line("某某某", number(each)) for each in range(100)))
    assert SLOWED in page.text


def test_a_roster_of_real_people_is_checked_whatever_its_length(as_user, cast):
    people = [factories.resident(cast.taixing, name=f"老人{each}", id_number=number(each * 2)) for each in range(60)]
    db.session.commit()
    known = [line(each.name, each.id_number) for each in people]
    new = [line(f"新人{each}", number(each * 2 + 1)) for each in range(60)]
    page = checked(as_user("clerk"), cast, *known, *new)
    assert "可以导入 120 行" in page.text
    assert recorded() == []
