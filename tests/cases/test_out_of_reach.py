"""Who lives where the clerk has no office is linked by the whole number of a document alone, and never offered or told of."""

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.people import data_rights
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.testing import factories
from tests.cases.test_entered_once import last_party, sent

pytestmark = pytest.mark.database
PHONE = "15400000005"


@pytest.fixture
def outside(cast) -> Person:
    person = factories.resident(cast.other_street, name="远方", phone=PHONE, address="兴盛园社区24号楼2单元102室")
    db.session.commit()
    return person


def picked(ident: int, **typed) -> dict:
    return {"applicants__0__person_id": ident} | typed


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person))


def test_name_and_telephone_of_another_street_are_somebody_new(as_user, cast, outside):
    page = sent(as_user("clerk"), cast, name="远方", phone=PHONE)
    assert page.status == 200, "nothing is asked, for a question would tell"
    assert people() == 2
    assert not last_party().person.id_number, "so no paper of the case has what the clerk did not type"


@pytest.mark.parametrize("typed", [{}, {"name": "远方"}, {"phone": PHONE}, {"name": "某某某", "phone": PHONE}])
def test_whoever_is_out_of_reach_cannot_be_chosen_and_is_not_named(as_user, cast, outside, typed):
    ident, address = outside.id, outside.address
    page = sent(as_user("clerk"), cast, **picked(ident), **typed)
    assert (page.status, people()) == (422, 1)
    assert "选中的人不在您能查到的登记里" in page.text
    assert address[:8] not in page.text
    assert outside.birth_masked not in page.text
    if "name" not in typed or typed["name"] != "远方":
        assert "远" not in page.text


def test_looking_up_a_telephone_tells_nobody_out_of_reach(as_user, cast, outside):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("find", "applicants-0"), applicants__0__phone=PHONE)
    assert "远" not in page.text


def test_with_the_whole_number_in_hand_it_is_the_same_person(as_user, cast, outside):
    ident = outside.id
    assert sent(as_user("clerk"), cast, name="远方", id_number=outside.id_number).status == 200
    assert (last_party().person.id, people()) == (ident, 1)


def test_somebody_erased_is_chosen_by_nobody_and_takes_nothing(as_user, cast):
    person = factories.resident(cast.taixing, name="方小龙")
    data_rights.erase(person, "本人申请", by=None)
    db.session.commit()
    ident = person.id
    page = sent(as_user("clerk"), cast, **picked(ident), phone="13900002222", address="删除后又填")
    assert (page.status, db.session.scalar(select(func.count()).select_from(Case))) == (422, 0)
    person = db.session.get(Person, ident)
    assert (person.phone, person.address) == (None, None)


def test_a_name_that_does_not_fit_the_number_tells_the_masked_one_only(as_user, cast, outside):
    page = sent(as_user("clerk"), cast, name="近处", id_number=outside.id_number)
    assert page.status == 422
    assert f"这个号码登记的是{mask_name('远方')}、在别处登记" in page.text
    assert "远方" not in page.text
    assert outside.address[:8] not in page.text


def test_what_the_register_of_another_street_lacks_holds_for_the_case_only(as_user, cast):
    outside = factories.resident(cast.other_street, name="远方", phone="", address="")
    db.session.commit()
    ident, client = outside.id, as_user("clerk")
    page = sent(client, cast, name="远方", id_number=outside.id_number, address="假地址1号")
    assert page.status == 422
    assert "住址：和档案里的不同" in page.text
    assert client.fill(page).status == 200
    assert not db.session.get(Person, ident).address
    assert last_party().as_said.address == "假地址1号"


def test_what_is_filled_in_stands_in_the_audit_trail(as_user, cast):
    known = factories.resident(cast.taixing, name="方小龙", address="")
    db.session.commit()
    ident = known.id
    assert sent(as_user("clerk"), cast, name="方小龙", id_number=known.id_number, address="泰兴社区3号楼").status == 200
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "person_edit"))
    assert (entry.subject_id, entry.detail) == (str(ident), "住址：登记时补上")


def test_an_organisation_of_another_street_is_chosen_by_its_name_and_not_told_of(as_user, cast):
    firm = factories.organisation(cast.other_street, name="恒泰物业", phone="15447518531")
    db.session.commit()
    ident, client = firm.id, as_user("clerk")
    for name in ("甲", "", "恒", "恒泰物"):
        found = client.fill(
            client.page("/cases/new"),
            button=("find", "applicants-0"),
            applicants__0__kind="organisation",
            applicants__0__name=name,
        )
        assert "恒泰物业" not in found.text
        page = sent(client, cast, kind="organisation", name=name, phone="13900000000", **picked(ident))
        assert page.status == 422
        assert "选中的人不在您能查到的登记里" in page.text
    page = sent(client, cast, kind="organisation", name="恒泰物业", phone="13900000000", **picked(ident))
    assert "联系电话：和档案里的不同" in page.text
    assert "8531" not in page.text


def test_the_telephone_of_an_organisation_is_shown_masked(as_user, cast):
    firm = factories.organisation(cast.taixing, name="恒泰物业", phone="15447518531")
    db.session.commit()
    page = sent(as_user("clerk"), cast, kind="organisation", phone="13900000000", **picked(firm.id))
    assert "154****8531" in page.text
    assert "15447518531" not in page.text


def test_the_list_of_residents_tells_nothing_of_whom_the_clerk_may_not_open(as_user, cast, outside):
    known = factories.resident(cast.taixing, name="方小龙", phone="15400000006")
    db.session.commit()
    client, numbers = as_user("clerk"), (PHONE, outside.id_number)
    assert "方小龙" in client.fill(client.page("/people"), "/people", q=known.phone).text
    for number in numbers:
        page = client.fill(client.page("/people"), "/people", q=number)
        assert "没有找到这位居民" in page.text
        assert "远方" not in page.text
