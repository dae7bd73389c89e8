"""What becomes of a grid's rows when its unit is moved, split or merged."""

import pytest

from plugins.grids.counting import numbers_of
from plugins.grids.models import DepartmentGrid, Grid, Sponsor, Worker
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.units.models import UnitChange

pytestmark = pytest.mark.database


def test_workers_cadres_and_department_grids_go_to_the_heir_and_the_entry_stays(
    cast, grid, worker, second, merge, since
):
    cadre = Sponsor.assign(
        unit=cast.grid1, name="李干部", duty="cadre", office="街道", valid_from=since, by=cast.director
    )
    drawn = DepartmentGrid.adopt(unit=cast.grid1, line="城管", code="CG-1", name="片区", by=cast.director)
    merge(grid, second)
    assert {each.unit_id for each in (worker, cadre, drawn)} == {second.unit_id}
    assert (grid.unit_id, worker.moved_from, cadre.moved_from) == (
        cast.grid1.id,
        "泰兴社区第一网格",
        "泰兴社区第一网格",
    )


def test_two_who_work_it_full_time_are_named_until_somebody_decides(as_user, cast, grid, worker, second, give, merge):
    give(second, name="王秀英")
    merge(grid, second)
    director = as_user("director")
    assert "并入后有两名专职网格员" in director.page("/").text
    assert "并入以后有 2 名专职网格员：云巧玲、王秀英" in director.page(f"/grids/grids/{second.id}").text
    at = f"/grids/grids/{second.id}/staying"
    director.fill(director.page(at), at)
    assert "并入后有两名专职网格员" not in director.page("/").text
    kept = db.session.get(Worker, worker.id)
    assert (kept.serves, kept.moved_from) == (True, "泰兴社区第一网格")


def test_who_was_kept_is_asked_about_again_when_that_grid_is_merged_too(cast, grid, worker, second, merge):
    merge(grid, second)
    second.keep(by=cast.director)
    assert second.came == []
    unit = OrgUnit.create(kind="grid", name="泰兴社区第三网格", parent=cast.taixing, grid_level=2)
    third = Grid.enter(unit=unit, by=cast.director)
    merge(second, third)
    assert [each.moved_from for each in third.came] == ["泰兴社区第一网格"]


def test_two_who_were_there_before_are_nobodys_question(as_user, grid, worker, give):
    give(grid, name="王秀英")
    assert "并入后有两名专职网格员" not in as_user("director").page("/").text


def test_a_closed_grid_is_counted_no_more_and_takes_nothing(cast, grid, worker, second, merge):
    merge(grid, second)
    numbers = numbers_of(cast.street)
    assert (numbers["网格"], numbers["专职网格员"]) == (1, 1)
    with pytest.raises(Exception, match="并入泰兴社区第二网格"):
        grid.describe("general", "东至河", "", "", by=cast.director)


def test_after_a_merger_somebody_is_asked_to_count_anew(cast, grid, second, merge):
    second.count(200, clock.today(), "入户清点", by=cast.director)
    db.session.commit()
    merge(grid, second)
    assert any("还没有重新清点" in each for each in second.hints)


def test_a_grid_that_is_moved_takes_all_along(cast, grid, worker):
    UnitChange.reparent(cast.grid1, cast.nangan.id, clock.today(), "调整", by=cast.administrator)
    db.session.commit()
    assert (grid.follow_unit(), worker.follow_unit()) == (None, None)
    assert grid.community_id == worker.community_id == cast.nangan.id
