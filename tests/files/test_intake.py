"""附件: told by what they are, cleaned, handed out as downloads to those who may see the row, and recorded."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.files.cleaning.pictures import LONGEST_SIDE
from portal.files.intake import MAX_BYTES, inspect
from portal.files.models import Attachment
from portal.testing import factories
from portal.testing.pictures import photo


def picture(kind: str, *, mode="RGB", size=(40, 30), colour=None, **options) -> bytes:
    return photo(
        (200, 30, 30) if mode == "RGB" and colour is None else colour or 0, size=size, kind=kind, mode=mode, **options
    )


def document(change=None, **options) -> bytes:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        page.Contents = pdf.make_stream(b"20 20 100 100 re f")
        if change:
            change(pdf)
        written = io.BytesIO()
        pdf.save(written, **options)
    return written.getvalue()


def take(content: bytes, name: str = "扫描件.bin"):
    return inspect(FileStorage(io.BytesIO(content), name))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "HEIF", "AVIF"])
def test_pictures_of_every_kind_become_jpeg(kind):
    clean = take(picture(kind), "照片.html")
    assert (clean.mime, clean.name) == ("image/jpeg", "照片.jpg")
    assert opened(clean.content).format == "JPEG"
    assert opened(clean.content).size == (40, 30)


def test_where_and_with_what_it_was_taken_is_dropped_but_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Huawei"  # turned by a quarter, maker
    exif.get_ifd(0x8825)[2] = (39.0, 49.0, 12.0)  # latitude
    clean = take(picture("JPEG", exif=exif))
    assert b"Huawei" not in clean.content
    assert not opened(clean.content).getexif()
    assert opened(clean.content).size == (30, 40)


def test_what_is_hidden_behind_a_picture_is_dropped():
    assert b"<script>" not in take(picture("JPEG") + b"<script>alert(1)</script>").content


def test_a_signature_drawn_on_nothing_comes_out_on_white():
    clean = take(picture("PNG", mode="RGBA"))
    assert opened(clean.content).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller():
    assert max(opened(take(picture("JPEG", size=(6000, 4000))).content).size) == LONGEST_SIDE


def test_a_scan_is_kept():
    clean = take(document(), "调解协议.PDF")
    assert (clean.mime, clean.name) == ("application/pdf", "调解协议.pdf")
    with pikepdf.open(io.BytesIO(clean.content)) as pdf:
        assert len(pdf.pages) == 1


def active(pdf: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = script
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", script]))
    pdf.attachments["evil.html"] = b"<script>evil()</script>"
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
    pdf.pages[0].obj.Annots = pikepdf.Array([note])
    pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)


def test_a_pdf_that_would_do_something_is_made_to_lie_still():
    clean = take(document(active)).content
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        flat = pikepdf.unparse_content_stream([]) + b"".join(repr(each).encode() for each in pdf.objects)
        assert not pdf.attachments
    for active_part in (b"JavaScript", b"app.alert", b"OpenAction", b"evil"):
        assert active_part not in flat


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b"x", "不是照片或 PDF"),
        (b"<html><script>alert(1)</script>", "不是照片或 PDF"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "不是照片或 PDF"),
        (b"MZ" + bytes(200), "不是照片或 PDF"),
        (b"PK\x03\x04" + bytes(100), "不是照片或 PDF"),
        (b"GIF89a" + bytes(100), "不是照片或 PDF"),
        (b"%PDF-1.7\n" + bytes(200), "已损坏"),
        (document()[:200], "已损坏"),
        (document(encryption=pikepdf.Encryption(user="geheim", owner="geheim")), "有密码"),
        (picture("JPEG")[:300], "已损坏"),
        (picture("PNG")[:60], "已损坏"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "已损坏"),
        (b"\xff" * (MAX_BYTES + 1), "超过 20 MB"),
    ],
    ids=range(14),
)
def test_what_is_no_photo_and_no_scan_is_refused_in_words(content, message):
    for name in ("扫描.pdf", "照片.jpg", "网页.html"):
        with pytest.raises(RuleError, match=message):
            take(content, name)


def test_a_small_file_that_would_fill_the_memory_is_refused():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    for width, height in ((50_000, 50_000), (10_000, 9_000)):
        size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        bomb = (
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + b"\x08\x02\0\0\0") + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
        )
        with pytest.raises(RuleError, match="尺寸过大"):
            take(bomb)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\fakepath\\现场.JPG", "现场.jpg"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie x.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("", "附件.jpg"),
        (None, "附件.jpg"),
        ("...", "附件.jpg"),
        (".jpg", "附件.jpg"),
        ("长" * 300 + ".png", "长" * 80 + ".jpg"),
        ("<b>现场</b>.png", "b.jpg"),
    ],
)
def test_names_lose_what_hides_and_separates(given, kept):
    assert take(picture("JPEG"), given).name == kept


@pytest.mark.database
class TestDownload:
    """Who may have it, how it goes out, and what is recorded."""

    @pytest.fixture
    def attachment(self, cast) -> int:
        case = factories.case(cast.taixing, by=cast.clerk)
        upload = FileStorage(io.BytesIO(picture("PNG")), "现场照片.png")
        attachment = Attachment.take_in(upload, subject=case, purpose="现场照片", by=cast.clerk)
        db.session.commit()
        return attachment.id

    def test_it_goes_out_as_a_download_that_nobody_keeps(self, as_user, attachment):
        answer = as_user("clerk").get(f"/files/{attachment}")
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert (
            "sandbox" in answer.headers["Content-Security-Policy"]
            or "default-src 'none'" in (answer.headers["Content-Security-Policy"])
        )

    def test_every_download_is_recorded(self, as_user, attachment, cast):
        client = as_user("director")
        client.get(f"/files/{attachment}")
        client.get(f"/files/{attachment}")
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "download")).all()
        assert [(entry.actor_id, entry.subject_id, entry.detail) for entry in entries] == [
            (cast.director.id, str(attachment), "现场照片.jpg")
        ] * 2

    def test_for_others_it_does_not_exist(self, as_user, client, attachment):
        assert as_user("outsider").get(f"/files/{attachment}").status_code == 404
        assert as_user("grid").get(f"/files/{attachment}").status_code == 404
        assert client.get(f"/files/{attachment}").status_code == 303
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "download")).all()

    def test_the_same_bytes_are_kept_once_and_a_changed_file_is_not_handed_out(self, app, as_user, cast, attachment):
        row = db.session.get(Attachment, attachment)
        path = app.extensions["portal_settings"].instance / "files" / row.sha256[:2] / row.sha256
        path.write_bytes(b"changed behind our back")
        try:
            assert as_user("clerk").get(f"/files/{attachment}").status_code == 500
        finally:
            path.unlink()
