"""A paper as a Word document that can be edited: made of the HTML of its PDF, so of the same data, wording and conditions.

It is marked as what it is on each page. What Word has no counterpart for is left out: the QR code, the places of things on a page.
"""

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import tinyhtml5
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from portal.documents.editable_table import Cell, cells_of, twips, widths_of
from portal.documents.wording import ordinal

MARK = "可编辑稿，不是出具的文书"
PHOTO = Mm(30)
MARGINS = {"top_margin": Mm(26), "bottom_margin": Mm(25), "left_margin": Mm(30), "right_margin": Mm(26.5)}
FANG, HEI, SONG = "仿宋", "黑体", "宋体"  # on every Windows; WPS brings its own
BLOCKS = {"p", "h1", "h2", "h3", "div", "section", "table", "ul", "ol", "li"}
UNSEEN = {"style", "script", "title", "col", "colgroup"}
OVERLAID = ("check", "taken", "knot", "frame", "outer", "inner", "rule")  # no text, or of the issued paper only
BLANKS = re.compile(r"[ \t\r\n]+")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML has no room for
LANDSCAPE = re.compile(r"@page[^{]*\{[^}]*landscape")


@dataclass(frozen=True)
class Look:
    """How a paragraph is set; sizes in points, `left` in twentieths of one."""

    size: float = 15
    line: float = 26
    font: str = FANG
    align: str = "left"
    indent: bool = True
    left: int = 0
    bold: bool = False
    underlined: bool = False
    before: float = 0
    keep: bool = False


def as_word(html: str, *, title: str, office: str) -> bytes:
    """`html`, which a template of a paper wrote, as a file. `office`: who stands in it as its author."""
    page = tinyhtml5.parse(UNFIT.sub("", html), namespace_html_elements=False)
    written = Written(landscape=bool(LANDSCAPE.search(html)))
    body = page.find("body")
    state = (body.get("data-state") or "").strip()
    written.write(body, "　".join(filter(None, (state, MARK))))
    return written.saved(title, office)


class Written:
    """One document, written from top to bottom."""

    def __init__(self, *, landscape: bool) -> None:
        self.sheet = Document()
        self.section = self.sheet.sections[0]
        sides = (Mm(210), Mm(297))
        self.section.page_width, self.section.page_height = sides[::-1] if landscape else sides
        self.section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        for name, margin in MARGINS.items():
            setattr(self.section, name, margin)
        room = self.section.page_width - self.section.left_margin - self.section.right_margin
        self.measure = twips(Length(room).mm, "mm")
        self.headings = 0

    def write(self, body, mark: str) -> None:
        """All of `body`; `mark` at the top of each page, its number at the bottom."""
        end = self.sheet.element.body.sectPr
        for made in self._flow(body, Look(), self.measure):
            end.addprevious(made)
        small = Look(size=10.5, line=14, font=SONG, align="center", indent=False)
        _fill(self.section.header.paragraphs[0], [_run(mark, small)])
        number = _w("fldSimple", _run("1", small), instr="PAGE")
        _fill(self.section.footer.paragraphs[0], [_run("— ", small), number, _run(" —", small)])

    def saved(self, title: str, office: str) -> bytes:
        """The file; nothing in it tells who made it but the office."""
        told = self.sheet.core_properties
        told.title, told.author, told.last_modified_by, told.comments = title, office, office, MARK
        stream = io.BytesIO()
        self.sheet.save(stream)
        return stream.getvalue()

    def _flow(self, element, look: Look, room: int) -> Iterator:
        """What stands in `element`, block after block; inline text between them is a paragraph."""
        runs: list = []
        _add(runs, element.text, look)
        for child in element:
            if _is_block(child):
                yield from _settled(runs, look)
                runs = []
                yield from self._block(child, look, room)
            elif isinstance(child.tag, str) and child.tag not in UNSEEN:
                runs += self._inline(child, look)
            _add(runs, child.tail, look)
        yield from _settled(runs, look)

    def _block(self, element, look: Look, room: int) -> Iterator:
        kinds = set((element.get("class") or "").split())
        if kinds & set(OVERLAID):
            return
        look = _look(element.tag, kinds, look, self.measure)
        if element.tag == "table":
            yield from self._table(element, kinds, look, room)
            return
        if element.tag == "h2":
            self.headings += 1
            element.text = f"{ordinal(self.headings)}、{element.text or ''}"
        yield from self._flow(element, look, room)

    def _inline(self, element, look: Look) -> Iterator:
        if element.tag == "br":
            yield _w("r", _w("br"))
            return
        if element.tag == "img":
            yield from self._picture(element.get("src") or "")
            return
        look = replace(
            look,
            font=HEI if element.tag == "b" else look.font,
            bold=look.bold or element.tag == "strong",
            underlined=look.underlined or element.tag == "u",
        )
        runs: list = []
        _add(runs, element.text, look)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in UNSEEN:
                runs += self._inline(child, look)
            _add(runs, child.tail, look)
        yield from runs

    def _picture(self, source: str) -> Iterator:
        """A photograph; drawings (QR codes) belong to the paper that is issued."""
        kind, _, data = source.partition(";base64,")
        if kind in ("data:image/jpeg", "data:image/png"):
            inline = self.sheet.part.new_pic_inline(io.BytesIO(base64.b64decode(data)), width=PHOTO)
            yield _w("r", _w("drawing", inline))

    def _table(self, table, kinds: set[str], look: Look, room: int) -> Iterator:
        rows = cells_of(table)
        widths = widths_of(table, rows, kinds, look.size, room)
        ruled = "signatures" not in kinds
        made = _w("tbl", _w("tblPr", _w("tblW", w=room, type="dxa"), _borders(ruled), _w("tblLayout", type="fixed")))
        made.append(_w("tblGrid", *(_w("gridCol", w=each) for each in widths)))
        for row in rows:
            told = _w("trPr", *([] if row.tall else [_w("cantSplit")]), *([_w("tblHeader")] if row.head else []))
            made.append(_w("tr", told, *(self._cell(each, kinds, look, widths) for each in row.cells)))
        yield made
        yield _paragraph([], Look(size=2, line=4, indent=False))  # Word joins tables that touch

    def _cell(self, cell: Cell, kinds: set[str], look: Look, widths: list[int]):
        width = sum(widths[cell.column : cell.column + cell.across])
        told = _w("tcPr", _w("tcW", w=width, type="dxa"), _w("gridSpan", val=cell.across))
        if cell.merged:
            told.append(_w("vMerge", **({"val": "restart"} if cell.merged == "first" else {})))
        if cell.bare or cell.kinds & {"line"}:
            sides = {"bottom"} if cell.kinds & {"line"} else set()
            told.append(_w("tcBorders", *(_side(name, name in sides) for name in ("top", "left", "bottom", "right"))))
        told.append(_w("vAlign", val="bottom" if "signatures" in kinds else "center"))
        inside = [] if cell.element is None else [*self._flow(cell.element, _cell_look(cell, kinds, look), width)]
        if not inside or inside[-1].tag != qn("w:p"):
            inside.append(_paragraph([], look))
        return _w("tc", told, *inside)


def _look(tag: str, kinds: set[str], look: Look, measure: int) -> Look:
    if tag == "h1":
        return replace(look, size=20, line=34, font=SONG, bold=True, align="center", indent=False, keep=True)
    if tag in ("h2", "h3"):
        return replace(look, font=HEI, keep=True)
    if tag == "table":
        size = {"signatures": 14, "form": 13, "figures": 13}.get(next(iter(kinds), ""), 13)
        return replace(look, size=min(size, look.size), line=min(20, look.line), indent=False)
    if "small" in kinds:
        look = replace(look, size=11, line=16)
    if "seal" in kinds:
        return replace(look, align="center", indent=False, left=max(0, measure - twips(92, "mm")), before=6, keep=True)
    if "number" in kinds:
        return replace(look, align="center", indent=False)
    if kinds & {"flat", "item"}:
        return replace(look, indent=False)
    return look


def _cell_look(cell: Cell, kinds: set[str], look: Look) -> Look:
    align = "center" if cell.element.tag == "th" or "figures" in kinds else "left"
    if cell.kinds & {"amount", "day"}:
        align = "right"
    font = HEI if cell.element.tag == "th" else look.font
    return replace(look, font=font, align=align, before=10 if "signatures" in kinds else 0)


def _is_block(element) -> bool:
    return isinstance(element.tag, str) and element.tag in BLOCKS


def _add(runs: list, text: str | None, look: Look) -> None:
    if text:
        runs.append(_run(BLANKS.sub(" ", text), look))


def _settled(runs: list, look: Look) -> Iterator:
    """`runs` as a paragraph, without the blanks at its ends; nothing where there is no text."""
    texts = [each for run in runs for each in run.iter(qn("w:t"))]
    if texts:
        texts[0].text, texts[-1].text = texts[0].text.lstrip(" "), texts[-1].text.rstrip(" ")
    if any(each.text for each in texts) or any(run.find(qn("w:drawing")) is not None for run in runs):
        yield _paragraph(runs, look)


def _paragraph(runs: list, look: Look):
    told = _w("pPr", *([_w("keepNext")] if look.keep else []))
    told.append(_w("spacing", before=round(look.before * 20), after=0, line=round(look.line * 20), lineRule="atLeast"))
    if look.indent or look.left:
        first = {"firstLineChars": 200, "firstLine": round(look.size * 40)} if look.indent else {}
        told.append(_w("ind", left=look.left, **first))
    told.append(_w("jc", val=look.align))
    return _w("p", told, *runs)


def _fill(paragraph: Paragraph, runs: list) -> None:
    paragraph.alignment = 1  # centred
    for each in runs:
        paragraph._p.append(each)  # noqa: SLF001  python-docx gives the element nowhere else


def _run(text: str, look: Look):
    told = _w("rPr", _w("rFonts", ascii=look.font, hAnsi=look.font, eastAsia=look.font))
    told.extend([_w("b")] if look.bold else [])
    told.append(_w("sz", val=round(look.size * 2)))
    told.extend([_w("u", val="single")] if look.underlined else [])
    said = _w("t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _w("r", told, said)


def _borders(ruled: bool):
    return _w("tblBorders", *(_side(each, ruled) for each in ("top", "left", "bottom", "right", "insideH", "insideV")))


def _side(name: str, ruled: bool):
    return _w(name, **({"val": "single", "sz": 4, "space": 0} if ruled else {"val": "nil"}))


def _w(name: str, *inside, **attributes):
    """An element of WordprocessingML."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(inside)
    return made
