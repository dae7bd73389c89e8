"""到馆: counted at the door, and what becomes of bookings that nobody signs in."""

import io
from datetime import timedelta

import pytest

from plugins.family_values.nightly import expire
from plugins.family_values.tests.conftest import FRIDAY, NOW, TUESDAY
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.testing.pictures import photo

pytestmark = pytest.mark.database
ON_FRIDAY = NOW + timedelta(days=4)


@pytest.fixture
def confirmed(book, cast):
    booking = book(people=30)
    booking.confirm(by=cast.director)
    db.session.commit()
    return booking


def test_nobody_is_signed_in_before_the_day(confirmed, cast):
    with pytest.raises(RuleError, match="到那天才能签到"):
        confirmed.arrive(30, 0, 0, by=cast.clerk)


def test_who_came_is_counted_and_parts_are_no_more_than_the_whole(confirmed, cast):
    with clock.pretend(ON_FRIDAY):
        with pytest.raises(RuleError, match="超过了总人数"):
            confirmed.arrive(28, 20, 9, by=cast.clerk)
        confirmed.arrive(28, 20, 8, by=cast.clerk)
    assert (confirmed.status, confirmed.came, confirmed.due_on) == ("arrived", 28, None)
    assert confirmed.arrived_at == ON_FRIDAY


def test_what_is_entered_later_counts_for_the_day_of_the_visit(confirmed, cast):
    with clock.pretend(ON_FRIDAY + timedelta(days=2)):
        confirmed.arrive(28, 0, 0, by=cast.clerk)
    assert clock.local(confirmed.arrived_at).date() == FRIDAY


def test_a_wrong_count_is_corrected_by_the_director_with_a_reason(as_user, confirmed, cast):
    with clock.pretend(ON_FRIDAY):
        confirmed.arrive(28, 20, 8, by=cast.clerk)
        db.session.commit()
        url = f"/family_values/bookings/{confirmed.id}"
        assert as_user("clerk").get(f"{url}/count").status_code == 403
        director = as_user("director")
        page = director.fill(director.page(f"{url}/count"), came="10")
        assert "请写明原因" in page.text
        page = director.fill(page, reason="司机不计入。")
        assert (page.status, "超过了总人数" in page.text) == (422, True)
        page = director.fill(page, came="27", came_minors="7")
        assert "由 28 人更正为 27 人：司机不计入。" in page.text


def test_the_photo_is_seen_by_who_sees_the_booking(as_user, confirmed, cast):
    with clock.pretend(ON_FRIDAY):
        confirmed.arrive(28, 0, 0, by=cast.clerk)
        db.session.commit()
        url, clerk = f"/family_values/bookings/{confirmed.id}", as_user("clerk")
        page = clerk.fill(clerk.page(f"{url}/photo"), upload=(io.BytesIO(photo()), "a.jpg"))
        (link,) = [each for each in page.links() if "/files/" in each]
        assert clerk.get(link).status_code == 200
        assert as_user("outsider").get(link).status_code == 404


def test_nightly_what_nobody_answered_and_nobody_signed_in_comes_to_nothing(book, confirmed, cast):
    asked = book(TUESDAY, people=5)
    ctx = Context(cast.county, None, clock.now())

    def night(days: int) -> str:
        with clock.pretend(NOW + timedelta(days=days)):
            return expire(ctx, lambda done, total: None)

    assert night(1) == "过期作废的预约 0 批。", "its day is not over"
    assert night(2) == "过期作废的预约 1 批。"
    assert (asked.status, confirmed.status) == ("expired", "confirmed")
    assert night(4 + 3) == "过期作废的预约 0 批。", "three days of grace to enter who came"
    assert night(4 + 4) == "过期作废的预约 1 批。"
    assert confirmed.events[-1].actor is None


def test_the_desk_has_who_asks_and_who_comes_tomorrow(as_user, book, confirmed, cast):
    director, clerk = as_user("director"), as_user("clerk")
    assert "旗人社局" not in clerk.page("/").text, "Friday is not tomorrow"
    asked = book(TUESDAY, people=5, title="南干社区居民代表")
    assert "南干社区居民代表" in director.page("/").text
    assert "南干社区居民代表" not in clerk.page("/").text, "who may not confirm is not asked to"
    asked.confirm(by=cast.director)
    db.session.commit()
    assert "南干社区居民代表" in clerk.page("/").text, "it comes tomorrow"
    with clock.pretend(NOW + timedelta(days=3)):
        assert "旗人社局" in as_user("family_values.guide").page("/").text, "the guide has it too"
