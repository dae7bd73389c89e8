"""个人信息保护法 §46: what was written wrong is put right, once for all, by those who may, and noted."""

import pytest
from sqlalchemy import select

from portal import guessing
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.people import guesses
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


def test_what_stood_there_is_told_among_the_changes(as_user, person):
    url = f"/people/{person.id}/correction"
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(url), occupation="教师", address="昭君街 2 号", reason="本人来说")
    for told in ("职业或职务：补上", "住址：更新档案（原为"):
        assert told in page.text
    assert "泰兴社区3号楼501室" not in page.text
    page = clerk.fill(clerk.page(url), id_number=factories.book.person(kind="han").id_number, reason="更正")
    assert "证件号码：更新档案 " in page.text.replace("\u3000", " "), "but never which number it was"


def test_a_number_brings_birth_date_and_gender(as_user, person):
    ident, new = person.id, IdNumber.parse(factories.book.person(kind="han").id_number)
    clerk = as_user("clerk")
    assert clerk.fill(clerk.page(f"/people/{ident}/correction"), id_number=new.value, reason="更正").status == 200
    person = db.session.get(Person, ident)
    assert (person.id_number, person.birth_date, person.gender) == (new.value, new.birth_date, new.gender)


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


@pytest.mark.parametrize("right", [True, False])
def test_a_birthday_that_the_number_tells_is_refused_whichever_it_is(as_user, person, right):
    """Whether it is the right one would tell the day to whoever tries all of a year."""
    born = person.birth_date
    clerk, url = as_user("clerk"), f"/people/{person.id}/correction"
    page = clerk.page(url)
    assert "birth_date" not in page.fields(page.form()), "it is not asked for"
    day = born if right else born.replace(year=born.year + 1, day=1)
    given = page.fields(page.form()) | {"birth_date": day.isoformat(), "occupation": "教师", "reason": "核对"}
    answer = clerk.post(url, data=given)
    assert (answer.status_code, "出生日期以证件号码为准" in answer.text, "不同" in answer.text) == (422, True, False)
    with_number = clerk.post(url, data=given | {"id_number": db.session.get(Person, person.id).id_number})
    assert with_number.status_code == (303 if right else 422), "whoever holds the document may compare"


def test_the_birthday_of_a_passport_is_put_right(as_user, person):
    person.id_number, person.id_hash, person.id_type = "E12345678", None, "passport"
    db.session.commit()
    ident, clerk = person.id, as_user("clerk")
    page = clerk.fill(clerk.page(f"/people/{ident}/correction"), birth_date="1980-05-06", reason="按护照")
    assert "已更正：出生日期。" in page.text


def test_a_correction_of_nothing_is_told_and_a_number_in_it_is_a_guess(as_user, cast, person):
    """A number that is the one on file would be told by the answer; so would one of somebody else."""
    taken = factories.resident(cast.nangan, name="王占山").id_number
    db.session.commit()
    clerk, url, share = as_user("clerk"), f"/people/{person.id}/correction", guesses.NUMBERS.of(cast.clerk.id)
    nothing = clerk.fill(clerk.page(url), reason="核对")
    assert (nothing.status, "没有需要更正的内容" in nothing.text) == (422, True)
    for number in (person.id_number, taken):
        assert clerk.fill(clerk.page(url), id_number=number, reason="核对").status == 422
    for _ in range(guesses.NUMBERS.at_once - 2):
        assert guessing.spend(share) == 0
    assert guessing.spend(share) > 0, "two were taken by the forms"
    db.session.commit()
    page = clerk.fill(clerk.page(url), id_number=taken, reason="核对")
    assert ("近来查不到" in page.text, "已登记过" in page.text) == (True, False)


def test_whose_data_was_deleted_stays_deleted(as_user, person):
    ident = person.id
    person.forget()
    db.session.commit()
    assert as_user("clerk").get(f"/people/{ident}/correction").status_code == 403
