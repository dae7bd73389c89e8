"""代理: who can act alone, who may act for them, and who may not (民法典 §17-28, §168)."""

import pytest

from portal.errors import RuleError
from portal.people.id_number import check_character
from portal.people.models import Person
from portal.records.people import Contact
from portal.records.representation import GUARDIANS, Represented, check_agent, is_same, is_self

OLD, YOUNG = (f"{digits}{check_character(digits)}" for digits in ("15022119650101002", "15022120150101001"))


class Somebody(Represented):
    """Not stored: the rules need no table."""

    relation, own_work, agent = "", False, None

    def __init__(self, age: int | None, **known) -> None:
        self.years = age
        for name, value in known.items():
            setattr(self, name, value)

    @property
    def age(self) -> int | None:
        return self.years


@pytest.mark.parametrize(
    ("age", "own_work", "needs"),
    [
        (None, False, False),
        (7, False, True),
        (15, True, True),
        (16, False, True),
        (16, True, False),
        (18, False, False),
    ],
)
def test_a_minor_needs_a_guardian_unless_the_own_work_feeds_it_from_sixteen_on(age, own_work, needs):
    assert Somebody(age, own_work=own_work).needs_guardian is needs


def test_what_an_agent_may_be():
    assert set(Somebody(11).relations) == set(GUARDIANS)
    assert set(Somebody(17).relations) == set(Somebody(40).relations) == {*GUARDIANS, "entrusted"}
    with pytest.raises(RuleError, match="云小燕未成年"):
        Somebody(11).check_relation("entrusted", "云小燕")
    with pytest.raises(RuleError, match="请选择代理人"):
        Somebody(40).check_relation("neighbour", "云小燕")


def test_a_guardian_counts_from_when_it_is_known_what_it_is():
    guardian = Contact(name="云建国")
    assert Somebody(11, agent=guardian).lacks_guardian
    assert not Somebody(11, agent=guardian, relation="father").lacks_guardian
    assert Somebody(11, agent=guardian, relation="father").acting == "法定代理人云建国（父亲）"
    assert Somebody(40, agent=guardian, relation="entrusted").acting == "委托代理人云建国"


def test_who_cannot_act_for_somebody():
    child = Person(name="云小燕", phone="13900001111")
    for agent, against, said in (
        (Contact(name="云　小燕"), {}, "就是当事人本人"),
        (Contact(name="白玉兰"), {"opposed": [Person(name="白玉兰")]}, "是对方当事人"),
        (Contact(name="白玉兰"), {"unable": [Contact(name="白玉兰")]}, "未满十八周岁"),
        (Contact(name="白玉兰", id_number=YOUNG), {}, "未满十八周岁"),
    ):
        with pytest.raises(RuleError, match=said):
            check_agent(agent, child, **against)
    check_agent(Contact(name="白玉兰", id_number=OLD), child, opposed=[Person(name="王秀兰")])
    check_agent(Contact(name="白玉兰"), None)


def test_a_namesake_is_told_apart_by_the_id_or_the_telephone():
    someone = Person(name="云建国", phone="13900001111", id_number=OLD)
    assert is_self(Contact(name="云建国", phone="13900002222"), someone)
    assert not is_self(Contact(name="云建国", id_number=YOUNG), someone)
    assert not is_same(Contact(name="云建国", phone="13900002222"), someone)
    assert is_same(Contact(name="云建国"), someone)
