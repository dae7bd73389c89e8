"""Papers can be read aloud: tags, language, title, headings, heads of tables, what pictures show."""

import io
import re

import pikepdf
import pytest
from dispute_sample import TITLES

from portal.testing.tagged_pdf import faults_of

PLAIN = "<!doctype html><html lang='zh-CN'><title>样</title><h1>样</h1>{}"
TABLE = PLAIN.format("<table><thead><tr><th>项目<th>数</thead><tbody><tr><td>甲<td>1</table>")
PICTURE = (
    '<img {} src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="9" height="9"/></svg>\'>'
)
ARTIFACT = re.compile(rb"/Artifact\s+BMC")


def changed(pdf: bytes, change) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(made)
    return made.getvalue()


def without(*path: str):
    def change(pdf):
        place = pdf.Root
        for name in path[:-1]:
            place = place[name]
        del place[path[-1]]

    return change


def drawn_over(pdf):
    pdf.pages[0].contents_add(pdf.make_stream(b"0 0 9 9 re f"))


@pytest.mark.parametrize("name", TITLES)
def test_every_paper_of_a_dispute_is_tagged(renderer, fill, name):
    assert faults_of(renderer.render(fill(name), title=TITLES[name])) == []


def test_of_copies_the_first_is_read_and_no_mark(renderer):
    content = renderer.render(TABLE, title="样", copies=3)
    assert faults_of(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = [page.Contents.read_bytes() for page in pdf.pages]
    assert [len(ARTIFACT.findall(each)) for each in drawn] == [2, 1, 1]
    assert [b"/MCID" in each for each in drawn] == [True, False, False]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (without("/MarkInfo"), "not marked as tagged"),
        (without("/Lang"), "no language"),
        (without("/ViewerPreferences"), "title not shown"),
        (without("/StructTreeRoot"), "no structure tree"),
        (without("/StructTreeRoot", "/ParentTree"), "tagged content outside the structure tree"),
        (drawn_over, "content that is neither tagged nor an artifact"),
    ],
)
def test_what_is_missing_is_told(renderer, change, fault):
    content = changed(renderer.render(TABLE, title="样"), change)
    assert faults_of(content) == [fault]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h3>太深</h3>", "heading 3 after 1"),
        (PICTURE.format(""), "Figure without alternative text"),
        ("<table><tr><th>甲</th><td>1</td></tr></table>", "a cell without a header"),
    ],
)
def test_what_cannot_be_followed_by_ear_is_told(renderer, body, fault):
    assert faults_of(renderer.render(PLAIN.format(body), title="样")) == [fault]


def test_a_picture_says_what_it_shows(renderer):
    assert faults_of(renderer.render(PLAIN.format(PICTURE.format("alt='二维码'")), title="样")) == []


def test_page_numbers_are_no_part_of_what_is_read(renderer, fill):
    content = renderer.render(fill("agreement"), title="人民调解协议书")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            last = ARTIFACT.split(page.Contents.read_bytes())[-1]
            assert b"BT" in last
            assert b"/MCID" not in last
