"""What is counted of grids comes to the rows themselves, and stands on the page of the unit."""

import pytest
from sqlalchemy import select

from plugins.grids.counting import numbers_of
from plugins.grids.models import Grid, Worker
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing.statements import statements
from portal.units.held import figures_of

pytestmark = pytest.mark.database


def test_the_numbers_of_a_unit_equal_a_recount(cast, grid, second, give):
    give(grid)
    give(second, name="王秀英", post="part")
    grid.unit.households = 80
    grid.count(200, give(grid, name="李主任", post="leader").valid_from, "入户清点", by=cast.director)
    db.session.commit()
    grids = db.session.scalars(select(Grid)).unique().all()
    posts = db.session.scalars(select(Worker)).unique().all()
    numbers = numbers_of(cast.street)
    assert numbers["网格"] == len(grids)
    assert numbers["户数"] == sum(each.unit.households or 0 for each in grids) == 120
    assert numbers["人口"] == 200
    assert numbers["专职网格员"] == sum(each.post == "full" for each in posts)
    assert (numbers["兼职网格员"], numbers["网格长"], numbers["没有网格员的网格"]) == (1, 1, 0)


@pytest.mark.parametrize(("own", "households", "people"), [((80, 200), 80, 200), ((None, None), 30, 70)])
def test_what_lies_in_a_grid_is_counted_with_it_or_for_it(as_user, cast, grid, own, households, people):
    below = OrgUnit.create(kind="grid", name="一片", parent=cast.grid1, grid_level=3, households=30)
    Grid.enter(unit=below, by=cast.director).population = 70
    cast.grid1.households, grid.population = own
    db.session.commit()
    numbers = numbers_of(cast.street)
    assert (numbers["户数"], numbers["人口"]) == (households, people)
    assert {"label": "住户", "value": households, "unit": "户"} in figures_of(cast.street)
    director = as_user("director")
    page = director.page("/grids/statistics/grids")
    assert f"泰兴社区2{households}{people}" in page.text
    assert {director.page(each).status for each in page.links() if "/statistics/grids/" in each} == {200}


def test_they_stand_on_the_page_of_the_unit_for_whoever_sees_grids(as_user, cast, worker):
    page = as_user("director").page(f"/units/{cast.street.id}").text
    assert "专职网格员" in page
    assert "专职网格员" not in as_user("administrator").page(f"/units/{cast.street.id}").text


def test_the_page_of_a_grid_costs_no_more_with_more_rows(as_user, grid, give):
    director, sent = as_user("director"), []
    for name in ("王秀英", "李秀芳", "张秀兰"):
        give(grid, name=name, post="part")
        with statements() as found:
            director.page(f"/grids/grids/{grid.id}")
        sent.append(len(found))
    assert sent[-1] <= sent[0] <= 15, sent


@pytest.mark.parametrize("path", ["grids", "workers", "sponsors", "departments", "unmapped", "statistics/grids"])
def test_every_list_opens(as_user, worker, path):
    assert as_user("director").page(f"/grids/{path}").status == 200


def test_behind_a_number_stand_the_grids(as_user, grid):
    director = as_user("director")
    page = director.page("/grids/statistics/grids")
    behind = next(each for each in page.links() if "/statistics/grids/" in each)
    assert "泰兴社区第一网格" in director.page(behind).text
