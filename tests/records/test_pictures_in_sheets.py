"""Pictures on the rows of a workbook: over the cells as Excel keeps them, inside a cell as WPS does; what is refused, and how."""

import io
import zipfile

import pytest
import xlsxwriter
from PIL import Image

from portal.errors import RuleError
from portal.records import sheet_reader
from portal.records.sheet_pictures import LONGEST_SIDE
from portal.records.sheet_reader import MOST_PICTURES
from portal.records.sheets import read
from portal.testing.pictures import photo

WPS = """<?xml version="1.0" encoding="UTF-8"?><etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"
xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage><xdr:pic><xdr:nvPicPr>
<xdr:cNvPr id="2" name="ID_A1"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage>
</etc:cellImages>"""
RELATED = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="image" Target="media/own.jpg"/></Relationships>"""


def picture(colour: str = "red", size: tuple[int, int] = (600, 800), kind: str = "JPEG") -> bytes:
    return photo(colour, size=size, kind=kind)


def workbook(rows: list[list], pictures: dict[int, list[bytes]], name: str = "a.jpg") -> bytes:
    """`pictures` by the number of the row, from 1."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.set_row(number, 60)
            sheet.write_row(number, 0, row)
        for number, several in pictures.items():
            for each in several:
                about = {"image_data": io.BytesIO(each), "x_scale": 0.05, "y_scale": 0.05, "x_offset": 3, "y_offset": 3}
                sheet.insert_image(number - 1, 3, name, about)
    return stream.getvalue()


ROWS = [["姓名", "电话"], ["张三", "1"], ["李四", "2"], ["王五", "3"]]


def test_each_picture_belongs_to_the_row_on_which_it_lies():
    sheet = read(workbook(ROWS, {2: [picture("red")], 4: [picture("blue", kind="PNG")]}), pictures=True)
    assert set(sheet.pictures) == {2, 4}
    assert sheet.faults == {}
    with Image.open(io.BytesIO(sheet.pictures[4])) as small:
        assert (small.format, max(small.size)) == ("JPEG", LONGEST_SIDE)
        assert small.getpixel((5, 5))[2] > 200
    assert read(workbook(ROWS, {2: [picture()]})).pictures == {}, "nobody asked for them"


def test_a_picture_inside_a_cell_as_wps_keeps_it():
    rows = [ROWS[0], ["张三", '=DISPIMG("ID_A1",1)'], ["李四", '=DISPIMG("ID_B2",1)']]
    stream = io.BytesIO(workbook(rows, {}))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/cellimages.xml", WPS)
        archive.writestr("xl/_rels/cellimages.xml.rels", RELATED)
        archive.writestr("xl/media/own.jpg", picture())
    sheet = read(stream.getvalue(), pictures=True)
    assert sheet.rows == [(2, ["张三", ""]), (3, ["李四", ""])]
    assert set(sheet.pictures) == {2}
    assert "已经损坏" in sheet.faults[3], "the formula names a picture that is not there"


def test_two_on_one_row_and_what_is_no_picture_are_said_at_the_row():
    broken = picture()[:2000]
    sheet = read(workbook(ROWS, {2: [picture(), picture("blue")], 3: [broken], 4: [picture()]}), pictures=True)
    assert set(sheet.pictures) == {4}
    assert sheet.faults[2] == "照片：这一行有 2 张照片，请只留一张。"
    assert "已损坏" in sheet.faults[3]


def test_too_many_or_too_large_pictures_are_refused_in_words():
    tiny = picture(size=(8, 8))
    rows = [["姓名", "电话"], *[["张三", str(each)] for each in range(MOST_PICTURES + 1)]]
    with pytest.raises(RuleError, match="张照片，请分成几个文件"):
        read(workbook(rows, {each + 2: [tiny] for each in range(MOST_PICTURES + 1)}), pictures=True)
    huge = picture("white", (9000, 6000), "PNG")
    with pytest.raises(RuleError, match="尺寸过大"):
        read(workbook(ROWS, {2: [huge], 3: [picture("red", (9000, 8000), "PNG")]}), pictures=True)


@pytest.mark.parametrize("elsewhere", [b"../../../../etc/image1", b"file:///etc/image1", b"../worksheets/image1"])
def test_what_lies_outside_of_the_file_is_no_picture(elsewhere):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS, {2: [picture()]}))) as old, zipfile.ZipFile(stream, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            if each.endswith("drawing1.xml.rels"):
                assert b"../media/image1" in content
                content = content.replace(b"../media/image1", elsewhere)
            new.writestr(each, content)
    sheet = read(stream.getvalue(), pictures=True)
    assert sheet.pictures == {}
    assert "已经损坏" in sheet.faults[2]


def test_a_small_file_that_unpacks_to_much_is_not_unpacked():
    rows = [ROWS[0], *[["张三", f'=DISPIMG("ID_A{each}",1)'] for each in range(9)]]
    pictures = "".join(f'<p:pic><p:cNvPr name="ID_A{each}"/><a:blip r:embed="rId1"/></p:pic>' for each in range(9))
    spaces = 'xmlns:p="p" xmlns:a="a" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    stream = io.BytesIO(workbook(rows, {}))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/cellimages.xml", f"<x {spaces}>{pictures}</x>")
        archive.writestr("xl/_rels/cellimages.xml.rels", RELATED)
        archive.writestr("xl/media/own.jpg", bytes(4 << 20))
    found = [coded for _, coded in sheet_reader.pictures(stream.getvalue(), rows)]
    assert sum(map(len, found)) < 23_000_000
    assert found.count("") == 5


def test_an_entity_that_grows_ends_the_reader_and_is_refused_in_words():
    stream = io.BytesIO(workbook(ROWS, {}))
    grows = "".join(f'<!ENTITY a{each + 1} "{f"&a{each};" * 20}">' for each in range(9))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/cellimages.xml", f'<!DOCTYPE x [<!ENTITY a0 "haha">{grows}]><x>&a9;</x>')
    with pytest.raises(RuleError, match="Excel"):
        read(stream.getvalue(), pictures=True)


def tall(rows: list[list], on: dict[int, int]) -> bytes:
    """Rows of the usual height, and on each number of a row a picture so many pixels high."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for number, height in on.items():
            drawn = {"image_data": io.BytesIO(picture(size=(80, height), kind="PNG"))}
            sheet.insert_image(number - 1, 3, "a.png", drawn)
    return stream.getvalue()


def changed(content: bytes, part: str, change) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each.endswith(part) else old.read(each))
    return stream.getvalue()


def test_a_picture_over_several_rows_is_nobodys_and_is_said_at_the_row_where_it_begins():
    rows = [["姓名", "电话"], *[[f"张{each}", str(each)] for each in range(7)]]
    sheet = read(tall(rows, dict.fromkeys(range(2, 7), 100)), pictures=True)
    assert sheet.pictures == {}
    assert set(sheet.faults) == {2, 3, 4, 5, 6}
    assert sheet.faults[2] == "照片：盖住第 2 至 6 行，请缩小到一行之内。"


def test_what_only_touches_the_next_row_or_reaches_below_the_last_is_taken():
    sheet = read(tall(ROWS, {2: 22, 4: 100}), pictures=True)
    assert (set(sheet.pictures), sheet.faults) == ({2, 4}, {})


def test_a_picture_beside_a_row_and_one_over_the_heading():
    sheet = read(tall(ROWS, {1: 60, 9: 15, 30: 15}), pictures=True)
    assert (sheet.pictures, sheet.loose) == ({}, 2)
    assert sheet.faults == {2: "照片：盖住第 1 至 3 行，请缩小到一行之内。"}
    assert read(tall(ROWS, {1: 15}), pictures=True).loose == 1, "a sign beside the heading is nobody's face"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("drawing1.xml", lambda xml: xml[: len(xml) // 2]),
        ("drawing1.xml", lambda xml: xml.replace(b"<xdr:row>1<", b"<xdr:row>one<")),
        ("drawing1.xml.rels", lambda xml: xml[:40]),
        ("sheet1.xml.rels", lambda xml: xml[:40]),
    ],
)
def test_a_damaged_drawing_costs_the_picture_and_not_the_roster(part, change):
    sheet = read(changed(tall(ROWS, {2: 15}), part, change), pictures=True)
    assert [line[0] for _, line in sheet.rows] == ["张三", "李四", "王五"]
    assert (sheet.pictures, sheet.faults, sheet.unread) == ({}, {}, 1)


def test_a_picture_that_the_file_lacks_is_said_at_its_row():
    gone = changed(tall(ROWS, {2: 15}), "drawing1.xml.rels", lambda xml: xml.replace(b'Id="rId1"', b'Id="rId9"'))
    assert "已经损坏" in read(gone, pictures=True).faults[2]
