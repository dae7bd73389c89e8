"""Photos and scans as pictures, drawn anew: EXIF data (places, devices) and whatever hangs on the file stay behind.

What is shown is what was seen: turned upright, in the colours of its profile, 16-bit greys as greys, every page of a fax. Half a
picture, a moving one and one on which nothing can be seen are refused.
"""

import io
import warnings
from collections.abc import Iterator

import pikepdf
from PIL import Image, ImageCms, ImageFile, ImageOps, ImageStat
from pillow_heif import register_heif_opener

from .refusal import Refused

__all__ = ["redrawn"]

LONGEST_SIDE = 3000  # a page of A4 at 250 dpi: legible, and small enough for a slow line
MOST_PAGES = 200
PAGED = frozenset({"TIFF", "HEIF", "AVIF"})  # several pictures in one file are pages; of other formats they move
FIRST_ONLY = frozenset({"MPO"})  # phones and cameras hang a preview or a map of depths behind a photo
FLAT = 2.0  # a standard deviation below it, of 255, shows nothing
A4_POINTS = 842
TOO_MANY_PIXELS = "照片尺寸过大，请缩小后再上传。"
HALF = "这张照片已损坏或者不完整，打不开。请重新拍照或扫描后再上传。"

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # the limit of the caller stands; Pillow's own would only warn


def redrawn(content: bytes, most_pixels: int) -> tuple[str, str, bytes, int]:
    """Media type, ending, bytes and pixels of the picture: a JPEG, or a PDF when the file has several pages. Raises Refused."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a signature is no signature
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd but can be drawn
            picture = Image.open(io.BytesIO(content))
            count = 1 if picture.format in FIRST_ONLY else getattr(picture, "n_frames", 1)
            if count > 1 and picture.format not in PAGED:
                raise Refused("这是会动的图片，不能作材料。请截图或者另存为一张 JPG 照片。")
            if count > MOST_PAGES:
                raise Refused(f"这个文件有 {count} 页，超过 {MOST_PAGES} 页，请分成几个文件。")
            drawn, pixels = [], 0
            for page in _pages(picture, count):
                pixels += page.width * page.height
                if pixels > most_pixels:
                    raise Refused(TOO_MANY_PIXELS)
                drawn.append(_as_seen(page))
    except Refused:
        raise
    except Exception as error:  # Pillow raises many kinds for hostile pictures
        raise Refused(HALF) from error
    if all(_nothing_on(each) for each in drawn):
        raise Refused("这张照片是空白的，看不见内容。请重新拍照或扫描后再上传。")
    pages = [_jpeg(each) for each in drawn]
    if len(pages) == 1:
        return "image/jpeg", ".jpg", pages[0], pixels
    return "application/pdf", ".pdf", _bound(pages, drawn), pixels


def _pages(picture: Image.Image, count: int) -> Iterator[Image.Image]:
    for number in range(count):
        if count > 1:
            picture.seek(number)
        yield picture


def _as_seen(picture: Image.Image) -> Image.Image:
    if picture.format in ("JPEG", "MPO"):
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # read small at once
    picture.load()
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    toned = _on_white(_grey_of(upright) if upright.mode[0] in "IF" else _in_its_colours(upright, profile))
    toned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return toned


def _grey_of(picture: Image.Image) -> Image.Image:
    """Greys of 16 bits and more: the whole range of what is there, from black to white."""
    wide = picture.convert("F") if picture.mode != "F" else picture
    low, high = wide.getextrema()
    if picture.mode == "F" and low >= 0 and high <= 1:
        low, high = 0, 1
    elif low >= 0 and high <= 255:
        low, high = 0, 255
    elif low >= 0 and high <= 65535:
        low, high = 0, _full_scale(high)
    span = (high - low) or 1
    return wide.point(lambda value: value * (255 / span) - low * 255 / span).convert("L")


def _full_scale(high: float) -> int:
    """What stands for white: 4095 in scans of 12 bits, else 65535."""
    return 4095 if high <= 4095 else 65535


def _in_its_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB by the profile that came with it (phones: Display P3; scanners: CMYK, Lab); a broken profile is left out."""
    if picture.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB") or picture.convert("RGB")
    if not profile or picture.mode not in ("RGB", "CMYK", "L"):
        return picture
    try:
        came = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, came, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Flatten transparency onto white: a signature on a transparent background would otherwise turn black on black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _nothing_on(picture: Image.Image) -> bool:
    grey = picture.convert("L")
    low, high = grey.getextrema()
    return high - low <= 8 or (ImageStat.Stat(grey).stddev[0] < FLAT and high - low < 64)


def _jpeg(picture: Image.Image) -> bytes:
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=85)
    return drawn.getvalue()


def _bound(pages: list[bytes], drawn: list[Image.Image]) -> bytes:
    """The pages as one PDF, none larger than A4."""
    with pikepdf.new() as pdf:
        for jpeg, picture in zip(pages, drawn, strict=True):
            scale = A4_POINTS / max(picture.size)
            width, height = (round(side * scale, 2) for side in picture.size)
            shown = pikepdf.Stream(pdf, jpeg)
            shown.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=picture.width, Height=picture.height,
                ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            page = pdf.add_blank_page(page_size=(width, height))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=pdf.make_indirect(shown)))
            page.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Page Do Q".encode())
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()
