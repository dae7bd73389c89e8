"""多网合一: in which grid the grids of departments lie; what is not mapped is named, and nothing is mapped twice."""

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from plugins.grids.choices import KEY
from plugins.grids.models import DepartmentGrid
from plugins.grids.register import DEPARTMENTS
from plugins.grids.settings import GridSettings
from portal.accounts.models import Appointment
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet

pytestmark = pytest.mark.database
HEADINGS = ["部门", "部门网格编码", "部门网格名称", "综合网格", "整个还是部分"]


@pytest.fixture
def adopt(cast):
    def make(unit, **fields) -> DepartmentGrid:
        known = {"line": "城管", "code": "CG-1", "name": "城管一片"} | fields
        made = DepartmentGrid.adopt(unit=unit, by=cast.director, **known)
        db.session.commit()
        return made

    return make


def test_it_is_mapped_on_its_page(as_user, cast, grid):
    director = as_user("director")
    page = director.fill(
        director.page("/grids/departments/new"), unit_id=str(cast.grid1.id), line="城管", code="cg-1", name="城管一片"
    )
    assert page.heading.split() == ["城管网格", "城管一片"]
    assert "CG-1" in as_user("clerk").page(f"/grids/grids/{grid.id}").text


def test_whole_in_one_grid_it_is_in_no_other(cast, second, adopt):
    adopt(cast.grid1)
    with pytest.raises(RuleError, match="已经在泰兴社区第一网格（整个）") as said:
        adopt(second.unit)
    assert said.value.at == "code"


def test_in_parts_it_lies_in_several_but_in_each_once(cast, second, adopt):
    adopt(cast.grid1, extent="part")
    adopt(second.unit, extent="part")
    with pytest.raises(RuleError, match="已经登记在泰兴社区第二网格"):
        adopt(second.unit, extent="part")


def test_a_line_that_the_district_does_not_have_is_refused(cast, adopt):
    with pytest.raises(RuleError, match="本地没有“应急”，有：党建") as said:
        adopt(cast.grid1, line="应急")
    assert said.value.at == "line"


def test_what_is_not_mapped_is_named_on_both_sides(as_user, cast, grid, second, adopt):
    adopt(cast.grid1)
    adopt(cast.taixing, line="消防", code="XF-1", name="泰兴消防网格")
    page = as_user("director").page("/grids/unmapped").text
    assert "泰兴社区第二网格" in page
    assert "泰兴社区第一网格" not in page
    assert "泰兴消防网格" in page


def test_what_lay_loose_is_put_into_a_grid(as_user, cast, adopt):
    loose = adopt(cast.taixing)
    director, at = as_user("director"), f"/grids/departments/{loose.id}/place"
    director.fill(director.page(at), at, unit_id=str(cast.grid1.id))
    assert db.session.get(DepartmentGrid, loose.id).mapped


def test_it_goes_only_where_one_maps(cast, grid, adopt):
    loose = adopt(cast.taixing)
    beside = OrgUnit.create(kind="grid", name="别的网格", parent=cast.other_street, grid_level=2)
    with pytest.raises(NotAllowed):
        loose.move_to(beside, "whole", by=cast.clerk)


def test_and_to_no_other_county(cast, grid, adopt):
    loose = adopt(cast.taixing)
    switch(KEY, cast.dongsheng, "on", by=None, reason="测试")
    foreign = OrgUnit.create(kind="grid", name="别的网格", parent=cast.outside_community, grid_level=2)
    both = cast.district
    both.appointments.append(Appointment(unit=cast.dongsheng, role="district"))
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(RuleError, match="另一个旗县区") as said:
        loose.move_to(foreign, "whole", by=both)
    assert said.value.at == "unit_id"


@pytest.mark.parametrize(("lines", "said"), [("、", "至少写一个部门"), (f"党建、{'长' * 21}", "超过 20 个字")])
def test_a_setting_without_a_department_or_with_one_too_long_is_refused(app, lines, said):
    form = GridSettings(MultiDict({"lines": lines}))
    assert not form.validate()
    assert said in str(form.lines.errors)


def test_a_table_is_read_in_line_by_line_and_taken_back(app, cast, grid):
    lines = [
        (2, ["城管", "CG-1", "城管一片", "泰兴社区第一网格", "整个"]),
        (3, ["城管", "CG-1", "城管一片", "泰兴社区第一网格", "整个 "]),
        (4, ["城管", "CG-2", "城管二片", "东胜区的网格", "整个"]),
        (5, ["消防", "XF-1", "消防片区", "", "整个"]),
    ]
    sheet = Sheet(HEADINGS, lines)
    with app.test_request_context(method="POST"):
        batch = ImportBatch.take_in(
            DEPARTMENTS,
            sheet,
            DEPARTMENTS.matching(HEADINGS, {}),
            {},
            owner=cast.taixing,
            name="城管.xlsx",
            by=cast.director,
        )
        db.session.commit()
        batch.enter(DEPARTMENTS, lambda: cast.taixing, by=cast.director)
        assert (batch.entered, sorted(batch.wrong)) == (2, ["3", "4"])
        batch.undo(DEPARTMENTS)
    assert db.session.scalars(select(DepartmentGrid)).all() == []
