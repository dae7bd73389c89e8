"""举荐: who may, when it is too late, what is refused."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from plugins.heroes.models import Deed
from portal import clock
from portal.demo.names import NameBook
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def filled(cast):
    person = NameBook(77).person(kind="han")
    return {
        "title": "跳入水库救起儿童",
        "kind": "water",
        "happened_at": "2026-11-01 15:20",
        "unit_id": str(cast.unit_ids["taixing"]),
        "location": "城南水库",
        "story": "听到呼救后跳入水中救人。",
        "source": "grassroots",
        "applicant": "泰兴社区居委会",
        "heroes__0__name": person.name,
        "heroes__0__id_number": person.id_number,
        "heroes__0__phone": person.phone,
    }


def count() -> int:
    return db.session.scalar(select(func.count(Deed.id)))


def test_a_clerk_nominates_a_group_of_two(as_user, filled):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/heroes/deeds/new"), button=("add", "heroes"), **filled)
    assert page.fields(page.form())["title"] == "跳入水库救起儿童", "nothing typed is lost"
    page = clerk.fill(page, heroes__1__name="巴特尔")
    assert "达拉特旗见义勇为〔" in page.text, page.text
    assert "群体" in page.text
    deed = db.session.scalars(select(Deed)).one()
    assert [bool(each.person_id) for each in deed.heroes] == [True, False], "the second is a name only"


def test_posted_twice_makes_one_deed(as_user, filled):
    clerk = as_user("clerk")
    page = clerk.page("/heroes/deeds/new")
    clerk.fill(page, **filled)
    again = clerk.fill(page, **filled)
    assert "没有重复登记" in again.text
    assert count() == 1


def test_the_same_deed_of_the_same_person_is_refused(as_user, filled):
    clerk = as_user("clerk")
    clerk.fill(clerk.page("/heroes/deeds/new"), **filled)
    page = clerk.fill(clerk.page("/heroes/deeds/new"), **filled)
    assert "已登记过一件举荐，内容相同：" in page.text
    page = clerk.fill(page, again="1")
    assert page.status == 422
    assert "不能重复举荐" in page.text
    assert count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"happened_at": "2031-01-01 10:00"}, "日期还没有到"),
        ({"happened_at": "2026-13-01 10:00"}, "时间写得不对"),
        ({"heroes__0__id_number": "150621199001011234"}, "身份证"),
        ({"heroes__0__phone": "123"}, "电话"),
        ({"heroes__0__name": "", "heroes__0__id_number": "", "heroes__0__phone": ""}, "至少填写一名"),
        ({"story": "救" * 1501}, "最多 1500 个字"),
        ({"unit_id": "999999"}, "行为发生地（社区、村）："),
        ({"source": None}, "请选择申报方式"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(as_user, filled, wrong, message):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/heroes/deeds/new"), **filled | wrong)
    assert page.status == 422, page.text
    assert message in page.text, page.text
    assert page.fields(page.form())["location"] == "城南水库"
    assert count() == 0


def test_too_late_by_the_districts_own_rule(as_user, filled, rules):
    filled["happened_at"] = f"{clock.local(clock.now() - timedelta(days=800)):%Y-%m-%d} 10:00"
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/heroes/deeds/new"), **filled)
    assert page.status == 422
    assert "1 年内" in page.text
    assert "可放宽到 2 年" in page.text
    rules(nomination_years="3", nomination_years_complex="3")
    assert clerk.fill(clerk.page("/heroes/deeds/new"), **filled).status == 200


def test_nobody_nominates_elsewhere(cast, nominate):
    with pytest.raises(NotAllowed):
        Deed.nominate(unit=cast.outside_community, heroes=[object()], by=cast.clerk)


def test_correction_is_asked_for_once_and_has_its_time(cast, nominate, rules):
    rules(correction_days="10")
    deed = nominate()
    deed.ask_correction("缺证明", by=cast.district)
    with pytest.raises(RuleError, match="才满"):
        deed.decline("没有补交", by=cast.district)
    deed.correct("已补", by=cast.clerk, story="补充后的经过")
    assert deed.story == "补充后的经过"
    assert deed.status == "nominated"
    with pytest.raises(RuleError, match="只能告知一次"):
        deed.ask_correction("还缺", by=cast.district)


def test_correction_after_its_time_is_refused(cast, nominate):
    deed = nominate()
    deed.ask_correction("缺证明", by=cast.district)
    with clock.pretend(clock.now() + timedelta(days=40)):
        with pytest.raises(RuleError, match="已过"):
            deed.correct("已补", by=cast.clerk)
        deed.decline("期满未补", by=cast.district)
    assert deed.status == "declined"
    assert deed.due_on is None
    with pytest.raises(WrongState):
        deed.accept(by=cast.district)


def test_a_photo_that_is_none_is_refused(as_user, nominate, photo):
    hero = nominate().heroes[0].id
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/heroes/people/{hero}/photo"), upload=(io.BytesIO(b"MZ not a picture"), "照片.jpg"))
    assert page.status == 422
    assert "不是照片" in page.text
    page = clerk.fill(clerk.page(f"/heroes/people/{hero}/photo"), upload=(io.BytesIO(photo), "照片.jpg"))
    assert "已保存照片" in page.text
