"""A roster from Excel: whoever is known is found, a household is known by its number or its head, and all of it can be taken back."""

import pytest

from plugins.population.models import Household, HouseholdMember, KindHeld, Premises
from plugins.population.roster import ROSTER, MadeBeside
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.import_batch import ImportBatch
from portal.records.import_work import signed_in
from portal.records.imports import Sheet, mark
from portal.testing import factories

pytestmark = pytest.mark.database
HEAD = {
    "name": "云桂兰",
    "id_number": "150621196503050013",
    "relation": "户主",
    "code": "152026009",
    "estate": "万豪花园",
    "building": "3号楼",
    "room": "501",
    "kind": "流动人口",
}
SPOUSE = {"name": "郝福", "id_number": "150621196211080018", "relation": "配偶", "code": "152026009"}


@pytest.fixture(autouse=True)
def on_a_page(app, cast):
    """Lines are entered by whoever uploads them, on a page."""
    with signed_in(cast.clerk.id):
        yield


def enter(cast, *lines):
    made = []
    for line in lines:
        fields, wrong = ROSTER.checked(line)
        assert wrong == []
        made.append(ROSTER.add(cast.taixing, by=cast.clerk, **fields))
        db.session.flush()
    return made


def test_lines_of_one_number_are_one_household(cast):
    head, spouse = enter(cast, HEAD, SPOUSE)
    assert head.record is spouse.record
    assert head.record.residence.premises.title == "万豪花园3号楼501"
    assert head.came_with.kind == "floating"


def test_in_whatever_order(cast):
    spouse, head = enter(cast, SPOUSE, HEAD)
    assert spouse.record.head is head


def test_without_a_number_the_head_tells(cast):
    head = HEAD | {"code": ""}
    first, second = enter(cast, head, SPOUSE | {"code": "", "head_number": HEAD["id_number"]})
    assert first.record is second.record
    with pytest.raises(RuleError, match="先登记户主"):
        enter(cast, SPOUSE | {"code": "", "id_number": "150621198804120010", "name": "无户主"})


def test_whoever_is_known_is_found(cast):
    known = factories.resident(cast.taixing, name=HEAD["name"], id_number=HEAD["id_number"])
    [head] = enter(cast, HEAD)
    assert head.person is known


def test_a_second_time_it_is_left_out_in_words(cast):
    enter(cast, HEAD)
    with pytest.raises(RuleError, match="已经在"):
        enter(cast, HEAD)


def test_another_home_of_the_same_household_is_refused(cast):
    with pytest.raises(RuleError, match="住处不同"):
        enter(cast, HEAD, SPOUSE | {"estate": "万豪花园", "building": "4号楼", "room": "501"})


def test_a_grid_of_another_place_is_refused(cast):
    assert enter(cast, HEAD | {"grid": "泰兴社区第一网格"})[0].record.unit is cast.grid1
    with pytest.raises(RuleError, match="没有叫这个名称的网格"):
        enter(cast, SPOUSE | {"code": "1", "grid": "团结社区"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id_number": "1.50621E+17"}, "末尾几位已经丢失"),
        ({"relation": "邻居"}, "之一"),
        ({"room": ""}, "请填写房号"),
        ({"on": "2999-01-01"}, "日期"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(cast, change, said):
    _, wrong = ROSTER.checked(HEAD | change)
    assert said in "".join(wrong)


def test_it_is_taken_back_whole(cast):
    members = enter(cast, HEAD, SPOUSE)
    made = [MadeBeside(each.record, each.came_with) for each in members]
    for each in members:
        db.session.delete(each)
    db.session.flush()
    for each in made:
        each.let_go(since=clock.now())
    left = [
        db.session.scalar(db.select(db.func.count(model.id)))
        for model in (HouseholdMember, Household, Premises, KindHeld)
    ]
    assert left == [0, 0, 0, 0]
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 2


def test_what_was_graded_since_is_not_taken_back(cast):
    [head] = enter(cast, HEAD)
    assert ROSTER.holds(head) == ""
    head.record.decide_grade("1", "独居", "一个人住。", clock.today(), by=cast.director)
    assert "定过类" in ROSTER.holds(head)


def test_a_batch_is_entered_and_undone(cast):
    headings = {"姓名": "name", "身份证号": "id_number", "和户主的关系": "relation", "户号": "code"}
    lines = [(number, [row[each] for each in headings.values()]) for number, row in enumerate((HEAD, SPOUSE), start=2)]
    mapping = {mark(heading): name for heading, name in headings.items()}
    batch = ImportBatch.take_in(
        ROSTER, Sheet([*headings], lines), mapping, {}, owner=cast.taixing, name="名册.xlsx", by=cast.clerk
    )
    db.session.commit()
    batch.enter(ROSTER, lambda: cast.taixing, by=cast.clerk)
    assert db.session.scalar(db.select(db.func.count(HouseholdMember.id))) == 2
    db.session.get_one(ImportBatch, batch.id).undo(ROSTER)
    assert db.session.scalar(db.select(db.func.count(Household.id))) == 0
