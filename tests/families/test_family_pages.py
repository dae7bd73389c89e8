"""家庭档案: the list, entering a family, its page with what plugins know, and where all this is to be seen."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.families import NAVIGATION, Family, families_of
from portal.families.samples import FAMILIES
from portal.people import data_rights
from portal.plugin_admin.switching import switch
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database
USING = ("family_courses", "family_points", "family_honours")
PHONE = "13804770001"


@pytest.fixture
def family(cast) -> Family:
    found = Family.enter(unit=cast.street, name="王桂兰", phone=PHONE, by=cast.clerk)
    db.session.commit()
    return found


def test_a_family_is_entered_once(as_user, cast):
    clerk = as_user("clerk")
    assert "/families/new" in clerk.page("/families").links()
    page = clerk.fill(clerk.page("/families/new"), name="王桂兰", phone=PHONE)
    assert "王桂兰一家" in page.text
    again = clerk.fill(clerk.page("/families/new"), name="别人", phone=PHONE)
    assert (again.status, "这个电话已经有一户：王**一家（昭君街道），不用再登记。" in again.text) == (422, True)
    with pytest.raises(NotAllowed):
        Family.enter(unit=cast.street, name="乙", phone="13804770002", by=cast.auditor)


def test_a_family_is_found_by_the_whole_name_and_the_telephone_of_each_of_two(as_user, cast, family):
    Family.enter(unit=cast.street, name="别家人", phone="13804770009", by=cast.clerk)
    asked = {"place": cast.street, "reason": "补。", "second_name": "李四光", "second_phone": "13804770002"}
    family.correct(name="王桂兰", phone=PHONE, by=cast.clerk, **asked)
    db.session.commit()
    clerk, address = as_user("clerk"), f"/families/{family.id}"
    for words in ("王桂兰", "李四光", PHONE, "138 0477 0002"):
        found = clerk.fill(clerk.page("/families"), "/families", q=words).tree.xpath("//tbody/tr//a/@href")
        assert found == [address], words
        assert address in clerk.fill(clerk.page("/"), "/search", q=words).links(), words
    nobody = clerk.fill(clerk.page("/families"), "/families", q="13804770003").text
    assert ("没有符合条件的家庭" in nobody, "还没有登记" in nobody) == (True, False)
    assert "王桂兰" not in clerk.page("/search?q=李四光").text
    for each in USING:
        switch(each, cast.county, "off", by=cast.administrator, reason="试验。")
    db.session.commit()
    assert address not in clerk.page("/search?q=王桂兰").links(), "where no module uses families, none is found"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("钱一150621195001019011", "这里不能写身份证号 150621************，请删去。"),
        ("钱一13900001111", "这里不能写电话号码 139****1111，请删去。电话号码请写在“电话”里。"),
    ],
)
def test_a_number_is_no_part_of_a_name_and_only_what_was_found_is_named(as_user, name, said):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/families/new"), name=name, phone=PHONE)
    assert page.status == 422
    assert said in page.text
    assert page.text.count("请写在") == page.text.count(said) * ("请写在" in said), "nothing else is spoken of"
    assert db.session.scalar(db.select(db.func.count(Contact.id))) == 0


def test_its_sample_enters_another_each_time(stage):
    assert FAMILIES.begin(stage).id != FAMILIES.begin(stage).id


def test_each_plugin_says_what_it_knows_in_its_place(as_user, cast, family):
    headings = [each.text for each in as_user("clerk").page(f"/families/{family.id}").tree.xpath("//main//h2")]
    assert headings == ["学习", "荣誉", "积分", "办理记录"]
    switch("family_honours", cast.county, "off", by=cast.administrator, reason="试验。")
    db.session.commit()
    assert "荣誉" not in as_user("clerk").page(f"/families/{family.id}").text


def test_telephones_are_shown_to_those_who_call(as_user, cast, family):
    url = f"/families/{family.id}"
    clerk = as_user("clerk")
    page = clerk.page(url)
    assert (PHONE in page.response.text, "138****0001" in page.text) == (False, True)
    assert (page.heading, page.tree.findtext(".//title")[:4]) == ("王桂兰一家", "王**一"), (
        "the title goes into the history"
    )
    assert f"{url}/phone" in page.links()
    asked = clerk.page(f"{url}/phone")
    assert PHONE not in asked.response.text
    refused = clerk.fill(asked, purpose="")
    assert (refused.status, PHONE in refused.response.text) == (422, False)
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reveal")).all() == []
    assert PHONE in clerk.fill(asked, purpose="约上门时间").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reveal")).one()
    assert (entry.actor_id, entry.subject_id, "约上门时间" in entry.detail) == (cast.clerk.id, str(family.id), True)
    page = as_user("district").page(url)
    assert not [each for each in (PHONE, "王桂兰", f"{url}/phone") if each in page.response.text]
    assert as_user("outsider").get(url).status_code == 404
    assert as_user("outsider").get(f"{url}/phone").status_code == 404


@pytest.mark.parametrize(
    "form", ["/family_points/claims/new", "/family_honours/honours/new", "/family_courses/enrolments/new"]
)
def test_a_form_that_its_page_leads_to_has_the_telephone_masked(as_user, family, form):
    clerk = as_user("clerk")
    page = clerk.page(f"{form}?family={family.id}")
    assert PHONE not in page.response.text
    assert page.fields(page.form())["phone"] == "138****0001"
    again = clerk.fill(page)
    assert (again.status, PHONE in again.response.text, "手机号码应为11位" in again.text) == (422, False, False)
    typed = clerk.fill(page, phone="13804770009")
    assert typed.fields(typed.form())["phone"] == "13804770009"
    elsewhere = clerk.fill(clerk.page(form), phone="138****0001")
    assert elsewhere.status == 422, "without the family it is no number"


def test_the_menu_has_it_once_and_only_where_it_is_used(as_user, cast, family):
    clerk = as_user("clerk")
    assert clerk.page("/families").links().count(NAVIGATION.url) >= 1
    entries = clerk.page("/families").tree.xpath("//nav//a[@href='/families']")
    assert len(entries) == 1
    for each in USING[1:]:
        switch(each, cast.county, "off", by=cast.administrator, reason="试验。")
    db.session.commit()
    assert clerk.get("/families").status_code == 200
    switch(USING[0], cast.county, "off", by=cast.administrator, reason="试验。")
    db.session.commit()
    for url in ("/families", "/families/new", f"/families/{family.id}", "/families.xlsx"):
        assert clerk.get(url).status_code == 404, url
    assert "这个功能在昭君街道已停用，数据保留。" in clerk.page("/families").text
    assert "家庭档案" not in clerk.page("/").text


def test_none_is_entered_where_all_that_use_them_are_read_only(as_user, cast, family):
    clerk, other = as_user("clerk"), {"name": "李四光", "phone": "13804770009"}
    for each in USING[1:]:
        switch(each, cast.county, "read_only", by=cast.administrator, reason="试验。")
    db.session.commit()
    assert "/families/new" in clerk.page("/families").links(), "one of them takes new records"
    form = clerk.page("/families/new")
    switch(USING[0], cast.county, "read_only", by=cast.administrator, reason="试验。")
    db.session.commit()
    page = clerk.page("/families")
    assert page.status == 200
    assert "/families/new" not in page.links()
    assert clerk.page(f"/families/{family.id}").status == 200
    refused = clerk.fill(form, **other)
    assert (refused.status, "目前都只读" in refused.text) == (403, True)
    assert Family.known(cast.street, other["phone"]) is None


def test_whose_number_it_is_is_asked_of_staff_and_told_to_nobody_else(cast, family):
    other = Contact(name="李四光", phone=PHONE)
    with pytest.raises(RuleError, match=r"这个电话是王\*\*（138\*\*\*\*0001，昭君街道）一家的"):
        Family.of(cast.taixing, other, role="户主", by=cast.clerk)
    asked = Family.of(cast.taixing, other, role="户主", by=cast.clerk, one_family=True)
    assert asked == (family, "已核对：户主不是家庭联系人，是这一家人。")
    assert Family.of(cast.taixing, other, role="户主", by=None) == (family, "")
    assert Family.of(cast.taixing, Contact(name="王桂兰", phone=PHONE), role="户主", by=cast.clerk) == (family, "")


def test_the_contact_is_told_of_it_and_may_be_forgotten(cast, family):
    person = factories.resident(cast.taixing, name="王桂兰", phone=PHONE)
    assert families_of(person) == [family]
    db.session.commit()
    assert "家庭档案中的联系人和电话已删除" in "".join(data_rights.erase(person, "本人申请。", by=cast.director))
    db.session.commit()
    assert (family.phone_hash, family.contact.phone) == ("", None)
    assert Family.known(cast.street, PHONE) is None
