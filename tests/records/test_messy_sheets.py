"""Any of the messes in which offices send a roster, alone and combined: the same people come out, or it is said why not."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wtforms import SelectField, StringField

from portal.errors import RuleError
from portal.people.fields import resident_id, telephone
from portal.people.id_number import check_character
from portal.records import sheet_reader
from portal.records.imports import Import
from portal.records.row_form import LOST
from portal.records.sheets import Sheet, read
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date
from tests.records import messy

HEADINGS = ["序号", "姓名", "性别", "身份证号", "入住日期", "电话"]
SERIAL = date(1899, 12, 30)
DAY_STYLES = [
    lambda day: f"{day.year}-{day.month}-{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: (day - SERIAL).days,
]
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


class TenantForm(Form):
    name = StringField("姓名", [Required(), Short(60)])
    sex = SelectField("性别", choices={"": "", "m": "男", "f": "女"}, default="")
    id_number = StringField("身份证号", [Optional(), resident_id])
    since = Date("入住日期", [Optional()])
    phone = StringField("电话", [Optional(), telephone])


TENANTS = Import("test.tenants", "导入租客", TenantForm, "cases.view", dict, add=dict)


def people(count: int) -> list[tuple]:
    found = []
    for number in range(count):
        body = f"15062219{60 + number}0314{110 + number}"
        day = date(2020, 1, 5) + timedelta(days=37 * number)
        found.append(
            (
                f"王小{'甲乙丙丁戊己'[number]}",
                "男女"[number % 2],
                body + check_character(body),
                day,
                f"1380477{1000 + number}",
            )
        )
    return found


def taken(sheet: Sheet) -> list[tuple]:
    """Who would be entered."""
    lines = list(TENANTS.lines(sheet, TENANTS.matching(sheet.headings, {})))
    assert [said for _, _, said in lines if said] == []
    names = {"m": "男", "f": "女"}
    return [(f["name"], names[f["sex"]], f["id_number"], f["since"], f["phone"]) for _, f, _ in lines]


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


@given(data=st.data())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # one request for all
def test_the_same_people_come_out_of_any_mess(data):
    def draw(*those):
        return data.draw(st.sampled_from(those))

    who, as_text = people(draw(2, 3, 5)), draw(False, True)
    style, wide, gaps, above, two = (
        draw(*DAY_STYLES),
        draw(False, True),
        draw("", " ", "\u3000"),
        draw(0, 1, 2),
        draw(False, True),
    )

    def row(number: int, name: str, sex: str, ident: str, day: date, phone: str) -> list:
        said = [number, gaps.join(name), sex, ident, style(day), phone]
        return (
            said
            if not wide
            else [each.translate(FULL_WIDTH) if isinstance(each, str) and "年" not in each else each for each in said]
        )

    title = [["昭君街道2026年租客花名册", *[""] * 5], ["填报单位：昭君街道", "", "", "", "填报日期：2026年11月", ""]][
        :above
    ]
    lines = [row(number, *each) for number, each in enumerate(who, start=1)]
    headings = [HEADINGS]
    merged = [(0, 0, 0, 5)] * bool(above)
    if two:
        headings = [["序号", "基本情况", "", "", "入住日期", "电话"], ["", "姓名", "性别", "身份证号", "", ""]]
        merged += [(above, 1, above, 3), *((above, column, above + 1, column) for column in (0, 4, 5))]
    below = draw([], [["注：本表一式两份。", *[""] * 5]], [[], ["填表人：张三", "", "", "", "审核人：李四", ""]])
    rows = [*title, *headings, *lines, *below]
    if as_text:
        content = messy.text(
            rows, *draw(("gbk", ","), ("utf-8", "\t"), ("utf-8-sig", ","), ("utf-16", "\t"), ("gb18030", ";"))
        )
    elif draw(False, True) and not two:
        content = messy.old_workbook(rows)
    else:
        content = messy.workbook(
            rows, merged, hidden=draw((), (3,)), before=draw((), [("说明", False)], [("旧表", True)])
        )
    assert taken(read(content, known=TENANTS.knows())) == who


@pytest.mark.parametrize("cell", [150622196003141113, "1.50622E+17", "1.50622196003141E+17", "１.５Ｅ＋１７"])
def test_digits_that_a_sheet_has_lost_are_said_at_the_row_and_never_guessed(cell):
    sheet = read(messy.workbook([HEADINGS, [1, "王小甲", "男", cell, "", ""]]))
    assert [said for _, _, said in TENANTS.lines(sheet, TENANTS.matching(sheet.headings, {}))] == [
        [f"身份证号：{LOST}"]
    ]


def test_a_number_of_eleven_digits_is_whole():
    sheet = read(messy.old_workbook([HEADINGS, [1, "王小甲", "男", "", 46027, 13804771000]]))
    assert taken(sheet) == [("王小甲", "男", "", date(2026, 1, 5), "13804771000")] or taken(sheet)[0][3:] == (
        date(2026, 1, 5),
        "13804771000",
    )


def test_notes_sums_and_repeated_headings_are_told_and_not_entered():
    rows = [
        HEADINGS,
        [1, "王小甲", "男"],
        ["小计：1人"],
        HEADINGS,
        [2, "王小乙", "女"],
        ["合计", 2],
        ["以上人员均已实地核实，如有变动请于每月二十五日前报街道综治办。"],
    ]
    sheet = read(messy.workbook(rows), known=TENANTS.knows())
    assert ([number for number, _ in sheet.rows], sheet.beside) == ([2, 5], [3, 4, 6, 7])


def test_a_cell_merged_over_several_lines_stands_in_each():
    rows = [["户主", "姓名", "电话"], ["王大山", "王小甲", "1"], ["", "王小乙", "2"], ["李大海", "李小丙", "3"]]
    sheet = read(messy.workbook(rows, [(1, 0, 2, 0)]))
    assert [line[0] for _, line in sheet.rows] == ["王大山", "王大山", "李大海"]


def test_columns_of_one_name_are_told_apart_by_the_words_over_them():
    rows = [["父亲", "", "母亲", ""], ["姓名", "电话", "姓名", "电话"], ["甲", "1", "乙", "2"]]
    assert read(messy.workbook(rows, [(0, 0, 0, 1), (0, 2, 0, 3)])).headings == [
        "父亲：姓名",
        "父亲：电话",
        "母亲：姓名",
        "母亲：电话",
    ]


def test_the_first_sheet_that_is_shown_is_read_and_another_if_it_is_wanted():
    content = messy.workbook([HEADINGS, [1, "王小甲"]], before=[("封面", False), ("往年", True)], hidden=[3, 4])
    sheet = read(content)
    assert (sheet.name, sheet.all) == ("花名册", [("封面", False), ("往年", True), ("花名册", False)])
    assert sheet.hidden == ["D", "E"]
    with pytest.raises(RuleError, match="空"):
        read(content, sheet="往年")


def test_whoever_knows_better_says_in_which_rows_the_headings_are():
    rows = [["甲", "乙"], ["姓名", "电话"], ["王小甲", "1"]]
    assert read(messy.workbook(rows), headed=(2, 2)).headings == ["姓名", "电话"]
    with pytest.raises(RuleError, match="第几行"):
        read(messy.workbook(rows), headed=(7, 8))


def declaring(rows: int, filled: int) -> bytes:
    """A workbook in which formatting reaches down to `rows`."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, grey = book.add_worksheet(), book.add_format({"bg_color": "#eeeeee"})
        sheet.write_row(0, 0, ["姓名", "电话"])
        for number in range(1, rows):
            if number <= filled:
                sheet.write_row(number, 0, [f"王{number}", str(number)])
            else:
                sheet.write_blank(number, 0, None, grey)
    return stream.getvalue()


def test_a_sheet_that_says_it_has_65203_rows_has_495():
    assert len(read(declaring(65_203, 495)).rows) == 495


def test_a_small_file_that_says_it_unpacks_to_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sheet_reader, "MOST_UNPACKED", 1 << 20)
    stream = io.BytesIO(messy.workbook([HEADINGS, [1, "王小甲"]]))
    assert not sheet_reader.bulges(stream.getvalue())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(1 << 20))
    assert sheet_reader.bulges(stream.getvalue())
    assert len(stream.getvalue()) < 10_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>1", "网页"),
        (b"name", "Excel"),
        (b"a,b\n\x00\x01\x02,\x03", "Excel"),
        (b"\x89PNG\r\n\x1a\n,,,", "Excel"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, said):
    with pytest.raises(RuleError, match=said):
        read(content)


def test_text_that_keeps_numbers_as_text_is_read_as_they_stand():
    content = messy.text(
        [["姓名", "电话"], ["王小甲", '="13804771000"'], ["王小乙", "'13804771001"], ["王小丙", "\t13804771002"]]
    )
    assert [line[1] for _, line in read(content).rows] == ["13804771000", "13804771001", "13804771002"]
