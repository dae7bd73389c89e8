"""课程讲座: places and the waiting list, children and their guardians, who was there, what a family learnt."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from plugins.family_courses.data_rights import held
from plugins.family_courses.models import Course, Enrolment
from plugins.family_courses.tests.conftest import EVENING, NOW, THURSDAY
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.families import Family
from portal.people import data_rights
from portal.plugin_admin.switching import switch
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database


def test_whoever_comes_when_it_is_full_waits_and_moves_up_by_itself(enrol, course, cast, as_user):
    first, second = enrol("甲", "13804770001"), enrol("乙", "13804770002")
    third, fourth = enrol("丙", "13804770003"), enrol("丁", "13804770004")
    assert [each.status for each in (first, second, third, fourth)] == ["enrolled", "enrolled", "waiting", "waiting"]
    clerk = as_user("clerk")
    assert "候补递补" not in clerk.page("/").text
    second.cancel("来电退出。", by=cast.clerk)
    db.session.commit()
    assert (third.status, third.events[-1].verb, third.events[-1].actor) == ("enrolled", "promote", None)
    assert fourth.status == "waiting", "one place, one person"
    assert "候补递补，请通知" in clerk.page("/").text
    clerk.fill(clerk.page(f"/family_courses/enrolments/{third.id}/notice"), text="已打电话。")
    assert "候补递补，请通知" not in clerk.page("/").text


def test_more_places_let_more_people_in_and_fewer_than_are_taken_are_refused(enrol, course, cast):
    enrol("甲", "13804770001"), enrol("乙", "13804770002"), enrol("丙", "13804770003")
    with pytest.raises(RuleError, match="已有 2 人报上名"):
        course.change(capacity=1, by=cast.director)
    db.session.rollback()
    course.change(capacity=3, by=cast.director)
    assert len(course.holding("enrolled")) == 3


def test_the_last_place_goes_to_one_however_many_press_at_once(app, enrol, course):
    enrol("甲", "13804770001")
    course_id = course.id

    def press(number: int) -> str:
        with app.app_context(), clock.pretend(NOW):
            learner = Contact(name=f"学员{number}", phone=f"1380477{number:04d}")
            course = db.session.get(Course, course_id)
            made = Enrolment.enrol(unit=course.unit, course_id=course_id, learner=learner, by=None)
            db.session.commit()
            return made.status

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, range(10, 16)))
    assert sorted(answers) == ["enrolled"] + ["waiting"] * 5


def test_nobody_enrols_twice_but_namesakes_may(enrol):
    enrol("王芳", "13804770001")
    with pytest.raises(RuleError, match="已经报过名"):
        enrol("王芳", "13804770001")
    assert enrol("王芳", "13804770002")


@pytest.mark.parametrize(
    ("born", "age", "allowed"),
    [(date(2012, 3, 12), 14, True), (date(2012, 3, 13), 13, False), (date(2008, 3, 12), 18, True)],
)
def test_whoever_is_not_fourteen_on_the_day_needs_a_guardian(enrol, born, age, allowed):
    """个人信息保护法 §31: the edge is the birthday itself."""
    if allowed:
        assert enrol(born=born).age == age
        return
    with pytest.raises(RuleError, match="不满 14 周岁的，须有监护人同意"):
        enrol(born=born)
    with pytest.raises(RuleError, match="须有监护人同意"):
        enrol(born=born, guardian="王桂兰")
    with pytest.raises(RuleError, match="监护人不能是学员本人"):
        enrol("小芳", born=born, guardian="小芳", consent="paper")
    made = enrol("小芳", born=born, guardian="王桂兰", consent="paper")
    assert (made.consent_name, made.consent_at, made.learner.phone) == ("监护人签了纸质同意书，已存档", NOW, None)


def test_a_lesson_is_not_moved_before_the_fourteenth_birthday_of_somebody_without_consent(enrol, course, cast):
    enrol(born=date(2012, 3, 12))
    with pytest.raises(RuleError, match="先补同意"):
        course.change(
            starts_at=EVENING - timedelta(days=1), enrols_until=THURSDAY - timedelta(days=1), by=cast.director
        )


def test_the_birth_date_itself_is_not_kept(enrol):
    made = enrol("小芳", born=date(2015, 6, 1), guardian="王桂兰", consent="paper")
    assert "2015" not in str({each.name: getattr(made, each.name) for each in Enrolment.__table__.columns})


def test_signing_in_by_the_list_in_several_goes(enrol, course, cast, as_user):
    first, second = enrol("甲", "13804770001"), enrol("乙", "13804770002")
    with pytest.raises(RuleError, match="才上课"):
        course.sign_in([first.id], by=cast.clerk)
    db.session.rollback()
    with clock.pretend(EVENING):
        clerk = as_user("clerk")
        page = clerk.page(f"/family_courses/courses/{course.id}/presence")
        page = clerk.fill(page, present=[str(first.id)])
        assert "签到 1 人" in page.text
        course.finish(by=cast.clerk)
    db.session.commit()
    assert (first.status, first.minutes, second.status) == ("attended", 90, "absent")
    with pytest.raises(WrongState):
        first.cancel("晚了。", by=cast.clerk)


def test_a_cancelled_lesson_counts_for_nobody(enrol, course, cast):
    made = enrol()
    course.cancel("主讲人生病。", by=cast.director)
    assert (made.status, made.minutes) == ("absent", 0)
    with pytest.raises(RuleError, match="报名已经结束"):
        enrol("乙", "13804770002")


def test_hours_of_a_family_are_those_of_all_with_one_telephone(enrol, course, cast, as_user):
    enrol("王桂兰", "13804770001")
    enrol("小芳", "13804770001", guardian="王桂兰", born=date(2015, 6, 1), consent="present")
    with clock.pretend(EVENING):
        course.sign_in([each.id for each in course.holding("enrolled")], by=cast.clerk)
        db.session.commit()
        family = db.session.scalars(db.select(Family)).one()
        clerk = as_user("clerk")
        assert "3 小时" in clerk.page(f"/families/{family.id}").text
        assert re.search(r"王\*\*\s*昭君街道\s*2\s*3\s*2026-03-09", clerk.page("/family_courses/families").text)
        figures = as_user("director").page("/family_courses/learning")
    assert "180" in figures.text
    assert "王桂兰" not in as_user("district").page(f"/families/{family.id}").text


def test_hours_learnt_in_another_street_stay_there(enrol, course, cast, as_user):
    here, there = (
        enrol("王桂兰", "13804770001"),
        enrol("小芳", "13804770001", guardian="王桂兰", born=date(2015, 6, 1), consent="present"),
    )
    with clock.pretend(EVENING):
        course.sign_in([here.id, there.id], by=cast.clerk)
        there.place(cast.other_street)
        db.session.commit()
        assert re.search(
            r"王\*\*\s*昭君街道\s*1\s*1\.5\s*2026-03-09", as_user("clerk").page("/family_courses/families").text
        )


def test_the_certificate_is_for_those_who_were_there(enrol, course, cast, as_user):
    made, clerk = enrol(), as_user("clerk")
    url = f"/family_courses/enrolments/{made.id}/certificate.pdf"
    assert clerk.get(url).status_code == 409
    assert clerk.get(f"/family_courses/courses/{course.id}/attendance.pdf").data.startswith(b"%PDF")
    assert clerk.get(f"/family_courses/courses/{course.id}/door.pdf").data.startswith(b"%PDF")
    assert as_user("auditor").get(f"/family_courses/courses/{course.id}/door.pdf").status_code == 403
    with clock.pretend(EVENING):
        made.sign(by=cast.clerk)
        db.session.commit()
        assert as_user("clerk").get(url).data.startswith(b"%PDF")


def test_only_those_of_the_street_enrol_people_there(enrol, cast):
    with pytest.raises(NotAllowed):
        enrol(by="outsider")


def test_a_learner_is_found_when_the_person_asks_and_gone_when_erased(enrol, course, cast):
    person = factories.resident(cast.taixing, name="王桂兰", phone="13804770001")
    made = enrol("王桂兰", "13804770001")
    db.session.commit()
    assert made.number in str(data_rights.hindrance(person))
    assert "怎样跟青春期的孩子说话" in str(held(person)["课程学习"])
    made.cancel("本人要求删除。", by=cast.clerk)
    db.session.flush()
    assert "学员" in "".join(data_rights.erase(person, "本人申请删除。", by=cast.director))
    db.session.expire_all()
    assert "王桂兰" not in (made.learner.name, made.family.contact.name)
    assert made.family.phone_hash == "", "nothing by which the family could be found again"


def test_the_list_finds_by_the_whole_name_and_shows_the_surname(enrol, as_user):
    enrol("王桂兰", "13804770001")
    clerk = as_user("clerk")
    assert "王**" in clerk.page("/family_courses/enrolments?q=王桂兰").text
    assert "王**" not in clerk.page("/family_courses/enrolments?q=王桂").text


def test_a_family_dispute_is_offered_the_next_lecture_for_families(course, cast, as_user):
    family, other = factories.case(cast.taixing, by=cast.clerk), factories.case(cast.taixing, by=cast.clerk)
    family.triage(kind="0101", level="minor", by=cast.director)
    other.triage(kind="0201", level="minor", by=cast.director)
    db.session.commit()
    clerk, offered = as_user("clerk"), f"/family_courses/enrolments/new?course={course.id}"
    assert offered in clerk.page(f"/cases/{family.id}").links()
    assert offered not in clerk.page(f"/cases/{other.id}").links()
    assert offered not in as_user("grid").page(f"/cases/{family.id}").links(), "who may not enrol is not offered it"
    form = clerk.page(offered)
    assert form.fields(form.form())["course_id"] == str(course.id)
    switch("family_courses", cast.county, "off", by=None, reason="测试")
    db.session.commit()
    assert offered not in clerk.page(f"/cases/{family.id}").links()


def test_a_number_of_somebody_elses_family_is_asked_about(enrol, course, cast, as_user):
    enrol("王桂兰", "13804770001")
    clerk = as_user("clerk")
    values = {"course_id": str(course.id), "learner": "李四光", "phone": "13804770001", "grown": "y"}
    page = clerk.fill(clerk.page("/family_courses/enrolments/new"), **values)
    assert (page.status, "这个电话是王**（138****0001，昭君街道）一家的" in page.text) == (422, True), page.text
    shown = clerk.fill(page, **values | {"one_family": "y"})
    assert "已核对：报名的人不是家庭联系人，是这一家人。" in shown.text
    assert enrol("张三", "13804770001", by=None).family.contact.name == "王桂兰", "nobody without an account is told"
