"""The first day: not after the coming month, and one far back only for whoever says that it is so."""

from datetime import date

import pytest

from plugins.great_age.models import GreatAge
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def clerk(on, rule, old, settle, as_user):
    """In a street that has settled September."""
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    settle(9)
    return as_user("clerk")


@pytest.mark.parametrize(("day", "status"), [("2026-12-31", 200), ("2027-01-01", 422), ("2030-10-01", 422)])
def test_it_lies_in_the_coming_month_at_the_latest(on, clerk, old, day, status):
    at = f"/great_age/recipients/{old[0].id}/start"
    with on(2026, 11, 5):
        page = clerk.fill(clerk.page(at), valid_from=day, reason="填错月份。")
        assert page.status == status
        assert ("请核对年份" in page.text) == (status == 422)
    assert db.session.get_one(GreatAge, old[0].id).status == ("void" if status == 200 else "active")


def test_one_far_back_is_asked_for(on, clerk, old):
    at = f"/great_age/recipients/{old[0].id}/start"
    with on(2026, 11, 5):
        asked = clerk.fill(clerk.page(at), valid_from="2021-05-01", reason="填错月份。")
        assert (asked.status, "2021-05-01 在一年以前，请核对年份" in asked.text) == (422, True)
        assert clerk.fill(asked, long_ago="y").status == 200
    assert db.session.get_one(GreatAge, old[0].id).status == "void"


@pytest.mark.parametrize(("day", "said"), [("2030-10-01", "最晚从下个月起"), ("2011-03-01", "在一年以前")])
def test_it_is_the_same_for_who_is_entered(on, clerk, day, said):
    with on(2026, 11, 5):
        form = clerk.page("/great_age/recipients/new")
        page = clerk.fill(form, name="云秀英", id_number="150621193801010016", valid_from=day)
        assert (page.status, said in page.text) == (422, True)
