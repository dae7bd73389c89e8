"""报名 without an account: by a grown-up, by a guardian for a child; signing in at the door; leaving."""

import re
from datetime import datetime

import pytest

from plugins.family_courses.models import Enrolment
from plugins.family_courses.tests.conftest import EVENING
from portal import clock
from portal.extensions import db, limiter
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database
FORM = {"learner": "王桂兰", "sender": "王桂兰", "phone": "13804770001", "grown": "y"}


@pytest.fixture
def public(cast):
    return f"/family_courses/public/{cast.unit_ids['street']}"


def sent(client, public, course, **values):
    page = client.page(f"{public}/courses/{course.id}/enrolments/new")
    return client.fill(page, **{**FORM, **values})


def told(page) -> dict[str, str]:
    found = re.search(r"(\S+家学报〔\d+〕\d+号).*查询码 (\w{4}-\w{4})", page.text)
    assert found, page.text
    return {"number": found[1], "code": found[2]}


def test_what_is_offered_is_found_from_the_landing_page(client, cast, public, course):
    assert f"{public}/courses" in client.page(f"/public/{cast.unit_ids['street']}").links()
    page = client.page(f"{public}/courses")
    assert "还有 2 个名额" in page.text
    assert f"{public}/courses/{course.id}/enrolments/new" in page.links()


def test_a_child_is_enrolled_by_a_guardian_who_ticks(client, public, course):
    child = {"learner": "小芳", "grown": None, "born": "2015-06-01"}
    page = sent(client, public, course, **child)
    assert (page.status, "由监护人填写并勾选" in page.text) == (422, True)
    assert told(client.fill(page, agreed="y"))
    made = db.session.scalars(db.select(Enrolment)).one()
    assert (made.consent, made.guardian.name, made.age) == ("phone", "王桂兰", 10)
    assert made.consent_at is not None


def test_the_age_must_be_told(client, public, course):
    page = sent(client, public, course, grown=None)
    assert page.status == 422
    assert "请填写出生日期，或者勾选" in page.text
    page = sent(client, public, course, grown=None, born="2035-06-01")
    assert "日期还没有到" in page.text
    assert db.session.scalar(db.select(db.func.count(Enrolment.id))) == 0


def test_a_birth_date_and_a_tick_that_contradict_each_other_are_refused(client, public, course):
    page = sent(client, public, course, grown="y", born="2014-05-06")
    assert (page.status, "不满 18 岁，与勾选的" in page.text) == (422, True)
    assert db.session.scalar(db.select(db.func.count(Enrolment.id))) == 0


def test_at_the_door_with_the_code_that_hangs_there(client, public, course):
    known = told(sent(client, public, course))
    follow = client.page(f"{public}/enrolments")
    assert "签到码" not in client.fill(follow, **known).text, "not before the day"
    with clock.pretend(EVENING):
        page = client.fill(follow, **known)
        wrong = client.fill(page, action=f"{public}/enrolments/arrival", arrival__door="0000x")
        assert (wrong.status, "签到码不对" in wrong.text) == (422, True)
        assert "已签到" in client.fill(page, action=f"{public}/enrolments/arrival", arrival__door=course.door_code).text
        rated = client.fill(client.fill(follow, **known), action=f"{public}/enrolments/rating", rating__rating="good")
        assert "谢谢" in rated.text
    made = db.session.scalars(db.select(Enrolment)).one()
    assert (made.status, made.minutes, made.rating) == ("attended", 90, "good")


def test_whoever_tries_out_the_code_of_the_door_is_stopped(client, public, course, rate_limits):
    known = told(sent(client, public, course))
    follow = client.page(f"{public}/enrolments")
    with clock.pretend(EVENING):
        page = client.fill(follow, **known)
        limiter.reset()
        tried = [
            client.fill(page, action=f"{public}/enrolments/arrival", arrival__door=f"{number}x").status
            for number in range(101)
        ]
    assert (set(tried[:100]), tried[100]) == ({422}, 429)


def test_who_leaves_gives_the_place_to_who_waits_longest(client, public, course):
    codes = [
        told(sent(client, public, course, learner=f"学员{number}", phone=f"1380477000{number}")) for number in range(4)
    ]
    waiting = client.fill(client.page(f"{public}/enrolments"), **codes[3])
    assert "候补第 2 位" in waiting.text
    assert "学员" not in waiting.text, "nobody's name"
    leaving = client.fill(client.page(f"{public}/enrolments"), **codes[0])
    assert "已退出" in client.fill(leaving, action=f"{public}/enrolments/withdrawal").text
    db.session.expire_all()
    states = [each.status for each in db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)).unique()]
    assert states == ["withdrawn", "enrolled", "enrolled", "waiting"]


def test_whoever_is_signed_in_sends_nothing_here(as_user, public, course):
    page = sent(as_user("clerk"), public, course)
    assert (page.status, "您已登录工作账号" in page.text) == (422, True)
    assert page.fields(page.form())["learner"] == "王桂兰", "nothing is lost"
    assert db.session.scalar(db.select(db.func.count(Enrolment.id))) == 0


def test_after_the_last_day_the_form_is_gone(client, public, course):
    with clock.pretend(datetime(2026, 3, 13, 9, tzinfo=clock.SHANGHAI)):
        assert client.get(f"{public}/courses/{course.id}/enrolments/new").status_code == 404
        assert "现在没有可以报名的课程" in client.page(f"{public}/courses").text


def test_what_was_printed_while_courses_were_a_part_of_the_halls_leads_on(client, cast, public, course):
    for path in (f"courses/{course.id}/enrolments/new", "courses", "enrolments"):
        answer = client.get(f"{public.replace('family_courses', 'family_values')}/{path}")
        assert (answer.status_code, answer.location) == (302, f"{public}/{path}")
        assert client.page(answer.location).status == 200
    switch("family_courses", cast.street, "off", by=cast.administrator, reason="试验。")
    db.session.commit()
    for path in (f"courses/{course.id}/enrolments/new", "courses", "enrolments"):
        assert client.get(f"{public.replace('family_courses', 'family_values')}/{path}").status_code == 404
