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


def test_after_the_person_was_corrected_one_stands_on_the_new_record(cast, on, rule, old, settle, as_user):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    db.session.commit()
    settle(9)
    at, clerk = f"/great_age/recipients/{old[0].id}", as_user("clerk")
    with on(2026, 10, 20):
        page = clerk.fill(
            clerk.page(f"{at}/person"), name="云秀英", id_number="150621194001010012", reason="身份证号输错。"
        )
        assert page.url != at
        assert at in page.links(), "to what it was"
        assert "登记的是另一位居民" in page.text
        assert page.url in clerk.page(at).links(), "and back"


def test_for_who_has_died_nothing_comes_next(cast, on, old, as_user):
    with on(2026, 10, 20):
        old[0].stop(date(2026, 10, 15), "died", by=cast.director)
        db.session.commit()
        page = as_user("clerk").page(f"/great_age/recipients/{old[0].id}")
    assert "恢复" in page.text, "a death may have been reported by mistake"
    assert "下一步" not in page.text
    assert page.tree.xpath("//a[contains(@class, 'btn-primary') and contains(., '恢复')]") == []
