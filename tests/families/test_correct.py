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
    assert page.fields(page.form())["phone"] == PHONE
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
    assert "并入李**（138****0002，昭君街道）一家" in shown.text
    assert director.get(gone_at).status_code == 404
    db.session.expire_all()
    assert db.session.scalars(db.select(Family)).all() == [kept]
    assert [Family.known(cast.street, each) for each in (PHONE, OTHER)] == [kept, kept]
    assert (kept.second.name, contacts()) == ("李四光", 2)
    assert [each.verb for each in kept.events] == ["enter", "merge"]


def test_one_entered_by_mistake_is_removed_with_its_timeline(as_user, cast, enter):
    family, director = enter("王桂兰", PHONE), as_user("director")
    family.correct(name="王桂芳", phone=PHONE, place=cast.street, reason="听错了。", by=cast.clerk)
    db.session.commit()
    shown = director.fill(director.page(f"/families/{family.id}/removal"), text="登记错了。")
    assert (shown.status, "已删除" in shown.text) == (200, True)
    assert (contacts(), db.session.scalar(db.select(db.func.count(FamilyEvent.id)))) == (0, 0)


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
