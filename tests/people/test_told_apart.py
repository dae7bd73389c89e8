"""The last four of a number tell namesakes apart at the window, and cannot be found out by trying; who is searched for where."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import finding, guesses
from portal.people.finding import name_and_last_four, people_matching, people_told_apart
from portal.people.models import Person
from portal.people.recent import entered_last
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def two(cast) -> list[Person]:
    people = [factories.resident(cast.taixing, name="王建国", address=f"泰兴家园{each}号楼") for each in (1, 2)]
    db.session.commit()
    return people


def asked(client, text: str) -> str:
    return client.post("/people", data={"q": text}).get_data(as_text=True)


@pytest.mark.parametrize("name", ["王建国", "建国", "wjg", "wangjianguo"])
def test_name_and_last_four_find_the_one_who_stands_there(as_user, two, name):
    page = asked(as_user("clerk"), f"{name} {two[1].id_number[-4:]}")
    assert "泰兴家园2号楼" in page
    assert "泰兴家园1号楼" not in page


def test_the_last_four_alone_find_nobody(as_user, two):
    assert "没有找到这位居民" in as_user("clerk").get(f"/people?q={two[0].id_number[-4:]}").get_data(as_text=True)


def test_they_are_answered_to_no_address(as_user, two):
    """An address goes into the history of the browser, and into logs."""
    answer = as_user("clerk").get(f"/people?q=王建国{two[0].id_number[-4:]}")
    assert "没有找到这位居民" in answer.get_data(as_text=True)
    answer = as_user("clerk").post("/people", data={"q": f"王建国{two[0].id_number[-4:]}"})
    assert answer.status_code == 200, "not led to an address either"


def test_trying_them_one_after_another_is_slowed_and_stands_on_record(as_user, two):
    client, right = as_user("clerk"), f"王建国 {two[0].id_number[-4:]}"
    wrong = [each for each in range(20) if not any(who.id_number.endswith(f"{each:04d}") for who in two)]
    for each in wrong[: guesses.LAST_FOURS.at_once]:
        assert "没有找到这位居民" in asked(client, f"王建国 {each:04d}")
    assert "再试" in asked(client, right)
    told = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "number_guesses")).all()
    assert len(told) == 1
    with clock.pretend(clock.now() + timedelta(seconds=guesses.LAST_FOURS.regained + 1)):
        assert "泰兴家园1号楼" in asked(client, right)


def test_of_too_many_namesakes_none_is_told(cast, two, monkeypatch):
    """With many to choose from nearly every four digits are somebody's, and nothing would be a wrong guess."""
    monkeypatch.setattr(finding, "NAMESAKES", 1)
    with pytest.raises(RuleError, match="把姓名写全"):
        people_told_apart("王", two[0].id_number[-4:], [cast.street])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("王建国 0013", ("王建国", "0013")),
        ("王建国００１ｘ", ("王建国", "001X")),
        ("阿拉腾·其其格 0013", ("阿拉腾·其其格", "0013")),
        ("0013", None),
        ("王建国 13", None),
        ("昭君街道〔2026〕00001号", None),
    ],
)
def test_what_is_a_name_with_the_last_four(typed, read):
    assert name_and_last_four(typed) == read


def test_a_reader_of_the_city_finds_residents_of_all_its_counties(cast):
    city = db.session.get(OrgUnit, cast.county.city_id)
    elsewhere = OrgUnit.create(kind="county", name="另一旗", parent=city)
    for unit in (cast.taixing, elsewhere):
        factories.resident(unit, name="方小龙", phone="15412345678")
    for typed in ("方小龙", "fxl", "15412345678"):
        assert len(db.session.scalars(people_matching(typed, [city])).all()) == 2


def test_who_is_registered_by_a_department_is_found_there(cast):
    bureau = OrgUnit.create(kind="department", name="信访局", parent=cast.county)
    factories.resident(bureau, name="方小龙")
    factories.resident(cast.taixing, name="方大龙")
    assert [who.name for who in db.session.scalars(people_matching("方", [bureau]))] == ["方小龙"]
    assert len(db.session.scalars(people_matching("方", [cast.county])).all()) == 2


def test_a_common_name_is_read_no_further_than_a_page_needs(cast, monkeypatch):
    monkeypatch.setattr(finding, "MOST_HITS", 2)
    for _ in range(4):
        factories.resident(cast.taixing, name="王伟")
    assert len(db.session.scalars(people_matching("王伟", [cast.street])).all()) == 2


def test_what_was_entered_last_is_told_of_each_of_several_units(cast):
    for unit in (cast.taixing, cast.street):
        factories.resident(unit, name=unit.short_name)
    found = db.session.scalars(entered_last([cast.taixing])).all()
    assert [who.name for who in found] == [cast.taixing.short_name]
    assert len(db.session.scalars(entered_last([cast.taixing, cast.street])).all()) == 2


def test_terms_are_read_along_their_index(cast):
    """Whatever the database believes of how many there are: nothing but the first terms is read and sorted."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan as SQLite tells it")
    words = people_matching("w", [cast.street]).compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = [step[3] for step in db.session.execute(sql(f"EXPLAIN QUERY PLAN {words}"))]
    assert any("people_term" in each and "scope=? AND term>? AND term<?" in each for each in plan)
    assert [each for each in plan if "TEMP B-TREE" in each] == ["USE TEMP B-TREE FOR ORDER BY"], (
        "of the names, at the end"
    )


def test_a_community_reads_its_own_terms_and_not_those_of_its_street(cast):
    there, beside = (factories.resident(unit, name="王建国") for unit in (cast.taixing, cast.nangan))
    below = factories.resident(cast.grid1, name="王建军")
    found = db.session.scalars(people_matching("王建", [cast.taixing])).all()
    assert (set(found), beside in found) == ({there, below}, False)
    assert db.session.scalars(people_matching("王", [cast.grid1])).all() == [below]
    assert f"people_term.scope = {cast.taixing.id}" in str(
        people_matching("王", [cast.taixing]).compile(db.engine, compile_kwargs={"literal_binds": True})
    )
