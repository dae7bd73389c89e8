"""Whatever is entered in whatever order, with whatever keys in common: nothing of one comes to stand on the record of another, and nothing
typed goes unasked."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.errors import RuleError
from portal.extensions import db
from portal.people.changes import AsSaid
from portal.people.finding import found_or_entered, namesakes, people_like
from portal.people.id_number import check_character
from portal.people.models import Person
from portal.people.reconciling import HERE, KEEP, NEW, Answers, mark, reconcile, who_of
from portal.records.people import resident_named

pytestmark = pytest.mark.database
NAMES, PHONES, HOMES = ("方小龙", "方 小龙", "王桂兰"), ("", "15400000001", "15400000002"), ("", "1号楼", "2号楼")
NUMBERS = ("", *(body + check_character(body) for body in ("15062119530403012", "15062119530403014")))
ENTRY = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "phone": st.sampled_from(PHONES),
        "address": st.sampled_from(HOMES),
        "id_number": st.sampled_from(NUMBERS),
        "mind": st.sampled_from((NEW, "first", KEEP, HERE)),
    }
)


def entered(unit, entry) -> tuple[Person, dict, Answers]:
    """One entry as the page takes it: asked, answered as whoever enters has in mind, until nothing is open."""
    typed = {name: entry[name] for name in ("name", "phone", "address", "id_number")}
    given: dict[str, str] = {}
    for _ in range(4):
        answers = Answers(given, here=("name", "phone", "address"))
        try:
            return one(unit, typed, answers), typed, answers
        except RuleError:
            assert answers.questions, "refused without a question, so nobody could answer"
            given = {each.key: answer_to(each, entry["mind"]) for each in answers.questions}
    raise AssertionError("asked for ever")


def one(unit, typed, answers) -> Person:
    people = people_like([typed], [unit])
    exact = next((who for who in people if typed["id_number"] and who.id_number == typed["id_number"]), None)
    who = exact or who_of(namesakes(typed, people), typed, answers)
    if who is None:
        who = Person.enter(unit, **typed)
        db.session.flush()
    else:
        reconcile(who, typed, answers)
    return who


def answer_to(question, mind: str) -> str:
    values = [option.value for option in question.options]
    if question.key == "who":
        return values[0] if mind == "first" else values[-1]
    return next((each for each in values if each.startswith(mind)), values[-1])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(ENTRY, min_size=2, max_size=7))
def test_in_any_order(cast, entries):
    unit = cast.taixing
    try:
        for entry in entries:
            before = {
                who.id: (who.name, who.phone, who.address, who.id_number) for who in db.session.scalars(select(Person))
            }
            who, typed, answers = entered(unit, entry)
            printed = AsSaid(who, answers.said)
            for field in ("phone", "address"):
                if typed[field] and entry["mind"] != KEEP:
                    assert getattr(printed, field) == typed[field], "what was typed is printed on its own record"
            if who.id not in before:
                assert (who.phone or "", who.address or "") == (typed["phone"], typed["address"]), (
                    "nobody else's came along"
                )
            if typed["id_number"] and who.id in before and before[who.id][3]:
                assert before[who.id][3] == typed["id_number"], "another number is another person"
            for other in db.session.scalars(select(Person)):
                if other.id in before and other.id != who.id:
                    now = (other.name, other.phone, other.address, other.id_number)
                    assert now == before[other.id], "whoever was not meant is untouched"
        numbers = [who.id_number for who in db.session.scalars(select(Person)) if who.id_number]
        assert len(set(numbers)) == len(numbers)
    finally:
        db.session.rollback()


def test_without_answers_nothing_that_is_known_is_overwritten(cast):
    known = Person.enter(cast.taixing, name="方小龙", id_number=NUMBERS[1], phone=PHONES[1])
    db.session.flush()
    found_or_entered(cast.taixing, name="方小龙", id_number=NUMBERS[1], phone=PHONES[2], address="1号楼")
    assert (known.phone, known.address) == (PHONES[1], "1号楼")


def test_a_forged_answer_chooses_nobody(cast):
    known = Person.enter(cast.taixing, name="方小龙", phone=PHONES[1])
    db.session.flush()
    for forged in (str(known.id), f"{known.id}:", f"{known.id}:{mark('方小龙')}", f"{known.id + 1}:x"):
        with pytest.raises(RuleError):
            who_of([known], {"name": "方小龙", "phone": PHONES[1]}, Answers({"who": forged}))


def test_of_two_with_one_name_and_telephone_neither_is_taken(cast):
    first = Person.enter(cast.taixing, name="方小龙", phone=PHONES[1])
    db.session.flush()
    assert resident_named(cast.taixing, "方小龙", PHONES[1]) is first
    Person.enter(cast.taixing, name="方小龙", phone=PHONES[1])
    db.session.flush()
    assert resident_named(cast.taixing, "方小龙", PHONES[1]) is None


@pytest.mark.parametrize(
    "text", ["", "1234", "微信 abc", "方小龙", "fxl", "15400000001、15400000002", "15400000001转8", "%", "\\"]
)
def test_whatever_stands_in_the_box_of_the_telephone_or_of_the_name_is_only_looked_for(cast, text):
    assert people_like([{"name": text, "phone": text, "id_number": ""}], [cast.taixing]) == []
