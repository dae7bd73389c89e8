"""Invented residents: valid for every check the portal makes, the same for the same seed, and nobody real."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.demo.names import NameBook
from portal.people.id_number import IdNumber
from portal.people.id_types import check_document
from portal.people.phone import normalise_phone
from portal.people.uscc import parse_uscc
from portal.personal_names import normalise_name

PEOPLE = [book.person() for book in [NameBook(7)] for _ in range(2000)]


def test_the_same_seed_invents_the_same_people():
    def invent(seed):
        book = NameBook(seed)
        return [book.person(), book.address("泰兴社区"), book.organisation("达拉特旗"), book.person()]

    assert invent(7) == invent(7)
    assert invent(7) != invent(8)


def test_everybody_passes_the_checks():
    for person in PEOPLE:
        number = IdNumber.parse(check_document("resident", person.id_number))
        assert (number.birth_date, number.gender) == (person.birth_date, person.gender)
        assert normalise_phone(person.phone) == person.phone
        assert normalise_name(person.name) == person.name


def test_nobody_has_a_number_of_somebody_else():
    assert len({person.id_number for person in PEOPLE}) == len(PEOPLE)
    assert len({person.phone for person in PEOPLE}) == len(PEOPLE)


def test_nobody_is_real():
    assert {person.id_number[14:17] for person in PEOPLE} <= {"996", "997", "998", "999"}
    assert {person.phone[:3] for person in PEOPLE} == {"154"}


def test_prefixes_are_those_of_the_time_of_birth():
    assert {person.id_number[:6] for person in PEOPLE} == {"152722", "150621", "150602"}
    assert not [p for p in PEOPLE if p.birth_date.year >= 2001 and p.id_number.startswith("1527")]


def test_the_district_has_its_mix_of_names():
    mongolian = [person for person in PEOPLE if person.ethnicity == "蒙古族"]
    assert 0.05 < len(mongolian) / len(PEOPLE) < 0.2
    assert any("·" in person.name for person in mongolian)
    assert any(set("㛃䶮𬭎堃翀婳") & set(person.name) for person in PEOPLE)
    assert len({person.name for person in PEOPLE}) > 600


@given(
    st.integers(),
    st.sampled_from("男女"),
    st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    st.sampled_from(["han", "mongolian", "rare"]),
)
def test_a_person_to_order(seed, gender, born, kind):
    person = NameBook(seed).person(gender=gender, born=born, kind=kind)
    assert (person.gender, person.birth_date) == (gender, born)
    assert IdNumber.parse(person.id_number).birth_date == born


def test_rare_characters_to_order():
    book = NameBook(1)
    for gender in "男女":
        assert set("㛃䶮𬭎堃翀婳") & set(book.person(gender=gender, kind="rare").name)


def test_too_many_born_on_one_day_are_refused():
    book = NameBook(1)
    day = date(2020, 5, 4)
    with pytest.raises(ValueError, match="no unused number"):
        [book.person(gender="女", born=day) for _ in range(5)]


@given(st.integers(), st.booleans())
def test_organisations(seed, long):
    organisation = NameBook(seed).organisation("达拉特旗", county="150621", long=long)
    assert parse_uscc(organisation.uscc) == organisation.uscc
    assert organisation.uscc[2:8] == "150621"
    assert organisation.name.startswith("达拉特旗")
    assert organisation.name.endswith("公司")
    assert (len(organisation.name) >= 20) is long


def test_the_code_inside_an_organisation_code_has_its_own_check_digit():
    code = NameBook(3).organisation("达拉特旗").uscc[8:17]
    weights = (3, 7, 9, 10, 5, 8, 4, 2, 1)
    values = [10 if place == 8 and c == "X" else int(c, 36) for place, c in enumerate(code)]
    assert sum(value * weight for value, weight in zip(values, weights, strict=True)) % 11 == 0


def test_addresses():
    book = NameBook(5)
    assert book.address("泰兴社区").startswith("泰兴社区")
    assert "单元" in book.address("泰兴社区")
    assert "社" in book.address("七份子村", rural=True).removeprefix("七份子村")
