"""Lists come from Excel: checked row by row first, entered, taken back while it is a draft."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from plugins.duty_lists.models import DutyEdition, DutyItem
from portal.extensions import db

pytestmark = pytest.mark.database
HEADINGS = ["序号", "大类", "事项名称", "承接部门", "承接方式", "法源", "文号", "过渡止"]
GOOD = [1, "经济发展", "采集企业用电数据", "工信局", "从电力公司取得", "编办文件", "编办〔2025〕3号", "2026-12-31"]
WRONG = ["", "经济发展", "统计营业收入", "", "", "", "", ""]


def workbook(*rows: list) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream


@pytest.fixture
def url(cast) -> str:
    edition = DutyEdition.draft(unit=cast.street, kind="withdrawn", title="清单", by=cast.director)
    db.session.commit()
    return f"/duty_lists/lists/{edition.id}"


def test_good_rows_are_entered_wrong_ones_told_and_all_taken_back(as_user, url):
    director = as_user("director")
    assert f"{url}/import/withdrawn_items" in director.page(url).links()
    page = director.page(f"{url}/import/withdrawn_items")
    report = director.fill(page, upload=(workbook(GOOD, WRONG), "清单.xlsx"))
    assert "可以导入 1 行" in report.text
    assert "第 3 行" in report.text
    assert db.session.scalars(select(DutyItem)).all() == []
    done = director.fill(report)
    assert "已导入 1 行" in done.text
    [row] = db.session.scalars(select(DutyItem))
    assert (row.serial, row.department, row.law) == (1, "工信局", "编办文件，编办〔2025〕3号")
    director.fill(director.page(done.url), f"{done.url}/undoing")
    db.session.expire_all()
    assert db.session.scalars(select(DutyItem)).all() == []
