"""What one record has of somebody is read in full by 查看全部 there, beside what the register has, and leaves a trace."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from plugins.elder_care.models import Member
from portal import clock
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.people.changes import Change
from portal.people.models import Person
from portal.testing import factories
from tests.cases.test_entered_once import chosen, last_party, sent

pytestmark = pytest.mark.database
ON_FILE, NEWEST = "15400000002", "15400000003"
NUMBER = "150621194801010010"


@pytest.fixture(autouse=True)
def noon():
    with clock.pretend(datetime(2026, 3, 10, 3, 30, tzinfo=UTC)):
        yield


@pytest.fixture
def known(cast) -> Person:
    person = factories.resident(cast.taixing, name="云秀英", id_number=NUMBER, phone=ON_FILE)
    db.session.commit()
    return person


def revealed(client, page):
    link = next(each for each in page.links() if each.startswith("/people/") and each.endswith("/full"))
    return client.fill(client.page(link), reason="电话核实")


def traces() -> list[tuple[str, str]]:
    rows = select(AuditEntry.subject_kind, AuditEntry.detail).where(AuditEntry.action == "reveal")
    return [tuple(each) for each in db.session.execute(rows.order_by(AuditEntry.id))]


def test_the_page_of_a_case_leads_to_its_own_values_beside_the_file(as_user, cast, known):
    client = as_user("clerk")
    page = sent(client, cast, name="云秀英", id_number=NUMBER, phone=NEWEST)
    page = chosen(client, page, phone="here")
    assert NEWEST not in page.text
    whole = revealed(client, page)
    assert all(each in whole.text for each in (NEWEST, ON_FILE, NUMBER, f"联系电话（事项{last_party().case.number}）"))
    assert traces() == [("people_person", "电话核实")]


def test_of_somebody_out_of_reach_only_what_the_case_has(as_user, cast, known):
    client = as_user("clerk")
    page = chosen(client, sent(client, cast, name="云秀英", id_number=NUMBER, phone=NEWEST), phone="here")
    known.place(cast.other_street)
    db.session.commit()
    whole = revealed(client, client.page(page.url))
    assert whole.url.startswith("/people/in/")
    assert NEWEST in whole.text
    assert ON_FILE not in whole.text
    assert NUMBER not in whole.text
    assert traces() == [("cases_party", "电话核实")]


def test_nobody_reads_the_values_of_a_case_he_may_not_see(as_user, cast, known):
    client = as_user("clerk")
    page = chosen(client, sent(client, cast, name="云秀英", id_number=NUMBER, phone=NEWEST), phone="here")
    party = last_party()
    url = f"/people/in/cases_party/{party.id}/full"
    assert as_user("outsider").get(url).status_code in (403, 404)
    assert as_user("grid").get(url).status_code == 403
    assert client.get("/people/in/people_person/1/full").status_code == 404
    assert client.get("/people/in/cases_party/9999/full").status_code == 404
    assert page.status == 200
    assert traces() == []


@pytest.fixture
def asked(as_user, cast, known):
    """A diner with another telephone than the register has."""
    client = as_user("clerk")
    page = client.page("/elder_care/members/new")
    return client, client.fill(page, unit_id=cast.unit_ids["taixing"], name="云秀英", id_number=NUMBER, phone=NEWEST)


def test_for_a_record_of_years_nothing_is_ticked_and_the_words_fit(asked):
    _, asked = asked
    assert asked.status == 422
    assert "仅用于就餐登记" in asked.text
    assert "仅用于本件" not in asked.text
    assert asked.tree.xpath("//input[@name='known-phone'][@checked]") == []


def test_the_newest_telephone_of_a_diner_is_found_and_read(asked):
    client, page = asked
    value = next(each for each in page.tree.xpath("//input[@name='known-phone']/@value") if each.startswith("here"))
    page = client.fill(page, **{"known-phone": value})
    member = db.session.scalars(select(Member)).one()
    assert page.url == f"/elder_care/members/{member.id}"
    assert "联系电话" in page.text
    assert NEWEST in revealed(client, page).text
    assert f'href="/elder_care/members/{member.id}"' in client.post("/elder_care/members", data={"q": NEWEST}).get_data(
        as_text=True
    )
    assert "云秀英" in client.post("/people", data={"q": NEWEST}).get_data(as_text=True)


def test_without_own_values_the_page_leads_to_the_resident(as_user, cast, known):
    client = as_user("clerk")
    page = client.page("/elder_care/members/new")
    page = client.fill(page, unit_id=cast.unit_ids["taixing"], name="云秀英", id_number=NUMBER)
    assert f"/people/{known.id}/full" in page.links()


def test_the_migration_finds_what_was_said_before(as_user, cast, known):
    client = as_user("clerk")
    chosen(client, sent(client, cast, name="云秀英", id_number=NUMBER, phone=NEWEST), phone="here")
    page = sent(client, cast, title="占道", name="云秀兰", id_number=NUMBER)
    chosen(client, page, name="updated")
    hashes = select(Change.how, Change.before_hash).order_by(Change.id)
    before = db.session.execute(hashes).all()
    assert all(each.before_hash for each in before)
    db.session.remove()
    downgrade(histories()[0], "core_0023b")
    upgrade_all()
    assert db.session.execute(hashes).all() == before
    db.session.remove()
    assert drift(histories()[0]) == []
