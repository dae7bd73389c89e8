"""A paper as a Word document: the same words in the same order, marked, without what belongs to the issued paper."""

import base64
import io

import pytest
from docx import Document

from portal.documents.editable import MARK, as_word
from portal.testing.pictures import photo

QR = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()


def opened(body: str, state: str = "", style: str = ""):
    html = f"<!doctype html><html><head><meta charset=utf-8><title>甲</title>{style}</head><body data-state='{state}'>{body}</body></html>"
    return Document(io.BytesIO(as_word(html, title="甲", office="昭君街道人民调解委员会")))


def lines(document) -> list[str]:
    return [each.text for each in document.paragraphs if each.text]


def test_headings_are_numbered_as_on_the_paper():
    document = opened("<h1>协议书</h1><h2>事实</h2><p>漏水。<h2>协议</h2><p>赔偿。")
    assert lines(document) == ["协议书", "一、事实", "漏水。", "二、协议", "赔偿。"]


def test_each_page_says_that_it_is_not_the_issued_paper():
    assert opened("<p>甲").sections[0].header.paragraphs[0].text == MARK


def test_a_draft_is_marked_as_one():
    assert opened("<p>甲", state="草稿").sections[0].header.paragraphs[0].text == f"草稿　{MARK}"


def test_the_code_of_an_issued_paper_is_left_out():
    document = opened(f"<div class=check><img src='data:image/svg+xml;base64,{QR}'><p>校验码 ABCD</div><p>甲")
    assert lines(document) == ["甲"]


def test_a_photograph_stays():
    data = base64.b64encode(photo((200, 30, 30), size=(40, 30), kind="JPEG")).decode()
    assert len(opened(f"<p><img src='data:image/jpeg;base64,{data}'>").inline_shapes) == 1


def test_blanks_of_the_source_are_no_blanks_of_the_text():
    assert lines(opened("<p>\n  甲　乙\n  <b>丙：</b>丁 \n</p>")) == ["甲　乙 丙：丁"]


def test_a_label_in_a_table_keeps_its_width():
    document = opened("<table class=form><tr><th>卷名</th><td>漏水</td></tr></table>")
    first, second = (each.width for each in document.tables[0].rows[0].cells)
    assert first < second / 3


@pytest.mark.parametrize("down", [2, 3])
def test_a_cell_over_several_rows_is_one_cell(down):
    rows = "".join(f"<tr><td>第 {each} 行</td></tr>" for each in range(2, down + 1))
    document = opened(f"<table class=figures><tr><td rowspan={down}>合计</td><td>第 1 行</td></tr>{rows}</table>")
    table = document.tables[0]
    assert [table.cell(each, 0).text for each in range(down)] == ["合计"] * down
    assert table.cell(down - 1, 1).text == f"第 {down} 行"


def test_a_cell_over_several_columns_is_one_cell():
    table = opened(
        "<table class=figures><tr><td colspan=2>分期履行表</td></tr><tr><td>1</td><td>2</td></tr></table>"
    ).tables[0]
    assert table.cell(0, 0).text == table.cell(0, 1).text == "分期履行表"


def test_characters_that_a_file_cannot_hold_are_dropped():
    assert lines(opened("<p>甲\x0b乙\uffff丙")) == ["甲乙丙"]


def test_signs_of_markup_in_what_was_typed_stay_text():
    assert lines(opened("<p>甲 &lt;b&gt; &amp; 乙")) == ["甲 <b> & 乙"]


def test_a_paper_across_is_across():
    section = opened("<p>甲", style="<style>@page month { size: A4 landscape; }</style>").sections[0]
    assert section.page_width > section.page_height
