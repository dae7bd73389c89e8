"""The group itself, without an account: what it sees, what it may do by the code, and what it never sees."""

import re

import pytest

from plugins.family_values.models import Booking
from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


@pytest.fixture
def public(cast):
    """The addresses for everybody, of the street."""
    return f"/family_values/public/{cast.unit_ids['street']}"


def asked(client, public, hall, **values):
    """The answer to a filled-in form."""
    given = {
        "day": "2026-03-13",
        "slot_id": str(hall.slots[0].id),
        "title": "达拉特旗第一小学",
        "purpose": "study",
        "people": "40",
        "minors": "36",
        "sender": "王桂兰",
        "phone": "138 0477 0001",
    }
    return client.fill(client.page(f"{public}/halls/{hall.id}/bookings/new"), **(given | values))


def told(page) -> dict[str, str]:
    """Number and code as the answer page shows them."""
    found = re.search(r"(\S+家风约〔\d+〕\d+号).*查询码 (\w{4}-\w{4})", page.text)
    return {"number": found[1], "code": found[2]}


def test_from_the_landing_page_to_the_form_in_three_presses(client, cast, hall, public):
    assert f"{public}/halls" in client.page(f"/public/{cast.unit_ids['street']}").links()
    assert f"{public}/halls/{hall.id}" in client.page(f"{public}/halls").links()
    free = client.page(f"{public}/halls/{hall.id}?of=2026-03")
    assert f"{public}/halls/{hall.id}/bookings/new?day=2026-03-13&slot={hall.slots[0].id}" in free.links()
    form = client.page(f"{public}/halls/{hall.id}/bookings/new?day=2026-03-13&slot={hall.slots[1].id}")
    filled = form.fields(form.form())
    assert (filled["day"], filled["slot_id"]) == ("2026-03-13", str(hall.slots[1].id))


def test_the_calendar_shows_free_and_full_and_nobody(client, hall, book, public):
    book(people=30)
    book(people=25)
    page = client.page(f"{public}/halls/{hall.id}?of=2026-03")
    assert "09:00–11:00 已满" in page.text
    assert "14:30–16:30 可约" in page.text
    assert "旗人社局" not in page.text
    assert f"day=2026-03-13&slot={hall.slots[0].id}" not in "".join(page.links())


def test_the_same_press_twice_is_one_booking(client, hall, public):
    page = client.page(f"{public}/halls/{hall.id}/bookings/new")
    values = {"day": "2026-03-13", "title": "第一小学", "people": "20", "sender": "王桂兰", "phone": "13804770001"}
    answers = [told(client.fill(page, **values)) for _ in range(2)]
    assert answers[0] == answers[1]
    assert db.session.scalar(db.select(db.func.count(Booking.id))) == 1


def test_whoever_has_the_code_follows_cancels_and_frees_the_place(client, hall, public):
    known = told(asked(client, public, hall))
    booking = db.session.scalars(db.select(Booking)).one()
    assert (booking.contact.phone, booking.minors, booking.due_on.isoformat()) == ("13804770001", 36, "2026-03-11")
    assert known["code"].replace("-", "") not in (booking.code_hash or "")
    found = client.fill(client.page(f"{public}/bookings"), number="2026-1", code=known["code"].lower())
    assert "待确认" in found.text
    assert "王桂兰" not in found.text
    assert "138" not in found.text
    gone = client.fill(found, action=f"{public}/bookings/withdrawal")
    assert "已取消" in gone.text
    db.session.refresh(booking)
    assert (booking.status, booking.events[-1].actor) == ("cancelled", None)
    assert told(asked(client, public, hall, people="60"))


def test_what_the_office_says_is_read_by_the_group(client, cast, hall, public):
    known = told(asked(client, public, hall))
    booking = db.session.scalars(db.select(Booking)).one()
    booking.confirm(guide_id=hall.guides[0].id, note="请从东门进。", by=cast.director)
    db.session.commit()
    page = client.fill(client.page(f"{public}/bookings"), **known)
    assert "馆里的话请从东门进。" in page.text
    assert "讲解员乌云" in page.text
    other = asked(client, public, hall, people="12", minors="0", day="2026-03-14")
    declined = db.session.scalars(db.select(Booking).order_by(Booking.id.desc())).first()
    declined.decline("当天布展。", by=cast.director)
    db.session.commit()
    page = client.fill(client.page(f"{public}/bookings"), **told(other))
    assert "馆里的话当天布展。" in page.text


def test_a_wrong_code_shows_nothing(client, hall, public):
    known = told(asked(client, public, hall))
    follow = client.page(f"{public}/bookings")
    for number, code in ((known["number"], "ABCD-EFGH"), ("昭君街道家风约〔2026〕99号", known["code"]), ("", "")):
        page = client.fill(follow, number=number, code=code)
        assert page.status == 422
        assert "第一小学" not in page.text
    refused = client.post(f"{public}/bookings/withdrawal", data={"number": known["number"], "code": "ABCD-EFGH"})
    assert refused.status_code == 422
    assert db.session.scalars(db.select(Booking)).one().status == "requested"


def test_whoever_guesses_is_stopped_on_every_page_and_locks_out_nobody_else(client, hall, public, rate_limits):
    known = told(asked(client, public, hall))
    guess = known | {"code": "ABCD-EFGH"}

    def sends(address: str, data: dict, page: str = "") -> int:
        return client.post(
            f"{public}/bookings{page}", data=data, environ_overrides={"REMOTE_ADDR": address}
        ).status_code

    assert {sends("10.0.0.6", guess) for _ in range(100)} == {422}
    assert sends("10.0.0.6", guess | {"number": f" {known['number']}"}) == 429
    assert sends("10.0.0.6", guess, "/withdrawal") == 429
    assert sends("10.0.0.7", known) == 200


def test_the_group_says_how_it_was_once(client, cast, hall, public, book):
    known = told(asked(client, public, hall, people="9", minors="2", day="2026-03-10"))
    booking = db.session.scalars(db.select(Booking)).one()
    booking.confirm(by=cast.director)
    booking.day = booking.day.replace(day=9)
    booking.arrive(9, 1, 2, by=cast.clerk)
    db.session.commit()
    found = client.fill(client.page(f"{public}/bookings"), **known)
    feedback = f"{public}/bookings/feedback"
    page = client.fill(found, action=feedback)
    assert (page.status, "请选择" in page.text) == (422, True)
    page = client.fill(found, action=feedback, feedback__rating="good", feedback__opinion="讲得好")
    assert "谢谢您的反馈" in page.text
    assert client.fill(found, action=feedback, feedback__rating="poor").status == 409
    db.session.refresh(booking)
    assert (booking.status, booking.rating, booking.opinion) == ("reviewed", "good", "讲得好")


def test_what_is_wrong_is_said_at_the_field_with_everything_typed(client, hall, public):
    page = asked(client, public, hall, sender="", phone="电话", people="0", day="2026-02-30")
    assert page.status == 422
    for said in ("请填写联系人姓名", "1 至 5000", "日期写得不对"):
        assert said in page.text
    assert page.fields(page.form())["title"] == "达拉特旗第一小学"
    late = asked(client, public, hall, day="2026-03-10")
    assert (late.status, "请提前 3 天预约" in late.text) == (422, True)
    assert db.session.scalar(db.select(db.func.count(Booking.id))) == 0


def test_it_is_gone_where_the_plugin_is_off_and_takes_nothing_where_it_is_read_only(client, cast, hall, public):
    form = f"{public}/halls/{hall.id}/bookings/new"
    switch("family_values", cast.county, "read_only", by=None, reason="测试")
    db.session.commit()
    assert client.get(form).status_code == 200
    assert client.post(form, data={}).status_code == 403
    switch("family_values", cast.county, "off", by=None, reason="测试")
    db.session.commit()
    assert client.get(form).status_code == 404
    assert client.get(f"{public}/bookings").status_code == 404


def test_a_hall_of_another_street_is_not_booked_here(client, cast, hall):
    elsewhere = f"/family_values/public/{cast.unit_ids['other_street']}"
    assert client.get(f"{elsewhere}/halls/{hall.id}").status_code == 404
    assert client.get(f"{elsewhere}/halls/{hall.id}/bookings/new").status_code == 404
    county = f"/family_values/public/{cast.unit_ids['county']}"
    page = asked(client, county, hall)
    assert told(page)
    assert db.session.scalars(db.select(Booking)).one().unit_id == cast.unit_ids["street"]
