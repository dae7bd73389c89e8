"""网格 on the register: entered with the plugin, coded, counted, described; what is wrong is said at the field."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.grids import nightly
from plugins.grids.choices import KEY
from plugins.grids.counting import numbers_of
from plugins.grids.finding import grid_meant
from plugins.grids.models import Grid
from plugins.grids.nightly import enter_all
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, UnitCode
from portal.plugin_admin.switching import switch
from portal.settings import change

pytestmark = pytest.mark.database
CODE = "150621002003001"


def test_each_grid_that_was_there_is_entered_when_the_plugin_is_switched_on(cast, grid):
    assert (grid.unit_id, grid.status, grid.kind) == (cast.grid1.id, "plain", "general")


def test_one_that_is_set_up_later_is_entered_by_the_job_and_once(cast):
    unit = OrgUnit.create(kind="grid", name="第三网格", parent=cast.taixing, grid_level=2)
    assert (enter_all(cast.county), enter_all(cast.county)) == (1, 0)
    assert Grid.of(unit)


@pytest.mark.parametrize("state", ["off", "read_only"])
def test_those_of_a_street_without_the_plugin_are_in_nobodys_way(cast, monkeypatch, state):
    monkeypatch.setattr(nightly, "AT_ONCE", 1)
    switch(KEY, cast.street, state, by=None, reason="测试")
    for above in (cast.taixing, cast.other_street):
        unit = OrgUnit.create(kind="grid", name="第九网格", parent=above, grid_level=2)
    assert (enter_all(cast.county), enter_all(cast.county)) == (1, 0)
    assert Grid.of(unit)


def test_or_on_its_page(as_user, cast):
    unit = OrgUnit.create(kind="grid", name="第三网格", parent=cast.taixing, grid_level=2)
    db.session.commit()
    director = as_user("director")
    page = director.fill(director.page("/grids/grids/new"), unit_id=str(unit.id), boundary="东至河，西至路")
    assert (page.status, page.heading) == (200, "第三网格")


def test_a_community_is_a_grid_of_the_first_level(as_user, cast, grid):
    director = as_user("director")
    page = director.fill(director.page("/grids/grids/new"), unit_id=str(cast.taixing.id), boundary="东至河，西至路")
    assert "一级网格（村、社区）" in page.text
    assert "泰兴社区一级" in director.page("/grids/grids?level=1").text.replace(" ", "")
    first = Grid.of(cast.taixing)
    first.recode(CODE[:12], by=cast.director)
    assert grid_meant(cast.street, CODE[:12]) == cast.taixing
    listed = select(Grid.unit_id).where(Grid.without_workers())
    assert cast.taixing.id not in set(db.session.scalars(listed))


def test_whose_people_were_counted_at_the_first_level_are_counted_once(cast, grid):
    first = Grid.enter(unit=cast.taixing, by=cast.director)
    for each, people in ((first, 900), (grid, 400)):
        each.count(people, clock.today(), "入户清点", by=cast.director)
    db.session.flush()
    assert numbers_of(cast.street)["人口"] == 900


def test_where_the_district_lists_the_first_level_communities_are_entered_by_the_job(cast):
    assert Grid.of(cast.nangan) is None
    change(KEY, cast.county, {"first": ["yes"]}, by=None, reason="三级网格都列入台账")
    enter_all(cast.county)
    assert Grid.of(cast.nangan).level == 1


@pytest.mark.parametrize("wrong", ["street", "entered", "closed"])
def test_what_is_no_grid_is_refused_at_the_field(cast, grid, wrong):
    unit = {"street": cast.street, "entered": cast.grid1, "closed": cast.grid1}[wrong]
    if wrong == "closed":
        unit.closed_on = clock.today()
    with pytest.raises(RuleError, match={"street": "不是网格", "entered": "已经登记", "closed": "撤销"}[wrong]) as said:
        Grid.enter(unit=unit, by=cast.director)
    assert said.value.at == "unit_id"


def test_the_code_stands_in_the_tree_and_the_old_one_stays_its_own(cast, grid, second):
    grid.recode(CODE, by=cast.director)
    grid.recode("150621002003009", by=cast.director)
    assert (grid.code, grid.codes[:-1]) == ("150621002003009", [CODE])
    assert db.session.scalar(select(UnitCode.unit_id).where(UnitCode.code == CODE)) == cast.grid1.id
    with pytest.raises(RuleError, match="这个编码是泰兴社区第一网格的"):
        second.recode(CODE, by=cast.director)


@pytest.mark.parametrize("code", ["1506210020030", "15062100200300A", "１５０６２１００２００３００１"])
def test_a_code_of_the_wrong_length_or_of_letters_is_refused_at_the_field(as_user, grid, code):
    director, at = as_user("director"), f"/grids/grids/{grid.id}/code"
    page = director.fill(director.page(at), at, code=code)
    assert page.status == 422
    assert "编码是 15 位数字" in page.text


def test_people_are_counted_here_and_households_are_those_of_the_unit(as_user, cast, grid):
    cast.grid1.households = 420
    db.session.commit()
    director, at = as_user("director"), f"/grids/grids/{grid.id}/population"
    page = director.fill(director.page(at), at, population="1100", source="网格员入户清点")
    assert "户数 420，不在本地规定的 50—100 户以内" in page.text
    db.session.refresh(grid)
    assert (grid.unit.households, grid.population, grid.counted_on) == (420, 1100, clock.today())


def test_an_earlier_count_does_not_take_its_place(cast, grid):
    grid.count(200, clock.today(), "入户清点", by=cast.director)
    with pytest.raises(RuleError, match="更早的不再登记"):
        grid.count(180, clock.today() - timedelta(days=1), "入户清点", by=cast.director)


def test_nobody_of_another_district_sees_it_and_a_clerk_does_not_change_it(as_user, grid):
    assert as_user("outsider").get(f"/grids/grids/{grid.id}").status_code == 404
    assert as_user("clerk").get(f"/grids/grids/{grid.id}/code").status_code == 403
    assert as_user("grid").page(f"/grids/grids/{grid.id}").heading == "泰兴社区第一网格"
