"""名册 of all committees: who serves today, found by name, taken away by whoever may."""

from datetime import timedelta

import pytest

from plugins.mediation.register import mediators
from portal import clock
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database
ADDRESS = "/mediation/mediators"


@pytest.fixture
def names(committee) -> dict[str, str]:
    """One who serves, and one whose term is over."""
    first, second = committee.mediators[:2]
    second.valid_until = clock.today() - timedelta(days=1)
    db.session.commit()
    return {"in": first.name, "out": second.name}


@pytest.mark.parametrize(("standing", "other"), [("in", "out"), ("out", "in")])
def test_who_serves_is_reckoned_on_the_day_of_reading(as_user, cast, names, standing, other):
    page = as_user("clerk").page(f"{ADDRESS}?standing={standing}")
    assert names[standing] in page.text
    assert names[other] not in page.text
    before = mediators.count(cast.clerk, standing=standing)
    with clock.pretend(clock.now() - timedelta(days=7)):
        assert mediators.count(cast.clerk, standing=standing) == before + (1 if standing == "in" else -1)


def test_found_by_name_and_taken_away(as_user, names):
    client = as_user("director")
    with statements() as sent:
        assert names["in"] in client.page(f"{ADDRESS}?q={names['in']}").text
    assert len(sent) <= 5
    assert client.get(f"{ADDRESS}.xlsx").data[:2] == b"PK"
    assert as_user("clerk").get(f"{ADDRESS}.xlsx").status_code == 403


def test_another_district_sees_nobody(as_user, names):
    assert as_user("outsider").get(ADDRESS).status_code == 404
