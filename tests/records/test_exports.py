"""Lists as files: text stays text, days are days, amounts numbers; who took it stands on it; too many are refused."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.database import writes
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import exports
from portal.records.columns import Column
from portal.settings import change
from portal.testing import factories

COLUMNS = (
    Column("title", "事项", main=True),
    Column("day", "日期", kind="day"),
    Column("at", "时间", kind="moment"),
    Column("fen", "金额", kind="money"),
    Column("count", "人数", kind="number"),
)
TAKEN = "导出人：王&丽（昭君街道）　时间：2026-03-10 10:00　共 1 件　仅限工作使用"
AS_THE_CLOCK_SHOWS = datetime.fromisoformat("2026-03-10T18:05")
LINE = ["漏水", date(2026, 3, 10), AS_THE_CLOCK_SHOWS, 1234.5, 3]
FORMULAS = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠a"]


def workbook(lines, columns=COLUMNS, taken=TAKEN) -> io.BytesIO:
    stream = io.BytesIO()
    exports.write_workbook(stream, "事项", columns, lines, taken)
    stream.seek(0)
    return stream


def rows(stream) -> list[list]:
    return CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()


def part(stream, name: str) -> str:
    with zipfile.ZipFile(stream) as book:
        return book.read(name).decode()


def comma_separated(lines, columns=COLUMNS, taken=TAKEN) -> list[list[str]]:
    stream = io.BytesIO()
    exports.write_csv(stream, "事项", columns, lines, taken)
    return list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))


def test_a_workbook_says_who_took_it_and_has_days_and_amounts():
    taken, headings, line = rows(workbook([LINE]))
    assert taken[0] == TAKEN
    assert headings == ["事项", "日期", "时间", "金额（元）", "人数"]
    assert line == LINE


def test_it_is_ready_to_print():
    sheet = part(workbook([LINE]), "xl/worksheets/sheet1.xml")
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert "王&amp;&amp;丽" in sheet, "an ampersand is doubled, or Excel takes it for a command"
    assert "$2:$2" in part(workbook([LINE]), "xl/workbook.xml"), "the headings repeat"


@pytest.mark.parametrize("text", [*FORMULAS, "https://example.cn", "152722198001011234", "00012", "x" * 40_000])
def test_text_stays_text_in_a_workbook(text):
    stream = workbook([[text, "", "", "", ""]])
    assert rows(stream)[2][0] == text[: exports.LONGEST_CELL]
    sheet = part(stream, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@given(st.text(min_size=1, max_size=30))
def test_no_cell_of_comma_separated_text_begins_a_formula(text):
    cell = exports.tame(text)
    assert not cell.startswith(exports.FORMULA)
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_comma_separated_text_says_the_same():
    taken, headings, line, second = comma_separated([LINE, ['"引号", 逗号\n换行', "", "", "", ""]])
    assert taken == [TAKEN]
    assert headings[3] == "金额（元）"
    assert line == ["漏水", "2026-03-10", "2026-03-10 18:05", "1234.50", "3"]
    assert second[0] == '"引号", 逗号\n换行'


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_tamed(text):
    assert comma_separated([[text]], COLUMNS[:1])[2] == [f"'{text}"]


def test_lines_are_read_while_they_are_written():
    alive = []

    def lines():
        for number in range(2000):
            alive.append(number)
            yield [f"{number}"]

    stream = workbook(lines(), COLUMNS[:1])
    assert len(rows(stream)) == 2002


def test_more_than_anybody_may_take_away_is_refused_in_plain_words():
    exports.check_length(exports.MOST, "件")
    with pytest.raises(RuleError, match="超过 20000 件，请先筛选"):
        exports.check_length(exports.MOST + 1, "件")


def test_values_as_a_workbook_takes_them():
    class Row:
        at = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
        fen, name, status, nothing = 1_234_56, "欧阳建国", "open", None

    assert Column("at", "时间", kind="moment").plain(Row) == datetime.fromisoformat("2026-03-11T01:30")
    assert Column("at", "日期", kind="day").plain(Row) == date(2026, 3, 11), "as the office's calendar has it"
    assert Column("fen", "金额", kind="money").plain(Row) == 1234.56
    assert Column("name", "姓名", kind="person").plain(Row) == "欧阳**"
    assert Column("status", "状态", kind="status", names={"open": "办理中"}).plain(Row) == "办理中"
    assert Column("nothing", "日期", kind="day").plain(Row) == ""


# -- a list, taken away --------------------------------------------------------------------------------------------


@pytest.fixture
def titles(cast) -> list[str]:
    """Five cases of the street, newest first."""
    made = [factories.case(cast.taixing, by=cast.clerk, title=f"第{number}件") for number in range(5)]
    db.session.commit()
    return [case.title for case in reversed(made)]


def trail() -> list[str]:
    entries = select(AuditEntry).where(AuditEntry.action == "export").order_by(AuditEntry.id)
    return [entry.detail for entry in db.session.scalars(entries)]


@pytest.mark.database
def test_every_line_in_batches_with_the_columns_that_were_chosen(as_user, titles, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 2)
    answer = as_user("clerk").get("/cases/export.xlsx?columns=title.status")
    _, headings, *lines = rows(io.BytesIO(answer.data))
    assert headings == ["事项", "状态"]
    assert [line[0] for line in lines] == titles
    assert trail() == ["事项 xlsx，5 件；条件：columns=title.status"]


@pytest.mark.database
def test_comma_separated_as_well_and_nothing_else(as_user, titles):
    clerk = as_user("clerk")
    answer = clerk.get("/cases/export.csv?status=registered")
    assert answer.mimetype == "text/csv"
    assert len(list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))) == 7
    for form in ("exe", "XLSX", "xlsx.", "..%2fetc"):
        assert clerk.get(f"/cases/export.{form}").status_code == 404
    assert trail() == ["事项 csv，5 件；条件：status=registered"]


@pytest.mark.database
def test_a_number_in_the_address_is_refused_and_stands_in_no_trail(as_user, titles):
    answer = as_user("clerk").get("/cases/export.xlsx?q=15412345678")
    assert answer.status_code == 422
    assert "不要把证件号码或电话号码写在网址里" in answer.get_data(as_text=True)
    assert trail() == []


@pytest.mark.database
def test_too_many_are_refused_before_anything_is_written(as_user, titles, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 4)
    answer = as_user("clerk").get("/cases/export.xlsx")
    assert answer.status_code == 422
    assert "超过 4 件，请先筛选" in answer.get_data(as_text=True)
    assert trail() == []


@pytest.mark.database
def test_nobody_waits_while_the_file_is_made(as_user, titles, monkeypatch):
    asked = []

    def write(stream, *args):
        asked.append(writes())
        return exports.write_workbook(stream, *args)

    monkeypatch.setitem(exports.WRITERS, "xlsx", write)
    assert as_user("clerk").get("/cases/export.xlsx").status_code == 200
    assert asked == [False]


@pytest.mark.database
def test_the_right_to_export_is_asked_on_each_row(as_user, cast, titles):
    factories.case(cast.outside_community, by=cast.outsider, title="外面的")
    clerk, elsewhere = cast.clerk, db.session.get(OrgUnit, cast.outside_community.township_id)
    clerk.appointments.append(Appointment(unit=elsewhere, role="mediator", valid_from=clock.today()))
    db.session.commit()
    client = as_user("clerk")
    assert "外面的" in client.page("/cases").text, "seen as a mediator there"
    lines = rows(io.BytesIO(client.get("/cases/export.xlsx").data))[2:]
    assert [line[1] for line in lines] == titles, "but taken away only as a clerk here"


@pytest.mark.database
def test_many_rows_are_taken_away_only_for_a_purpose_that_is_said(as_user, cast, titles):
    change("exports", cast.street, {"purpose_from": ["5"]}, by=cast.director, reason="本街道定")
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.page("/cases/export.xlsx?status=registered&columns=title")
    assert "共 5 件" in page.text
    assert trail() == []
    refused = clerk.page("/cases/export.xlsx?status=registered&columns=title&export_purpose=")
    assert (refused.status, "请写明用途" in refused.text) == (422, True)
    assert clerk.page("/cases/export.xlsx?export_purpose=15272219800101123X").status == 422
    assert refused.tree.xpath("//input[@name='again']")
    begun = clerk.page("/cases/export.xlsx?status=registered&columns=title&again=1&export_purpose=报政法委")
    assert ("文件正在下载" in begun.text, "请写明用途" in begun.text, trail()) == (True, False, [])
    [refresh] = begun.tree.xpath("//meta[@http-equiv='refresh']/@content")
    assert clerk.get(refresh.partition("url=")[2]).mimetype.endswith("sheet")
    answer = clerk.get("/cases/export.xlsx?status=registered&columns=title&export_purpose=报政法委")
    said, headings, *lines = rows(io.BytesIO(answer.data))
    assert said[0].endswith("仅限工作使用　用途：报政法委")
    assert (headings, len(lines)) == (["事项"], 5)
    assert "报政法委" in part(io.BytesIO(answer.data), "xl/worksheets/sheet1.xml").partition("oddFooter")[2]
    assert set(trail()) == {"事项 xlsx，5 件；条件：status=registered&columns=title；用途：报政法委"}
    assert clerk.get("/cases/export.csv?q=第1件").mimetype == "text/csv", "few are"
