"""Whoever is entered is entered once: matches are offered and never imposed, differences are shown and chosen."""

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.people import data_rights
from portal.people.changes import Change
from portal.people.id_number import check_character
from portal.people.models import Organisation, Person
from portal.testing import factories

pytestmark = pytest.mark.database
MATTER = {"kind": "0203", "title": "噪音", "description": "夜间施工。"}
SHOP = {"applicants__0__kind": "organisation", "applicants__0__name": "便民超市"}
KEYS = ("name", "kind", "id_number", "phone", "address", "id_type")


def sent(client, cast, title="噪音", **applicant):
    """What the clerk gets who registers a matter of one applicant."""
    typed = {f"applicants__0__{name}" if name in KEYS else name: value for name, value in applicant.items()}
    return client.fill(client.page("/cases/new"), unit_id=cast.unit_ids["nangan"], **MATTER | {"title": title}, **typed)


def chosen(client, page, **answers):
    """The same form again, with the answer to each question that begins with the words given."""
    boxes = {}
    for question, answer in answers.items():
        name = f"applicants-0-known-{question}"
        boxes[name] = next(
            each for each in page.tree.xpath(f"//input[@name='{name}']/@value") if each.startswith(answer)
        )
    return client.fill(page, **boxes)


def last_party():
    return db.session.scalars(select(Case).order_by(Case.id.desc())).unique().first().parties[0]


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def known(cast) -> Person:
    person = factories.resident(cast.taixing, name="方小龙", phone="15400000002", address="泰兴社区3号楼")
    db.session.commit()
    return person


def test_two_shops_of_one_name_stay_two(as_user, cast):
    client = as_user("clerk")
    sent(client, cast, kind="organisation", name="便民超市", phone="15400000001", address="一街1号")
    page = sent(
        client, cast, title="占道", kind="organisation", name="便民超市", phone="15400000009", address="二街2号"
    )
    assert (page.status, count(Organisation)) == (422, 1)
    assert "都不是，按新人登记" in page.text
    page = chosen(client, page, who="new")
    assert (page.status, count(Organisation)) == (200, 2)
    party = last_party()
    assert (party.as_said.phone, party.as_said.address) == ("15400000009", "二街2号")
    first = db.session.scalars(select(Organisation).order_by(Organisation.id)).first()
    assert (first.phone, first.address) == ("15400000001", "一街1号")


def test_somebody_new_of_a_known_name_is_final_for_the_form(as_user, cast, known):
    client = as_user("clerk")
    page = sent(client, cast, title="", name="方小龙", phone="15400000002")
    assert page.status == 422
    page = client.fill(page, title="噪音")
    page = chosen(client, page, who="new")
    assert page.status == 200
    assert count(Person) == 2
    assert last_party().person.id_number is None, "nothing of the first one came along"


def test_looked_up_and_not_meant_is_final_too(as_user, cast, known):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("find", "applicants-0"), applicants__0__name="方小龙")
    page = client.fill(
        page,
        unit_id=cast.unit_ids["nangan"],
        **MATTER,
        **{"applicants-0-person_id": "new", "applicants-0-phone": "15400000007"},
    )
    assert (page.status, count(Person)) == (200, 2)


def test_an_answer_holds_only_for_what_was_seen(as_user, cast, known):
    factories.resident(cast.taixing, name="方大龙")
    db.session.commit()
    client = as_user("clerk")
    page = sent(client, cast, name="方小龙")
    (answer,) = (each for each in page.tree.xpath("//input[@name='applicants-0-known-who']/@value") if "new" in each)
    page = client.fill(page, **{"applicants-0-known-who": answer, "applicants-0-name": "方大龙"})
    assert (page.status, count(Case)) == (422, 0), "another name is another question"


def test_one_telephone_of_a_household_is_nobody_in_particular(as_user, cast, known):
    assert sent(as_user("clerk"), cast, name="王桂兰", phone="15400000002").status == 200
    assert count(Person) == 2


def test_twins_with_one_birthday_are_told_apart_by_their_numbers(as_user, cast, known):
    body = known.id_number[:14] + f"{(int(known.id_number[14:17]) + 2) % 1000:03d}"
    page = sent(as_user("clerk"), cast, name="方小龙", id_number=body + check_character(body))
    assert page.status == 200, "another number is another person: nothing to ask"
    assert count(Person) == 2


def test_a_known_number_with_a_new_telephone_and_address_is_asked_line_by_line(as_user, cast, known):
    client, number = as_user("clerk"), known.id_number
    page = sent(client, cast, name="方小龙", id_number=number, phone="15400000003", address="南干社区8号楼")
    assert (page.status, count(Case)) == (422, 0)
    assert "联系电话：档案里是“154****0002”，这次填的是“15400000003”" in page.text
    assert "更新档案" in page.text
    page = chosen(client, page, phone="updated", address="here")
    assert page.status == 200, page.text
    person, party = db.session.scalars(select(Person)).one(), last_party()
    assert (person.phone, person.address) == ("15400000003", "泰兴社区3号楼")
    assert (party.as_said.phone, party.as_said.address) == ("15400000003", "南干社区8号楼")
    assert party.as_said.address_masked == "南干社区8号楼"
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "person_edit"))
    assert entry.detail == "联系电话：登记时更新", "what was changed, not what stands there"
    page = client.page(f"/people/{person.id}")
    assert "联系电话：更新档案（原为 154****0002）" in page.text
    assert "住址：仅用于这一件，档案不变" in page.text
    assert party.case.number in page.text


def test_what_holds_for_one_case_only_is_told_there_and_read_whole_with_a_reason(as_user, cast, known):
    client = as_user("clerk")
    page = sent(client, cast, name="方小龙", id_number=known.id_number, phone="15400000077", address="南干社区8号楼")
    page = chosen(client, page, phone="here", address="here")
    assert "联系电话、住址仅用于本件" in page.text
    link = f"/people/{last_party().person_id}/full"
    assert link in page.links()
    assert "15400000077" not in client.page(link.removesuffix("/full")).text
    page = client.fill(client.page(link), reason="联系当事人")
    assert "联系电话：仅用于这一件，档案不变（15400000077）" in page.text


def test_keeping_what_is_on_file_changes_nothing(as_user, cast, known):
    client = as_user("clerk")
    page = sent(client, cast, name="方小龙", id_number=known.id_number, phone="15400000003")
    assert chosen(client, page, phone="keep").status == 200
    assert (last_party().as_said.phone, count(Change)) == ("15400000002", 0)


def test_without_a_choice_nothing_typed_is_lost_and_the_file_stays(as_user, cast, known):
    client = as_user("clerk")
    page = sent(client, cast, name="方小龙", id_number=known.id_number, phone="15400000003")
    assert client.fill(page).status == 200
    assert (last_party().as_said.phone, last_party().person.phone) == ("15400000003", "15400000002")


@pytest.mark.parametrize(("choice", "on_file", "printed"), [
    ("updated", "方晓珑", "方晓珑"),
    ("keep", "方小龙", "方小龙"),
    ("here", "方小龙", "方晓珑"),
])  # fmt: skip
def test_a_name_changed_after_marriage_is_asked_and_nothing_is_ticked(as_user, cast, known, choice, on_file, printed):
    client = as_user("clerk")
    page = sent(client, cast, name="方晓珑", id_number=known.id_number)
    assert "这个号码登记的是方小龙" in page.text
    again = client.fill(page)
    assert again.status == 422, "another name may be another person, so somebody must say"
    assert chosen(client, again, name=choice).status == 200
    assert (last_party().person.name, last_party().name) == (on_file, printed)


def test_an_organisation_with_a_new_name_under_its_code(as_user, cast):
    firm = factories.book.organisation("达拉特旗")
    known = factories.organisation(cast.taixing, name="恒泰物业", uscc=firm.uscc)
    db.session.commit()
    ident, client = known.id, as_user("clerk")
    page = sent(client, cast, kind="organisation", name="恒泰物业服务有限公司", id_number=firm.uscc)
    assert chosen(client, page, name="updated").status == 200
    assert db.session.get(Organisation, ident).name == "恒泰物业服务有限公司"


def test_the_fifteen_and_the_eighteen_digits_are_one_person(as_user, cast):
    number = "15062119530403012" + check_character("15062119530403012")
    factories.resident(cast.taixing, name="白发", id_number=number)
    db.session.commit()
    assert sent(as_user("clerk"), cast, name="白发", id_number=number[:6] + number[8:17]).status == 200
    assert count(Person) == 1


def test_who_may_not_correct_residents_is_not_offered_to(as_user, cast, known):
    outside = factories.resident(cast.other_street, name="远方", phone="15400000005")
    db.session.commit()
    page = sent(as_user("clerk"), cast, name="远方", id_number=outside.id_number, phone="15400000006")
    assert page.status == 422
    assert "更新档案" not in page.text, "he lives in another street"
    assert "仅用于本件" in page.text


def test_what_holds_for_one_case_is_handed_over_and_erased_with_the_person(as_user, cast, known):
    client = as_user("clerk")
    client.fill(sent(client, cast, name="方小龙", id_number=known.id_number, phone="15400000003"))
    person = db.session.scalars(select(Person)).one()
    assert "15400000003" in str(data_rights.export(person, by=None))
    case = db.session.scalars(select(Case)).unique().one()
    case.status = "archived"
    db.session.commit()
    data_rights.erase(person, "本人申请", by=None)
    db.session.commit()
    db.session.expire_all()
    assert not last_party().said
    assert count(Change) == 0


def test_a_telephone_number_belongs_to_a_party_and_not_to_the_place(as_user, cast):
    """Whoever may not see residents reads where it happened."""
    page = sent(as_user("clerk"), cast, name="方小龙", location="南干社区 15412345678")
    assert (page.status, "电话号码 154****5678" in page.text) == (422, True)
