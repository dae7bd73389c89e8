"""What is seen of a scan: how coarse, empty or not, its QR codes and how they lie."""

import io

import pytest
from PIL import Image, ImageDraw

from portal.files.cleaner import Looker
from portal.testing import pictures

CODE = "ABCD2345EFGH"


@pytest.fixture(scope="module")
def looker():
    made = Looker(timeout=60)
    yield made
    made.close()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf"])
def test_the_code_says_how_the_page_has_to_be_turned(looker, turned, kind):
    picture = pictures.scan(CODE, turned=turned)
    content = picture if kind == "image/jpeg" else pictures.bound(picture)
    ((_, _, across, codes),) = looker.look(content, kind)
    assert codes == [(f"http://127.0.0.1:8000/check/{CODE}", -turned % 360)]
    assert across is (turned in (90, 270))


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_dots_an_inch_are_counted_as_on_a_sheet_of_a4(looker, dpi):
    picture = pictures.scan(dpi=dpi)
    for content, kind in ((picture, "image/jpeg"), (pictures.bound(picture), "application/pdf")):
        assert looker.look(content, kind)[0][0] in (dpi - 1, dpi)


def test_noise_and_the_shadow_at_the_rim_are_not_ink(looker):
    sheet = Image.effect_noise((1240, 1754), 12).point(lambda dot: min(255, dot + 100))
    ImageDraw.Draw(sheet).rectangle((0, 0, 30, 1754), fill=0)
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=70)
    assert looker.look(stream.getvalue(), "image/jpeg")[0][1] is True


def test_two_words_in_a_shadow_are_ink(looker):
    sheet, stream = Image.linear_gradient("L").resize((1240, 1754)).point(lambda dot: 120 + dot // 2), io.BytesIO()
    ImageDraw.Draw(sheet).text((500, 500), "signed 2026", fill=30, font_size=60)
    sheet.save(stream, "JPEG")
    assert looker.look(stream.getvalue(), "image/jpeg")[0][1] is False


def test_what_breaks_it_is_not_looked_at(looker):
    assert looker.look(b"%PDF-1.4 nothing", "application/pdf") == []


def test_pages_there_is_no_time_for_are_counted(looker):
    pages = pictures.bound(*[pictures.scan(dpi=50)] * 62)
    assert looker.look(pages, "application/pdf")[59:] == [looker.look(pages, "application/pdf")[0], None, None]
