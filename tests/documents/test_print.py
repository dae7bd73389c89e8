"""What ends up on paper: embedded fonts, the yuan sign, and three programs that draw the same pages."""

import io
import subprocess
from collections import Counter
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from dispute_sample import RARE
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

DRAWN = "<!doctype html><title>样</title><p style='font-size:120pt;line-height:1.2'>{}</p>"
RASTERISERS = {
    "mupdf": ["mutool", "draw", "-q", "-r", "80", "-c", "gray", "-o", "{out}/mupdf-%d.png", "{pdf}"],
    "poppler": ["pdftoppm", "-r", "80", "-gray", "-png", "{pdf}", "{out}/poppler"],
    "ghostscript": [
        "gs",
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=pnggray",
        "-r80",
        "-dTextAlphaBits=4",
        "-dGraphicsAlphaBits=4",
        "-sOutputFile={out}/ghostscript-%d.png",
        "{pdf}",
    ],
}
# A page as it looks from three metres: where there is ink, not how each program smooths it.
FAR_AWAY = (42, 60)


@pytest.fixture(scope="module")
def agreement(renderer, fill) -> bytes:
    return renderer.render(fill("agreement"), title="人民调解协议书")


def spans(pdf: bytes):
    """(font, text) of every run of text."""
    with pymupdf.open(stream=pdf) as document:
        for page in document:
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    for span in line["spans"]:
                        yield span["font"], span["text"]


def test_embedded_fonts_are_truetype(agreement):
    with pikepdf.open(io.BytesIO(agreement)) as pdf:
        embedded = [
            obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert len(embedded) >= 4
        assert all("/FontFile2" in descriptor for descriptor in embedded)
        assert not any("/FontFile3" in descriptor for descriptor in embedded)


def test_the_body_is_set_in_fandol_fang(agreement):
    count = Counter()
    for font, text in spans(agreement):
        count[font.partition("+")[2] or font] += len(text.strip())
    assert count["FandolFang-GB2312"] > 0.75 * count.total()


def test_rare_characters_come_from_the_fallback_and_read_back(agreement):
    drawn = "".join(text for font, text in spans(agreement) if "WenKai" in font)
    assert set(RARE) <= set(drawn)


def test_the_yuan_sign_is_not_a_dollar(renderer, fonts_dir):
    drawn = {sign: _glyph(renderer.render(DRAWN.format(sign), title="样")) for sign in "￥＄"}
    font = ImageFont.truetype(fonts_dir / "faces" / "serif.ttf", 400)
    right = Image.new("L", (600, 600), 255)
    ImageDraw.Draw(right).text((100, 50), "￥", font=font, fill=0)
    assert _difference(drawn["￥"], _cropped(right)) < 25
    assert _difference(drawn["￥"], drawn["＄"]) > 50


def test_mupdf_poppler_and_ghostscript_draw_the_same_pages(renderer, fill, tmp_path):
    path = tmp_path / "agreement.pdf"
    path.write_bytes(renderer.render(fill("agreement"), title="人民调解协议书", copies=2))
    drawn = {name: _rasterised(name, path) for name in RASTERISERS}
    with pymupdf.open(path) as document:
        assert {name: len(images) for name, images in drawn.items()} == dict.fromkeys(drawn, len(document))
    for name, images in drawn.items():
        for image, reference in zip(images, drawn["mupdf"], strict=True):
            assert _ink(image) > 2, name
            assert _ink(image) == pytest.approx(_ink(reference), rel=0.25), name
            assert _difference(image.resize(FAR_AWAY), reference.resize(FAR_AWAY)) < 3, name


def _rasterised(name: str, pdf: Path) -> list[Image.Image]:
    command = [part.format(pdf=pdf, out=pdf.parent) for part in RASTERISERS[name]]
    subprocess.run(command, check=True)
    return [Image.open(page).convert("L") for page in sorted(pdf.parent.glob(f"{name}-*.png"))]


def _glyph(pdf: bytes) -> Image.Image:
    with pymupdf.open(stream=pdf) as document:
        clip = pymupdf.Rect(60, 60, 590, 400)
        drawn = document[0].get_pixmap(dpi=200, clip=clip, colorspace=pymupdf.csGRAY)
    return _cropped(Image.frombytes("L", (drawn.width, drawn.height), drawn.samples))


def _cropped(image: Image.Image) -> Image.Image:
    box = ImageChops.invert(image).getbbox()
    assert box is not None
    return image.crop(box).resize((96, 96))


def _difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def _ink(image: Image.Image) -> float:
    """How dark a grey picture is on average: 0 for white paper, 255 for black."""
    return 255 - ImageStat.Stat(image).mean[0]
