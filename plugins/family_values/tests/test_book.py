"""预约: when a group may come, and how many places a slot has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from plugins.family_values.models import Booking, Hall
from plugins.family_values.tests.conftest import FRIDAY, MONDAY, NOW, TUESDAY
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database
WEDNESDAY, THURSDAY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)


def test_a_group_of_ten_asks_three_days_before_a_family_may_come_tomorrow(book):
    assert book(TUESDAY, people=9).number == "昭君街道家风约〔2026〕1号"
    with pytest.raises(RuleError, match="10 人以上请提前 3 天预约，现在最早可约 2026-03-12"):
        book(WEDNESDAY, people=10)
    assert book(THURSDAY, people=10).status == "requested"


def test_the_district_decides_how_many_days(book, rules):
    rules(notice_days="5", group_size="20")
    assert book(TUESDAY, people=19)
    with pytest.raises(RuleError, match="20 人以上请提前 5 天"):
        book(FRIDAY, people=20)


def test_staff_may_make_an_exception(book):
    assert book(TUESDAY, people=30, urgent=True).due_on == TUESDAY


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 8), "已经过去"),
        (MONDAY, "周一）没有 09:00–11:00 这个时段"),
        (date(2026, 3, 15), "闭馆（布展）"),
        (date(2026, 5, 9), "60 天以内"),
    ],
)
def test_days_on_which_nobody_is_received(cast, hall, book, day, said):
    hall.close(date(2026, 3, 15), date(2026, 3, 15), "布展", by=cast.director)
    with pytest.raises(RuleError, match=said):
        book(day, people=5, urgent=day < FRIDAY)


def test_a_slot_that_has_begun_is_over_for_today(hall, book, cast):
    hall.add_slot(["1"], "09:30", "11:00", date(2026, 1, 1), by=cast.director)
    hall.add_slot(["1"], "15:00", "16:00", date(2026, 1, 1), by=cast.director)
    db.session.commit()
    slots = {each.starts: place for place, each in enumerate(hall.slots)}
    with pytest.raises(RuleError, match="已经开始"):
        book(clock.today(), people=4, slot=slots["09:30"])
    assert book(clock.today(), people=4, slot=slots["15:00"])


def test_two_groups_fill_a_slot_and_one_that_does_not_come_makes_room(book, cast):
    first = book(people=20)
    book(people=20)
    with pytest.raises(RuleError, match="已约满"):
        book(people=5)
    assert book(people=5, slot=1), "the afternoon is another slot"
    first.cancel("对方来电取消。", by=cast.clerk)
    assert book(people=5)


def test_a_slot_holds_so_many_people(book):
    book(people=45)
    with pytest.raises(RuleError, match="还能接待 15 人"):
        book(people=16)
    assert book(people=15)


def test_another_day_needs_room_too_and_its_own_place_does_not_count(book, hall, cast):
    booking, other = book(people=40), book(people=20)
    booking.postpone(hall.slots[0].id, FRIDAY, by=cast.director)
    other.postpone(hall.slots[1].id, FRIDAY, by=cast.director)
    with pytest.raises(RuleError, match="还能接待 40 人"):
        book(people=41, slot=1)
    assert "由2026年3月13日（周五）09:00–11:00改到2026年3月13日（周五）14:30–16:30" in other.events[-1].note


def test_one_telephone_holds_three_bookings_at_once_on_the_public_page(book):
    days = (FRIDAY, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2))
    for day in days:
        book(day, by=None)
    with pytest.raises(RuleError, match="已有 3 批预约还没有参观"):
        book(FRIDAY + timedelta(days=4), by=None)
    assert book(FRIDAY + timedelta(days=4)), "staff may book for the same group"


def test_the_last_place_is_given_once_however_many_press_at_the_same_time(app, book, hall, cast):
    book(people=10)
    slot_id, unit_id = hall.slots[0].id, cast.unit_ids["street"]

    def ask(number: int) -> str:
        with app.app_context(), clock.pretend(NOW):
            try:
                Booking.apply(
                    unit=cast.street,
                    slot_id=slot_id,
                    day=FRIDAY,
                    people=10,
                    title=f"单位{number}",
                    purpose="visit",
                    sender=Contact(name="甲", phone=f"1380477{number:04d}"),
                    by=None,
                )
                db.session.commit()
            except RuleError as error:
                db.session.rollback()
                return str(error)
            return ""

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(8)))
    assert answers.count("") == 1
    assert sum("已约满" in each for each in answers) == 7
    rows = db.session.scalars(db.select(Booking).where(Booking.unit_id == unit_id, Booking.day == FRIDAY)).unique()
    assert len(rows.all()) == 2


def test_who_asks_is_answered_within_two_days_and_sees_the_guide(book, hall, cast):
    booking = book()
    assert booking.due_on == date(2026, 3, 11)
    booking.confirm(guide_id=hall.guides[0].id, note="请从东门进。", by=cast.director)
    assert (booking.status, booking.guide.name, booking.due_on) == ("confirmed", "乌云", FRIDAY)
    assert booking.events[-1].note == "讲解员：乌云。请从东门进。"


def test_hours_do_not_overlap_and_none_ends_while_groups_are_booked(book, hall, cast):
    with pytest.raises(RuleError, match="重叠"):
        hall.add_slot(["2"], "10:00", "12:00", clock.today(), by=cast.director)
    booking = book()
    db.session.expire(hall)
    with pytest.raises(RuleError, match="还有 1 批预约"):
        hall.end_slot(hall.slots[0], clock.today(), by=cast.director)
    with pytest.raises(RuleError, match="还有 1 批预约"):
        hall.close(FRIDAY, FRIDAY, "检修", by=cast.director)
    booking.cancel("改约。", by=cast.clerk)
    db.session.commit()
    db.session.expire(hall)
    hall.end_slot(hall.slots[0], clock.today(), by=cast.director)
    with pytest.raises(RuleError, match="没有"):
        book()


def test_weekdays_are_written_as_people_say_them(hall, cast):
    assert str(hall.slots[0]) == "周二至周日 09:00–11:00"
    hall.add_slot(["1", "3", "4", "5"], "19:00", "20:00", clock.today(), by=cast.director)
    assert hall.slots[-1].days == "周一、周三至周五"


def test_bad_input_is_said_at_the_field_and_nothing_is_lost(as_user, hall):
    clerk = as_user("clerk")
    form = clerk.page(f"/family_values/bookings/new?day=2026-03-13&slot={hall.slots[1].id}")
    assert form.fields(form.form())["day"] == "2026-03-13", "what was pressed in the calendar is filled in"
    wrong = {"title": "", "people": "三十", "party_members": "-1", "phone": "123", "sender": "白玉兰", "urgent": "y"}
    page = clerk.fill(form, **wrong)
    assert page.status == 422
    for said in ("请填写单位名称", "手机号码应为11位", "写明特殊情况"):
        assert said in page.text
    assert page.fields(page.form())["sender"] == "白玉兰"
    page = clerk.fill(
        page, title="第一小学", people="20", party_members="15", minors="10", phone="13804770001", urgent=None
    )
    assert "加起来 25 人，超过了总人数 20 人" in page.text
    page = clerk.fill(page, minors="2")
    assert "已登记，编号 昭君街道家风约〔2026〕1号" in page.text
    assert db.session.scalar(db.select(Hall.id)) is not None
