"""From the page of a resident into the form: offered to whom it may concern, and only of a resident whom the reader may see."""

from datetime import date

import pytest

from plugins.great_age.models import GreatAge
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def resident(cast, rule):
    """Somebody of 85 years in 泰兴社区, where the allowance begins at 80; nothing is paid yet."""
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    person = factories.resident(cast.taixing, name="白玉兰")
    person.birth_date = date(1941, 5, 1)
    db.session.commit()
    return person


def test_the_page_of_a_resident_leads_to_the_form(as_user, on, resident, cast):
    clerk, at = as_user("clerk"), f"/great_age/residents/{resident.id}/recipient"
    with on(2026, 11, 3):
        assert at in clerk.page(f"/people/{resident.id}").links()
        assert at not in as_user("grid").page(f"/people/{resident.id}").links(), "who may not enrol is not led there"
        page = clerk.fill(clerk.page(at), bank="农村信用社", account="62170000 12345678", valid_from="2026-11-01")
        row = db.session.query(GreatAge).one()
        assert (row.person_id, row.unit_id, row.account) == (resident.id, cast.taixing.id, "6217000012345678")
        assert page.url == f"/great_age/recipients/{row.id}"
        links = clerk.page(f"/people/{resident.id}").links()
        assert at not in links, "who gets it already"
        assert f"/great_age/recipients/{row.id}" in links
        again = clerk.fill(clerk.page(at), valid_from="2026-11-01")
        assert (again.status, "已" in again.text) == (422, True)


def test_nobody_is_led_there_who_is_too_young(as_user, on, resident):
    resident.birth_date = date(1947, 5, 1)
    db.session.commit()
    with on(2026, 11, 3):
        links = as_user("clerk").page(f"/people/{resident.id}").links()
    assert not [each for each in links if each.startswith("/great_age/residents")]


def test_a_resident_whom_the_reader_may_not_see_is_not_found(as_user, resident):
    assert as_user("outsider").get(f"/great_age/residents/{resident.id}/recipient").status_code in (403, 404)
    assert as_user("clerk").get("/great_age/residents/987654/recipient").status_code == 404
