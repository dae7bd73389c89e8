"""个人信息保护法 §46: what was written wrong is put right, once for all, by those who may, and noted."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.people.finding import people_matching
from portal.people.id_number import IdNumber
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def person(cast) -> Person:
    person = factories.resident(cast.taixing, name="张改花", phone="13847700001", address="泰兴社区3号楼501室")
    db.session.commit()
    return person


def test_a_name_typed_wrong_is_put_right_and_found_by_the_right_one(as_user, cast, person):
    ident, number = person.id, person.id_number
    clerk = as_user("clerk")
    page = clerk.page(f"/people/{ident}/correction")
    assert "13847700001" not in page.text
    assert number not in page.text
    page = clerk.fill(page, name="张  改华", occupation="教师", reason="按身份证更正")
    assert (page.status, "已更正：姓名、职业或职务。" in page.text) == (200, True)
    person = db.session.get(Person, ident)
    assert (person.name, person.phone, person.id_number) == ("张改华", "13847700001", number)
    found = db.session.scalars(people_matching("zgh", [cast.street])).all()
    assert [each.id for each in found] == [ident]
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "person_edit"))
    assert (entry.subject_id, entry.actor.username) == (str(ident), "clerk")
    assert entry.detail == "姓名、职业或职务：按身份证更正", "which entries, not what stood in them"


def test_a_number_brings_birth_date_and_gender(as_user, person):
    ident, new = person.id, IdNumber.parse(factories.book.person(kind="han").id_number)
    clerk = as_user("clerk")
    assert clerk.fill(clerk.page(f"/people/{ident}/correction"), id_number=new.value, reason="更正").status == 200
    person = db.session.get(Person, ident)
    assert (person.id_number, person.birth_date, person.gender, person.last4) == (
        new.value,
        new.birth_date,
        new.gender,
        new.value[-4:],
    )


def test_the_number_of_somebody_else_is_refused_at_its_field(as_user, cast, person):
    ident, taken = person.id, factories.resident(cast.nangan, name="王占山").id_number
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/people/{ident}/correction"), name="张改华", id_number=taken, reason="更正")
    assert page.status == 422
    assert "已登记过这个证件号码的居民（王**）" in page.text
    assert page.fields(page.form())["name"] == "张改华", "nothing typed is lost"
    assert db.session.get(Person, ident).name == "张改花", "and nothing half written"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", " ", "请填写姓名"),
        ("name", "张" * 61, "最多 60 个字"),
        ("id_number", "150602199001010000", "校验"),
        ("phone", "123", "电话"),
        ("reason", "", "请写明理由"),
        ("address", "路" * 10_000, "最多 100 个字"),
    ],
)
def test_wrong_input_is_told_at_the_field(as_user, person, field, value, told):
    clerk = as_user("clerk")
    given = {"reason": "更正", field: value}
    page = clerk.fill(clerk.page(f"/people/{person.id}/correction"), **given)
    assert page.status == 422
    assert told in page.text


def test_who_may_not_register_residents_does_not_correct_them(as_user, cast, person):
    path = f"/people/{person.id}/correction"
    assert {who: as_user(who).get(path).status_code for who in ("director", "district", "outsider")} == {
        "director": 200,
        "district": 403,
        "outsider": 404,
    }


def test_whose_data_was_deleted_stays_deleted(as_user, person):
    ident = person.id
    person.forget()
    db.session.commit()
    assert as_user("clerk").get(f"/people/{ident}/correction").status_code == 403
