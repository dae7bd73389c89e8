"""What is put right of a family: names, numbers and place, with the reason; two of one household; one without records."""

import pytest

from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.families import Family, families_of
from portal.families.household import FamilyEvent
from portal.people import data_rights
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database
PHONE, OTHER, THIRD = "13804770001", "13804770002", "13804770003"


@pytest.fixture
def enter(cast):
    def make(name: str, phone: str, unit=None) -> Family:
        made = Family.enter(unit=unit or cast.street, name=name, phone=phone, by=cast.clerk)
        db.session.commit()
        return made

    return make


def contacts() -> int:
    return db.session.scalar(db.select(db.func.count(Contact.id)))


def test_a_wrong_name_number_and_place_are_put_right_with_the_reason(as_user, cast, enter):
    family, clerk = enter("王桂兰", PHONE), as_user("clerk")
    page = clerk.page(f"/families/{family.id}/correction")
    assert (page.fields(page.form())["phone"], "已登记 138****0001。不改就不填。" in page.text) == ("", True)
    wrong = clerk.fill(page, phone="12", reason="")
    assert (wrong.status, "请写明原因" in wrong.text, "手机号码应为11位" in wrong.text) == (422, True, True)
    alone = clerk.fill(page, second_name="李四光", reason="补登。")
    assert (alone.status, "要一起填" in alone.text) == (422, True)
    shown = clerk.fill(
        page,
        name="王桂芳",
        phone=OTHER,
        unit_id=str(cast.taixing.id),
        second_name="李四光",
        second_phone=THIRD,
        reason="登记时听错了。",
    )
    for said in (
        "联系人有更正（王**）",
        "电话由“138****0001”改为“138****0002”",
        "所在地由“昭君街道”改为“泰兴社区”",
        "另一位家人由“”改为“李**”",
        "登记时听错了。",
        "李四光",
    ):
        assert said in shown.text, said
    db.session.expire_all()
    assert (family.contact.name, family.unit_id) == ("王桂芳", cast.taixing.id)
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER, THIRD)] == [None, family, family]
    assert Family.doubt(cast.street, Contact(name="李四光", phone=THIRD)) == ""


def test_a_number_that_is_left_blank_stays(as_user, cast, enter):
    family, clerk = enter("王桂兰", PHONE), as_user("clerk")
    form = f"/families/{family.id}/correction"
    unchanged = clerk.fill(clerk.page(form), reason="看一看。")
    assert (unchanged.status, "没有改动" in unchanged.text) == (422, True)
    clerk.fill(clerk.page(form), second_name="李四光", second_phone=OTHER, reason="补登。")
    page = clerk.page(form)
    assert not [each for each in (PHONE, OTHER) if each in page.response.text]
    same = clerk.fill(page, second_phone=PHONE, reason="改号。")
    assert (same.status, "和联系人的电话一样" in same.text) == (422, True)
    assert clerk.fill(page, name="王桂芳", reason="听错了。").status == 200
    db.session.expire_all()
    assert (family.contact.name, family.contact.phone, family.second.phone) == ("王桂芳", PHONE, OTHER)
    clerk.fill(clerk.page(form), second_name="", reason="搬走了。")
    db.session.expire_all()
    assert (family.second, Family.known(cast.street, OTHER), Family.known(cast.street, PHONE)) == (None, None, family)


def test_a_number_of_another_family_is_not_taken_and_nothing_changed_is_no_correction(cast, enter):
    family, _ = enter("王桂兰", PHONE), enter("李四光", OTHER)
    given = {"name": "王桂兰", "place": cast.street, "reason": "改号。", "by": cast.clerk}
    for number in ({"phone": OTHER}, {"phone": PHONE, "second_name": "李四光", "second_phone": OTHER}):
        with pytest.raises(RuleError, match=r"李\*\*（138\*\*\*\*0002，昭君街道）一家的。是同一户的，请合并"):
            family.correct(**given, **number)
        db.session.rollback()
    with pytest.raises(RuleError, match="没有改动"):
        family.correct(**given, phone=PHONE)
    with pytest.raises(NotAllowed):
        family.correct(**given | {"by": cast.auditor}, phone=THIRD)


def test_a_place_elsewhere_is_refused(cast, enter):
    family = enter("王桂兰", PHONE)
    with pytest.raises(RuleError, match="您不能把这一户改到"):
        family.correct(name="王桂兰", phone=PHONE, place=cast.other_street, reason="搬家。", by=cast.clerk)


def test_two_of_one_household_become_one_and_both_numbers_lead_there(as_user, cast, enter):
    kept, gone = enter("王桂兰", PHONE), enter("李四光", OTHER)
    director, gone_at = as_user("director"), f"/families/{gone.id}"
    assert f"/families/{kept.id}/merger" in director.page(f"/families/{kept.id}").links()
    assert f"/families/{kept.id}/merger" not in as_user("clerk").page(f"/families/{kept.id}").links()
    form = director.page(f"/families/{kept.id}/merger")
    nobody = director.fill(form, phone=THIRD, reason="一家人。")
    assert (nobody.status, "没有另一户是这个电话" in nobody.text) == (422, True)
    asked = director.fill(form, phone=OTHER, reason="一家人。")
    assert (asked.status, "李**（138****0002，昭君街道）一家的" in asked.text) == (422, True)
    shown = director.fill(asked, one_family="y")
    for told in ("李**（138****0002，昭君街道）一家（", "建档）并入这一户。一家人。"):
        assert told in shown.text
    assert director.get(gone_at).status_code == 404
    told = director.page(gone_at)
    assert "这一户已经并入另一户" in told.text
    assert f"/families/{kept.id}" in told.links()
    assert "并入" not in as_user("outsider").page(gone_at).text
    another = enter("别人", THIRD)
    assert f"/families/{another.id}" != gone_at, "its address never leads to another"
    another.drop()
    db.session.commit()
    db.session.expire_all()
    assert db.session.scalars(db.select(Family)).all() == [kept]
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER)] == [kept, kept]
    assert (kept.second.name, contacts()) == ("李四光", 2)
    assert [each.verb for each in kept.events] == ["enter", "merge"]


def test_one_entered_by_mistake_is_removed_with_its_timeline(as_user, cast, enter):
    family, director = enter("王桂兰", PHONE), as_user("director")
    family.correct(name="王桂芳", phone=PHONE, place=cast.street, reason="听错了。", by=cast.clerk)
    db.session.commit()
    shown_at = f"/families/{family.id}"
    shown = director.fill(director.page(f"{shown_at}/removal"), text="登记错了。")
    assert (shown.status, "已删除" in shown.text) == (200, True)
    assert (contacts(), db.session.scalar(db.select(db.func.count(FamilyEvent.id)))) == (0, 0)
    told = director.page(shown_at)
    assert (told.status, "这一户的档案已经删除" in told.text) == (404, True)


def test_who_went_into_one_that_went_on_is_found_there(as_user, cast, enter):
    first, second, third = enter("王桂兰", PHONE), enter("李四光", OTHER), enter("王五", THIRD)
    former = first.id
    for kept, phone in ((second, PHONE), (third, OTHER)):
        kept.merge(phone, "一家人。", by=cast.director, one_family=True, may_lose=True)
        db.session.commit()
    assert f"/families/{third.id}" in as_user("director").page(f"/families/{former}").links()


def test_whoever_is_the_second_may_be_forgotten_and_goes_on_when_the_contact_is(cast, enter):
    family = enter("王桂兰", PHONE)
    given = {"second_name": "李四光", "second_phone": OTHER, "reason": "补登。", "by": cast.clerk}
    family.correct(name="王桂兰", phone=PHONE, place=cast.street, **given)
    contact = factories.resident(cast.taixing, name="王桂兰", phone=PHONE)
    second = factories.resident(cast.taixing, name="李四光", phone=OTHER)
    db.session.commit()
    assert "另一位家人成为联系人" in "".join(data_rights.erase(contact, "本人申请。", by=cast.director))
    db.session.commit()
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER)] == [None, family]
    assert (family.contact.name, family.second, families_of(second)) == ("李四光", None, [family])
    data_rights.erase(second, "本人申请。", by=cast.director)
    db.session.commit()
    assert (family.phone_hash, family.contact.phone, Family.known(cast.street, OTHER)) == ("", None, None)
    with pytest.raises(RuleError, match="已依法删除"):
        family.correct(name="王桂兰", phone=PHONE, place=cast.street, reason="再登。", by=cast.clerk)


def test_only_the_second_is_forgotten_where_only_the_second_asks(cast, enter):
    family = enter("王桂兰", PHONE)
    given = {"second_name": "李四光", "second_phone": OTHER, "reason": "补登。", "by": cast.clerk}
    family.correct(name="王桂兰", phone=PHONE, place=cast.street, **given)
    second = factories.resident(cast.taixing, name="李四光", phone=OTHER)
    db.session.commit()
    assert "另一位家人的姓名和电话已删除" in "".join(data_rights.erase(second, "本人申请。", by=cast.director))
    db.session.commit()
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER)] == [family, None]
    assert (family.contact.name, family.second) == ("王桂兰", None)


def test_the_third_number_of_a_household_is_asked_about_and_told(as_user, cast, enter):
    kept, gone = enter("王桂兰", PHONE), enter("李四光", OTHER)
    given = {"second_name": "赵秀英", "second_phone": THIRD, "reason": "补登。", "by": cast.clerk}
    gone.correct(name="李四光", phone=OTHER, place=cast.street, **given)
    db.session.commit()
    director = as_user("director")
    form = director.page(f"/families/{kept.id}/merger")
    asked = director.fill(form, phone=THIRD, reason="一家人。", one_family="y")
    assert (asked.status, "合并以后李**的 138****0002 不再归到这一户" in asked.text) == (422, True)
    shown = director.fill(asked, may_lose="y")
    assert "李**的 138****0002 不再归到这一户" in shown.text
    db.session.expire_all()
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER, THIRD)] == [kept, None, kept]
    assert (kept.second.name, contacts()) == ("赵秀英", 2)


def test_a_household_that_has_two_numbers_is_asked_about_each_of_the_others(cast, enter):
    kept, gone = enter("王桂兰", PHONE), enter("李四光", OTHER)
    given = {"second_name": "赵秀英", "second_phone": THIRD, "reason": "补登。", "by": cast.clerk}
    kept.correct(name="王桂兰", phone=PHONE, place=cast.street, **given)
    db.session.commit()
    with pytest.raises(RuleError, match=r"李\*\*的 138\*\*\*\*0002 不再归到这一户"):
        kept.merge(OTHER, "一家人。", by=cast.director, one_family=True)
    kept.merge(OTHER, "一家人。", by=cast.director, one_family=True, may_lose=True)
    db.session.commit()
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER, THIRD)] == [kept, None, kept]
    assert gone not in db.session.scalars(db.select(Family)).all()
