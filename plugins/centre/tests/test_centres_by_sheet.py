"""综治中心 from Excel: a line a centre, of the unit that it names; taken back as a whole."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from plugins.centre.models import ServiceCentre
from portal.extensions import db

pytestmark = pytest.mark.database
HEADINGS = ("单位", "名称", "地址", "电话", "开放时间", "建筑面积（平方米）", "启用日期")
LINE = ("泰兴社区", "泰兴社区综治中心", "泰兴家园 1 号楼", "0477-8512345", "工作日 08:30-17:30", 120, "2026-01-05")


def workbook(*lines) -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADINGS, *lines)):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream, "综治中心.xlsx"


def test_each_line_is_a_centre_of_its_unit_and_all_are_taken_back(as_user, cast):
    director, at = as_user("director"), f"/centre/units/{cast.unit_ids['street']}/import/centres"
    assert at in director.page("/centre/centres").links()
    wrong = ("没有的社区", *LINE[1:])
    report = director.fill(director.page(at), upload=workbook(LINE, wrong))
    assert "没有叫这个名称的单位" in report.text
    done = director.fill(report, report.url)
    [made] = db.session.scalars(select(ServiceCentre)).all()
    assert (made.unit.name, made.title, made.square_metres) == ("泰兴社区", "泰兴社区综治中心", 120)
    director.fill(done, f"{report.url}/undoing")
    assert db.session.scalars(select(ServiceCentre)).all() == []
