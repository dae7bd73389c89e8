"""Photos and scans come out as they were seen: every page, the right tones, nothing half, nothing blank."""

import io

import pymupdf
import pytest
from PIL import Image, ImageCms

from portal.files.cleaning import Refused, clean
from portal.testing.pictures import photo

PIXELS = 60_000_000


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(clean(content, PIXELS).content))


def fax(pages: int, **options) -> bytes:
    shown = [
        Image.open(io.BytesIO(photo(colour, size=(200, 283)))) for colour in ("white", "red", "blue", "green")[:pages]
    ]
    return saved(shown[0], "TIFF", save_all=True, append_images=shown[1:], **options)


@pytest.mark.parametrize("pages", [2, 3, 4])
def test_every_page_of_a_fax_is_kept(pages):
    came = clean(fax(pages), PIXELS)
    assert (came.mime, came.ending) == ("application/pdf", ".pdf")
    with pymupdf.open(stream=came.content, filetype="pdf") as pdf:
        colours = [page.get_pixmap().pixel(20, 20) for page in pdf]
        assert max(pdf[0].rect.width, pdf[0].rect.height) == 842
    assert [max(range(3), key=each.__getitem__) for each in colours[1:]] == [0, 2, 1][: pages - 1]
    assert min(colours[0]) > 240


def ramp(mode: str, top: int) -> Image.Image:
    """Greys from 0 to `top`, from left to right."""
    picture = Image.new(mode, (256, 20))
    picture.putdata([x * top // 255 for _ in range(20) for x in range(256)])
    return picture


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (saved(ramp("I;16", 65535), "PNG"), "16 bits"),
        (saved(ramp("I;16", 65535), "TIFF"), "16 bits"),
        (saved(ramp("I;16", 4095), "TIFF"), "a scanner of 12 bits"),
        (saved(ramp("I", 65535), "TIFF"), "32 bits"),
        (saved(ramp("F", 1), "TIFF"), "shares of one"),
        (saved(ramp("L", 255), "PNG"), "8 bits"),
    ],
    ids=["16-png", "16-tiff", "12", "32", "float", "8"],
)
def test_greys_come_out_as_greys(content, why):
    shown = opened(content).convert("L")
    if why == "shares of one":
        assert shown.getextrema()[1] > 240
        return
    for x in (0, 64, 128, 192, 255):
        assert abs(shown.getpixel((x, 10)) - x) <= 6, why


def test_colours_are_those_of_the_profile_that_came_along():
    lab = Image.new("LAB", (60, 40), (200, 128, 128))
    lab.paste((60, 128, 128), (30, 0, 60, 40))
    shown = opened(saved(lab, "TIFF"))
    assert shown.getpixel((5, 5))[0] > 150 > shown.getpixel((55, 5))[0]


def test_a_broken_profile_does_not_stand_in_the_way():
    assert opened(photo("red", icc_profile=b"no profile")).getpixel((5, 5))[0] > 200
    good = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert opened(photo("red", icc_profile=good)).getpixel((5, 5))[0] > 200


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_picture_is_refused(kind):
    frames = [Image.open(io.BytesIO(photo(colour))) for colour in ("red", "blue")]
    with pytest.raises(Refused, match="会动"):
        clean(saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100), PIXELS)


def test_of_a_photo_with_a_preview_behind_it_the_photo_is_kept():
    """MPO, as many phones and cameras write."""
    shot = [
        Image.open(io.BytesIO(photo(colour, size=size))) for colour, size in (("red", (400, 300)), ("blue", (80, 60)))
    ]
    came = clean(saved(shot[0], "MPO", save_all=True, append_images=shot[1:]), PIXELS)
    shown = Image.open(io.BytesIO(came.content))
    assert (came.mime, shown.size, shown.getpixel((5, 5))[0] > 200) == ("image/jpeg", (400, 300), True)


@pytest.mark.parametrize("colour", ["white", "black", "#e8e8e8"])
def test_a_picture_with_nothing_on_it_is_refused(colour):
    with pytest.raises(Refused, match="空白"):
        clean(saved(Image.new("RGB", (300, 400), colour), "JPEG"), PIXELS)


def test_a_thin_signature_on_a_large_sheet_is_not_nothing():
    sheet = Image.new("L", (2480, 3508), 255)
    sheet.paste(0, (1000, 3000, 1200, 3004))
    assert opened(saved(sheet, "PNG"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "HEIF", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_picture_is_refused(kind, share):
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    whole = saved(noise, kind)
    with pytest.raises(Refused):
        clean(whole[: int(len(whole) * share)], PIXELS)


def test_more_pixels_than_may_be_are_refused_before_they_are_drawn():
    with pytest.raises(Refused, match="尺寸过大"):
        clean(saved(Image.new("1", (10_000, 7_000)), "PNG"), PIXELS)
    with pytest.raises(Refused, match="尺寸过大"):
        clean(fax(3), 200 * 283 * 2)
