"""What the window asks: who gets it, how old, how much, and was it paid."""

from datetime import date

import pytest

from portal.extensions import db

pytestmark = pytest.mark.database


def test_the_roster_is_imported_from_the_list(old, as_user):
    clerk = as_user("clerk")
    [at] = [link for link in clerk.page("/great_age/recipients").links() if link.endswith("/import/recipients")]
    assert clerk.page(at).status == 200


def test_the_page_says_how_old_how_much_and_what_was_paid(cast, on, rule, old, settle, as_user):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    db.session.commit()
    october = settle(10)
    at = f"/great_age/recipients/{old[1].id}"
    with on(2026, 11, 20):
        page = as_user("clerk").page(at).text
        assert [each in page for each in ("92 岁", "每月 200.00 元", "2026年10月", "待初核")] == [True] * 4
        october.status = "settled"
        october.list_payments()
        october.pay("HD1", date(2026, 11, 20), by=cast.district)
        db.session.commit()
        page = as_user("clerk").page(at).text
        assert "200.00 元已发放2026-11-20" in page.replace(" ", "").replace("200.00元", "200.00 元")
        listed = as_user("clerk").page("/great_age/recipients").text
        assert "92" in listed
