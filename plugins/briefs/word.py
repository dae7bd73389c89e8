"""研判报告 as a Word document: the same words as the paper, no macro, nothing that leads elsewhere."""

import io

from docx import Document
from docx.document import Document as Sheet
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from plugins.briefs.models import Brief
from plugins.briefs.report import Section, facts_of, sections_of
from portal import clock

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, HEADING = "仿宋_GB2312", "黑体"  # GB/T 9704-2012


def written(brief: Brief) -> bytes:
    """The report of `brief` as a file; marked 草稿 until it is signed."""
    sheet = Document()
    _lay_out(sheet)
    state = "" if brief.signed_at else "（草稿）"
    _line(sheet, f"{brief.title}报告{state}", 18, HEADING, WD_ALIGN_PARAGRAPH.CENTER)
    _line(sheet, f"编号：{brief.number}", 10.5, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    for label, value in facts_of(brief):
        _line(sheet, f"{label}：{value}", 12, BODY)
    for place, section in enumerate(sections_of(brief)):
        _add(sheet, f"{'一二三四五'[place]}、{section.title}", section)
    signed = (
        f"签发：{brief.signed_by.name}　{clock.local(brief.signed_at):%Y 年 %m 月 %d 日}"
        if brief.signed_at
        else "签发："
    )
    _line(sheet, signed, 12, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    told = sheet.core_properties
    told.title, told.author, told.last_modified_by, told.comments = brief.title, brief.unit.name, brief.unit.name, ""
    told.created = told.modified = (brief.signed_at or clock.now()).replace(tzinfo=None)
    stream = io.BytesIO()
    sheet.save(stream)
    return stream.getvalue()


def _lay_out(sheet: Sheet) -> None:
    """A4, with the margins of an official document."""
    page = sheet.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin = page.bottom_margin = Cm(2.5)
    page.left_margin = page.right_margin = Cm(2.6)
    _font(sheet.styles["Normal"], BODY)
    sheet.styles["Normal"].font.size = Pt(12)


def _font(of, name: str) -> None:
    """Latin and Chinese letters: Word asks for each."""
    of.font.name = name
    of.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _line(sheet: Sheet, text: str, size: float, font: str, where=None) -> None:
    line = sheet.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    if where is not None:
        line.alignment = where
    run = line.add_run(text)
    run.font.size = Pt(size)
    _font(run, font)


def _add(sheet: Sheet, title: str, section: Section) -> None:
    _line(sheet, title, 13, HEADING)
    for text in filter(None, section.texts):
        _line(sheet, text, 12, BODY)
    if section.rows:
        table = sheet.add_table(rows=0, cols=len(section.columns), style="Table Grid")
        for row in (section.columns, *section.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
