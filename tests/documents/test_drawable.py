"""Any text on record can be printed, whatever characters it holds."""

import unicodedata

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.drawable import drawable, replaced
from portal.documents.fonts import FontSet
from portal.documents.fonts.charset import Coverage, to_ranges
from portal.documents.printing import to_pdf

PAGE = "<!doctype html><title>测</title><p>{}"


@pytest.fixture(scope="module")
def coverage(fonts_dir):
    return FontSet.load(fonts_dir).coverage


def printed(text: str) -> str:
    with pymupdf.open(stream=to_pdf(PAGE.format(text), "测")) as document:
        return "".join(page.get_text() for page in document).replace("\n", "")


@given(text=st.text())
def test_no_text_holds_what_cannot_be_drawn(coverage, text):
    assert coverage.missing(drawable(text, coverage)) == []


@given(text=st.text(alphabet=st.characters(codec="gb18030", exclude_categories=["Co", "Cn", "Cs"]), max_size=30))
def test_what_can_be_drawn_stays(coverage, text):
    kept = "".join(each for each in text if each in coverage)
    assert drawable(kept, coverage) == kept


def test_without_the_font_a_character_stands_there_by_its_code():
    assert drawable("楼上漏水😡。\u200e", Coverage(to_ranges(map(ord, "楼上漏水。")))) == "楼上漏水〔U+1F621〕。"
    assert drawable("①方", Coverage(to_ranges(map(ord, "1方")))) == "1方"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("楼上漏水😡，✔，赔偿👍", "楼上漏水😡，✔，赔偿👍"),
        ("𓀀", "〔U+13000〕"),
        ("龚\ue863", "龚䶮"),  # an old file's private place
        ("\ue000\x07\ud83d", "〔U+E000〕〔U+D83D〕"),
        ("𠮷𪚥𬭎䶮㐂", "𠮷𪚥𬭎䶮㐂"),
    ],
)
def test_what_a_paper_shows(app, renderer, text, shown):
    assert printed(text).removesuffix("— 1 —") == shown


def test_every_character_of_unicode_is_printed_or_named(app, renderer):
    """Of each block some, all in one paper; none stops it."""
    every = [chr(point) for point in range(0x20, 0x32400, 97) if unicodedata.category(chr(point)) != "Cs"]
    joined = ("👨‍👩‍👧🇨🇳👍🏽1️⃣ ", "नमस्ते", "ᠮᠣᠩᠭᠣᠯ\u180b", "يېزا", "བོད་", "葛\U000e0100")
    text = " ".join(each for each in (*every, *joined) if each not in "<>&")
    assert len(printed(text)) > 1000


def test_a_space_is_never_a_code():
    assert replaced("甲 <b>乙</b>", " ", Coverage([])) == "甲 <b>乙</b>"
