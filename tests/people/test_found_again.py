"""居民 are entered once and found again: by name, initials, number and phone, within the bounds of the office."""

import pytest
from sqlalchemy import func, select

from portal.errors import RuleError
from portal.extensions import db
from portal.people.finding import found_or_entered, people_matching, people_numbered
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def ouyang(cast) -> Person:
    person = factories.resident(cast.taixing, name="欧阳建国", phone="15412345678")
    db.session.commit()
    return person


def found(text: str, *units) -> list[str]:
    return [person.name for person in db.session.scalars(people_matching(text, list(units)))]


@pytest.mark.parametrize(
    "text",
    [
        "欧阳建国",
        "欧阳",
        "建国",
        "国",
        "oyjg",
        "OYJG",
        "ouyangjianguo",
        "jianguo",
        "jg",
        "15412345678",
        "154 1234 5678",
        "+86 15412345678",
    ],
)
def test_found_by_any_of_these(cast, ouyang, text):
    assert found(text, cast.street) == ["欧阳建国"]


def test_found_by_the_number_however_it_is_typed(cast, ouyang):
    number = ouyang.id_number
    for text in (number, number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}"):
        assert found(text, cast.street) == ["欧阳建国"]


@pytest.mark.parametrize(
    "part", [slice(-4, None), slice(4), slice(6), slice(6, 14), slice(12), slice(10, None), slice(17)]
)
def test_never_found_by_a_part_of_the_number_for_each_answer_would_tell_it(cast, ouyang, part):
    for unit in (cast.street, cast.taixing, cast.county):
        assert found(ouyang.id_number[part], unit) == []


@pytest.mark.parametrize("text", ["", " ", "张", "阳欧", "yj国", "1541234567", "%", "_", "*", "\\"])
def test_not_found_by_what_is_not_his(cast, ouyang, text):
    assert found(text, cast.street) == []


def test_a_name_is_searched_in_the_own_subtree_only(cast, ouyang):
    assert found("欧阳", cast.taixing) == found("欧阳", cast.county) == ["欧阳建国"]
    for elsewhere in (cast.nangan, cast.grid1, cast.other_street, cast.outside_street, cast.dongsheng):
        assert found("欧阳", elsewhere) == []
        assert found(ouyang.id_number[-4:], elsewhere) == []


def test_with_the_card_in_hand_found_in_the_whole_county_and_no_further(cast, ouyang):
    for exact in (ouyang.id_number, ouyang.phone):
        assert found(exact, cast.other_street) == ["欧阳建国"]
        assert found(exact, cast.outside_street) == found(exact, cast.dongsheng) == []


def test_nobody_is_entered_twice_in_a_county(cast, ouyang):
    with pytest.raises(RuleError, match="欧"):
        Person.enter(cast.other_street, name="欧阳建国", id_number=ouyang.id_number)
    db.session.rollback()
    Person.enter(cast.outside_street, name="欧阳建国", id_number=ouyang.id_number)  # another district keeps its own
    db.session.flush()


def test_who_marries_and_takes_another_name_is_found_by_the_new_one(cast, ouyang):
    ouyang.update(name="欧建")
    db.session.commit()
    assert found("欧建", cast.street) == ["欧建"]
    assert found("欧阳", cast.street) == []


def register(client, cast, **values):
    page = client.page("/cases/new")
    return client.fill(
        page, kind="0203", title="噪音", description="夜间施工。", unit_id=cast.unit_ids["nangan"], **values
    )


def offered(page, question: str) -> list[str]:
    """The answers to a question about somebody known, as the browser would send them."""
    return page.tree.xpath(f"//input[@name='{question}']/@value")


@pytest.mark.parametrize("known_by", ["number", "name and phone", "choice"])
def test_registering_a_second_matter_takes_the_resident_who_is_there(as_user, cast, ouyang, known_by):
    typed = {
        "number": {"applicants__0__name": "欧阳建国", "applicants__0__id_number": ouyang.id_number},
        "name and phone": {"applicants__0__name": "欧阳 建国", "applicants__0__phone": "154-1234-5678"},
        "choice": {"applicants__0__name": "欧阳建国", "applicants__0__person_id": ouyang.id},
    }[known_by]
    client = as_user("clerk")
    page = register(client, cast, **typed)
    if known_by == "name and phone":  # not certain, so it is asked
        assert page.status == 422
        page = client.fill(page, **{"applicants-0-known-who": offered(page, "applicants-0-known-who")[0]})
    assert page.status == 200
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_what_was_not_known_is_filled_in_and_what_was_known_stays(as_user, cast):
    person = factories.resident(cast.taixing, name="乔巧", id_number="", phone="15400000002")
    number = factories.book.person().id_number
    db.session.commit()
    client = as_user("clerk")
    page = register(
        client,
        cast,
        applicants__0__person_id=person.id,
        applicants__0__id_number=number,
        applicants__0__phone="15400000003",
        applicants__0__address="昭君街道南干社区3号楼",
    )
    assert "联系电话：档案里是“154****0002”，这次填的是“15400000003”" in page.text
    assert client.fill(page).status == 200
    person = db.session.scalars(select(Person)).one()
    assert (person.id_number, person.phone, person.address) == (number, "15400000002", "昭君街道南干社区3号楼")


def test_a_number_that_contradicts_the_choice_is_refused(as_user, cast, ouyang):
    other = factories.book.person().id_number
    page = register(as_user("clerk"), cast, applicants__0__person_id=ouyang.id, applicants__0__id_number=other)
    assert page.status == 422
    assert "与选中的人登记的不同" in page.text


def test_looking_up_offers_the_resident_masked(as_user, cast, ouyang):
    client, number = as_user("clerk"), ouyang.id_number
    page = client.fill(client.page("/cases/new"), button=("find", "applicants-0"), applicants__0__name="oyjg")
    assert "找到 1 位" in page.text
    assert number not in page.text
    assert "15412345678" not in page.text
    assert number[:6] + 12 * "*" in page.text
    assert number[-4:] not in page.text


def test_a_number_entered_under_another_name_is_not_quoted(cast):
    known = factories.resident(cast.taixing, name="李桂兰")
    with pytest.raises(RuleError, match="已登记过，但姓名不同") as refused:
        found_or_entered(cast.taixing, name="王桂兰", id_number=known.id_number)
    assert known.id_number not in str(refused.value)
    assert "王桂兰" not in str(refused.value)


def test_a_thousand_numbers_are_looked_for_at_once(cast, ouyang):
    numbers = [f"{each:018d}" for each in range(1500)]
    found = db.session.scalars(people_numbered([*numbers, ouyang.id_number], [cast.taixing])).all()
    assert found == [ouyang]
