"""The demo's places: the real counts, and enough of 达拉特旗 to work in."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.org import demo
from portal.org.models import OrgUnit, UnitCode

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def units(app) -> Iterator[demo.DemoUnits]:
    """Loaded once: these tests only look."""
    yield demo.load(SimpleNamespace())
    db.session.rollback()


def counted(*conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(OrgUnit).where(*conditions))


def test_all_of_ordos_is_there(units):
    for kind, number in (("county", 9), ("township", 77), ("community", 1000)):
        assert counted(OrgUnit.kind == kind, units.city.subtree_of(OrgUnit)) == number
    assert counted(OrgUnit.kind == "community", OrgUnit.county_id == units.county.id) > 100


def test_named_places_are_the_right_ones(units):
    names = [unit.short_name for unit in (units.county, units.zhaojun, units.gongye, units.bainijing)]
    assert names == ["达拉特旗", "昭君街道", "工业街道", "白泥井镇"]
    assert {"南干社区", "泰兴社区", "兴建社区", "兴盛园社区", "白泥井村"} <= units.communities.keys()
    assert units.dongsheng.short_name == "东胜区"
    assert units.dongsheng.contains(units.outsider_street)
    assert not units.county.contains(units.outsider_street)


def test_townships_have_both_codes(units):
    query = select(UnitCode.code_system, UnitCode.code).where(UnitCode.unit_id == units.gongye.id)
    assert dict(db.session.execute(query).all()) == {"stats2023": "150621001000", "mca2026": "150621004000"}


def test_every_community_of_the_three_places_has_three_levels_of_grids(units):
    assert len(units.communities) == 17
    for name, community in units.communities.items():
        assert counted(OrgUnit.grid_level == 2, OrgUnit.parent_id == community.id) == 3
        assert len(units.grids[name]) >= 6
        for grid in units.grids[name]:
            assert grid.grid_level == 3
            assert 50 <= grid.households <= 100
            assert community.contains(grid)


def test_grid_codes_and_names_are_unique(units):
    grids = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == "grid")).all()
    assert len({grid.short_name for grid in grids}) == len(grids)
    assert {len(grid.codes[0].code) for grid in grids} == {15, 17}


def test_buildings_stay_inside_their_grid(units):
    grid = units.grids["兴盛园社区"][0]
    buildings = units.buildings["兴盛园社区"]
    assert [unit.name for unit in buildings[:2]] == ["兴盛园社区第一网格1号楼", "兴盛园社区第一网格2号楼"]
    assert all(grid.contains(building) for building in buildings)


def test_departments_are_found_by_what_people_call_them(units):
    wanted = {
        "公安局",
        "司法局",
        "人社局",
        "住建局",
        "信访局",
        "自然资源局",
        "农牧局",
        "市场监管局",
        "民政局",
        "妇联",
    }
    assert wanted <= units.departments.keys()
    assert units.departments["人社局"].name == "达拉特旗人力资源和社会保障局"
    assert units.departments["昭君街道司法所"].parent_id == units.zhaojun.id
    assert units.outsider_departments["公安局"].county_id == units.dongsheng.id
