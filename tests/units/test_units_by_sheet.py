"""下级单位 from Excel: a line is a unit; what is wrong is said line by line."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import OrgUnit, UnitCode
from portal.units.models import UnitChange

pytestmark = pytest.mark.database
HEADINGS = ("所在社区", "类别", "网格名称", "简称", "户数", "编码", "设立日期", "原因", "依据")
NEW = (
    "南干社区",
    "网格",
    "南干社区第一网格",
    "第一网格",
    80,
    "15062100200200201",
    "2026-11-27",
    "网格划分",
    "达政发〔2026〕8号",
)


def workbook(*lines) -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADINGS, *lines)):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream, "网格.xlsx"


@pytest.fixture
def bring(as_user, cast):
    """`bring(line, …)`: the report on a sheet of the county, and the client."""
    client, at = as_user("administrator"), f"/units/{cast.unit_ids['county']}/import/below"
    return lambda *lines: (client.fill(client.page(at), upload=workbook(*lines)), client)


def grid() -> OrgUnit | None:
    db.session.expire_all()
    return db.session.scalar(select(OrgUnit).where(OrgUnit.name == NEW[2]))


def test_the_page_of_a_unit_leads_there(as_user, cast):
    county = cast.unit_ids["county"]
    assert f"/units/{county}/import/below" in as_user("administrator").page(f"/units/{county}").links()


def test_each_line_is_a_unit_with_its_code_and_its_history(bring, cast):
    report, client = bring(NEW)
    client.fill(report, report.url)
    made = grid()
    assert (made.parent.name, made.grid_level, made.households) == ("南干社区", 2, 80)
    assert [each.code for each in made.codes] == ["15062100200200201"]
    assert [each.basis for each in UnitChange.history(made)] == ["达政发〔2026〕8号"]


def test_a_line_may_stand_below_one_above_it(bring):
    report, client = bring(NEW, (NEW[2], "网格", "东片", "", 40, "", *NEW[6:]))
    client.fill(report, report.url)
    assert db.session.scalar(select(OrgUnit.grid_level).where(OrgUnit.name == "东片")) == 3


def test_what_is_wrong_is_said_and_nothing_of_it_is_set_up(bring, cast):
    report, _ = bring(
        ("没有的社区", *NEW[1:]),
        ("昭君街道", "网格", "另一个", "", "", "", *NEW[6:]),
        (*NEW[:2], "再一个", "", "", "A-1", *NEW[6:]),
        (*NEW[:2], "又一个", "", -5, "", *NEW[6:]),
    )
    for said in ("没有叫这个名称的上级单位", "乡镇街道下面不能设网格", "编码是数字", "填 0 到 20000 之间的整数"):
        assert said in report.text, said
    assert "可以导入 4 行" not in report.text


def test_a_code_that_a_grid_has_is_given_to_no_other(bring, cast):
    db.session.add(UnitCode(unit_id=cast.grid1.id, code_system="grid", code=NEW[5], name="第一网格"))
    db.session.commit()
    assert "撤并以后也不再给别的网格" in bring(NEW)[0].text


def test_units_that_are_set_up_are_not_taken_back_with_the_sheet(bring):
    report, client = bring(NEW)
    done = client.fill(report, report.url)
    refused = client.fill(done, f"{report.url}/undoing")
    assert "在它的页面上撤销或者并入其他单位" in refused.text
    assert grid() is not None
