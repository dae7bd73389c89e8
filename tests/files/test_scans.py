"""PDF files: what is on the pages is kept and seen, filled in or stamped; nothing else comes along; half a file is refused."""

import io
import re
import time

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name

from portal.files.cleaning import Refused, clean
from tests.files import papers
from tests.files.papers import drawn, field, note, ofd, pdf

PIXELS = 60_000_000


def kept(content: bytes) -> bytes:
    return clean(content, PIXELS).content


def colours(content: bytes, at: tuple[int, int] = (160, 40)) -> tuple[int, ...]:
    """The colour a reader shows at a point of the first page, from the top left, one pixel a point."""
    with pymupdf.open(stream=content, filetype="pdf") as opened:
        return opened[0].get_pixmap().pixel(*at)


def words(content: bytes) -> str:
    with pymupdf.open(stream=content, filetype="pdf") as opened:
        return opened[0].get_text()


def everything_in(content: bytes) -> bytes:
    """All dictionaries and all streams, decoded."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        told = [repr(opened.trailer).encode()]
        for each in opened.objects:
            told.append(repr(each).encode())
            if isinstance(each, pikepdf.Stream):
                told.append(each.read_bytes())
    return b"\n".join(told)


def hide_a_script_everywhere(made: pikepdf.Pdf) -> None:
    page, script = made.pages[0].obj, papers.script(made)
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=["x", script]))
    made.Root.Outlines = Dictionary(First=Dictionary(Title="x", A=script))
    made.Root.Pages.AA = Dictionary(O=script)
    page.AA = Dictionary(O=script)
    page.PA = script
    note(made, "Link", A=script, PA=script)
    look = drawn(made)
    look.AA, look.PieceInfo = Dictionary(O=script), Dictionary(Evil=script)
    page.Resources = Dictionary(XObject=Dictionary(AA=look), Properties=Dictionary(MC0=Dictionary(Evil=script)))
    page.Contents = made.make_stream(b"20 20 100 100 re f /AA Do")


def hide_files_and_media(made: pikepdf.Pdf) -> None:
    made.attachments["evil.exe"] = b"MZ evil"
    kept_in = made.make_indirect(
        Dictionary(Type=Name.Filespec, F="evil.exe", EF=Dictionary(F=made.make_stream(b"MZ evil")))
    )
    for kind in ("FileAttachment", "RichMedia", "Movie", "Screen", "Sound", "3D"):
        note(made, kind, drawn(made, b"q evil Q"), FS=kept_in, RichMediaContent=Dictionary(Assets=kept_in))
    made.Root.AF = Array([kept_in])
    made.pages[0].obj.AF = Array([kept_in])
    made.Root.Collection = Dictionary(D="evil.exe")


def say_who_and_where(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = "evil author"
    with made.open_metadata() as about:
        about["dc:title"] = "evil title"
    made.pages[0].obj.Metadata = made.make_stream(b"evil place")
    made.pages[0].obj.PieceInfo = Dictionary(Editor=Dictionary(Private="evil"))
    made.Root.StructTreeRoot = Dictionary(K=Dictionary(Alt="evil"))
    note(made, "Text", drawn(made, b"q evil Q"), Contents="evil remark")


@pytest.mark.parametrize("hide", [hide_a_script_everywhere, hide_files_and_media, say_who_and_where])
def test_nothing_comes_along_that_is_not_on_the_page(hide):
    clean_file = kept(pdf(hide))
    left = everything_in(clean_file)
    assert b"evil" not in left
    assert not re.search(
        rb"/(AA|PA|JS|JavaScript|OpenAction|AF|EF|Annots|Metadata|PieceInfo|Names|Outlines|AcroForm)'", left
    )
    assert colours(clean_file, (50, 100)) == (0, 0, 0), "and the page is as it was"


def test_a_drawing_whose_name_is_that_of_an_action_stays():
    """Names of resources are anybody's choice: /AA may be a picture."""
    assert colours(kept(pdf(hide_a_script_everywhere)), (10, 190)) == (255, 0, 0)


def test_what_was_filled_in_is_on_the_page_afterwards():
    assert colours(kept(pdf(lambda made: field(made, "张三", drawn(made))))) == (255, 0, 0)


def test_what_a_program_filled_in_without_drawing_it_is_drawn():
    assert "ABC 123" in words(kept(pdf(lambda made: field(made, "ABC 123"))))
    assert "ABC 123" in words(kept(pdf(lambda made: field(made, "ABC 123", drawn(made), stale=True))))


def test_chinese_that_was_filled_in_and_not_drawn_is_refused_in_words():
    with pytest.raises(Refused, match=r"没有存到页面上.*打印"):
        kept(pdf(lambda made: field(made, "张三")))


def test_an_empty_form_is_no_filled_one():
    assert kept(pdf(lambda made: field(made, "")))


@pytest.mark.parametrize("kind", ["Stamp", "Ink", "FreeText", "Highlight", "Line", "Square"])
def test_what_was_stamped_or_marked_is_on_the_page_afterwards(kind):
    assert colours(kept(pdf(lambda made: note(made, kind, drawn(made))))) == (255, 0, 0)
    with pytest.raises(Refused, match="没有存到页面上"):
        kept(pdf(lambda made: note(made, kind)))


def test_a_black_box_that_hides_nothing_yet_is_refused():
    with pytest.raises(Refused, match="还没有真正涂黑"):
        kept(pdf(lambda made: note(made, "Redact", drawn(made))))


def test_a_form_of_one_program_only_is_refused():
    def dynamic(made):
        made.Root.NeedsRendering = True

    with pytest.raises(Refused, match="填写软件专用"):
        kept(pdf(dynamic))


def test_layers_that_are_not_shown_are_not_shown_afterwards():
    def hidden(made):
        layer = made.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
        made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), AS=Array([])))
        made.pages[0].Resources = Dictionary(Properties=Dictionary(L=layer))
        made.pages[0].Contents = made.make_stream(b"20 20 100 100 re f /OC /L BDC 1 0 0 rg 130 150 60 20 re f EMC")

    assert colours(pdf(hidden)) == colours(kept(pdf(hidden))) == (255, 255, 255)


def layered(made, name: str, *, shown: bool) -> Dictionary:
    """A layer called `name`, on or off, in the catalogue of the file."""
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=name))
    if "/OCProperties" not in made.Root:
        made.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(OFF=Array()))
    told = made.Root.OCProperties
    told.OCGs = Array([*told.OCGs, layer])
    if not shown:
        told.D.OFF = Array([*told.D.OFF, layer])
    return layer


HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def test_what_is_on_a_layer_that_is_off_is_not_in_the_file_and_what_is_on_others_is():
    def hide(made):
        off, on = layered(made, "evil layer", shown=False), layered(made, "other", shown=True)
        either = made.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array([off, on]), P=Name.AnyOn))
        neither = made.make_indirect(Dictionary(Type=Name.OCMD, VE=Array([Name.And, off, Array([Name.Not, off])])))
        inner = made.make_stream(b"/OC /Off BDC BT /F 9 Tf (evil in a form) Tj ET EMC 0 1 0 rg 0 0 10 10 re f")
        for key, value in {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": Array([0, 0, 60, 20]),
            "/Resources": Dictionary(Properties=Dictionary(Off=off), Font=Dictionary(F=HELVETICA)),
        }.items():
            inner[key] = value
        gone = drawn(made, b"(evil drawing) pop")
        gone["/OC"] = off
        made.pages[0].Resources = Dictionary(
            Properties=Dictionary(Off=off, On=on, Either=either, Neither=neither),
            Font=Dictionary(F=HELVETICA),
            XObject=Dictionary(Inner=inner, Gone=gone, Unused=drawn(made, b"(evil unused) pop")),
        )
        made.pages[0].Contents = made.make_stream(
            b"BT /F 12 Tf 10 180 Td /OC /Off BDC (evil text) Tj /Span BMC (evil inside) Tj EMC EMC (seen) Tj ET "
            b"/OC /On BDC BT /F 12 Tf 10 160 Td (on a layer) Tj ET EMC "
            b"/OC /Either BDC BT /F 12 Tf 10 140 Td (on either) Tj ET EMC "
            b"/OC /Neither BDC BT /F 12 Tf 10 120 Td (evil by expression) Tj ET 1 0 0 rg 100 100 60 60 re f EMC "
            b"/Span <</ActualText (evil words)>> BDC BT /F 12 Tf 10 100 Td (spoken) Tj ET EMC "
            b"q 1 0 0 1 150 20 cm /Inner Do Q /Gone Do"
        )

    clean_file = kept(pdf(hide))
    assert b"evil" not in everything_in(clean_file)
    for seen in ("seen", "on a layer", "on either", "spoken"):
        assert seen in words(clean_file)
    assert colours(clean_file, (155, 175)) == colours(pdf(hide), (155, 175)) == (0, 255, 0)
    assert colours(clean_file, (130, 70)) == (255, 255, 255), "ISO 32000 §8.11.2.2; MuPDF reads no expressions"


def test_text_and_pictures_outside_of_the_page_are_not_in_the_file():
    def crop(made):
        page = made.pages[0]
        page.CropBox = Array([50, 50, 150, 150])
        page.Resources = Dictionary(
            Font=Dictionary(F=HELVETICA), XObject=Dictionary(Far=drawn(made, b"(evil far) pop"))
        )
        page.Contents = made.make_stream(
            b"BT /F 12 Tf 60 100 Td (inside) Tj 0 80 Td (evil above) Tj 0 -12 TL T* 120 0 Td [(evil) -200 ( beyond)] TJ ET "
            b"BT /F 12 Tf 1 0 0 1 40 70 Tm (reaches in) Tj 12 TL 0 -60 Td (evil below) ' ET "
            b"q 20 0 0 20 0 0 cm BI /W 4 /H 1 /BPC 8 /CS /G ID evil EI Q q 1 0 0 1 160 160 cm /Far Do Q "
            b"q 20 0 0 20 60 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"
        )

    came, clean_file = pdf(crop), kept(pdf(crop))
    assert b"evil" not in everything_in(clean_file)
    assert "inside" in words(clean_file)
    assert "eaches in" in words(clean_file).replace("\n", " ")
    assert [colours(clean_file, at) for at in ((20, 80), (90, 10))] == [
        colours(came, at) for at in ((20, 80), (90, 10))
    ]


def test_fonts_and_states_have_only_what_they_consist_of():
    def hide(made):
        font = made.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Note="evil"),
                FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32, Said="evil"),
                Custom="evil",
                Attached=made.make_stream(b"evil"),
            )
        )
        state = Dictionary(Type=Name.ExtGState, LW=2, Hidden=made.make_stream(b"evil"))
        space = Array([Name.ICCBased, made.make_stream(b"no profile", N=3, Said="evil")])
        made.pages[0].Resources = Dictionary(
            Font=Dictionary(F=font), ExtGState=Dictionary(G=state), ColorSpace=Dictionary(C=space)
        )
        made.pages[0].Contents = made.make_stream(b"/G gs BT /F 12 Tf 10 100 Td (seen) Tj ET 20 20 20 20 re f")

    clean_file = kept(pdf(hide))
    assert b"evil" not in everything_in(clean_file)
    assert "seen" in words(clean_file)


def test_size_and_turn_are_kept_also_where_the_tree_says_them():
    def inherited(made):
        for page in made.pages:
            del page.obj["/MediaBox"]
        made.Root.Pages.MediaBox = Array([0, 0, 300, 200])
        made.Root.Pages.Rotate = 90

    with pymupdf.open(stream=kept(pdf(inherited, pages=3)), filetype="pdf") as opened:
        assert [(page.rect.width, page.rect.height) for page in opened] == [(200, 300)] * 3


@pytest.mark.parametrize("share", [0.2, 0.6, 0.9, 0.99])
def test_a_file_that_was_cut_short_is_refused(share):
    whole = pdf(pages=3)
    with pytest.raises(Refused, match=r"不完整|已损坏"):
        kept(whole[: int(len(whole) * share)])


def test_pages_that_are_all_blank_are_refused_and_one_among_them_is_not():
    def blank(made):
        for page in list(made.pages)[1:]:
            page.Contents = made.make_stream(b"q Q")

    def all_blank(made):
        blank(made)
        made.pages[0].Contents = made.make_stream(b"q 1 0 0 1 0 0 cm Q")

    with pikepdf.open(io.BytesIO(kept(pdf(blank, pages=3)))) as opened:
        assert len(opened.pages) == 3
    with pytest.raises(Refused, match="空白"):
        kept(pdf(all_blank, pages=3))


def test_blank_contents_that_many_pages_share_are_read_once():
    def shared(made):
        spaces = made.make_stream(b" " * 5_000_000)
        for page in made.pages:
            page.Contents = spaces

    began = time.process_time()
    with pytest.raises(Refused, match="空白"):
        kept(pdf(shared, pages=100))
    assert time.process_time() - began < 8, "each of a hundred would take minutes"


def test_pages_that_are_counted_but_not_there_are_refused():
    whole = pdf()
    assert b"/Count 1 " in whole
    with pytest.raises(Refused, match="不完整"):
        kept(whole.replace(b"/Count 1 ", b"/Count 5 "))


def test_an_ofd_is_kept_byte_for_byte():
    whole = ofd({"Doc_0/Signs/Sign_0/SignedValue.dat": b"seal", "Doc_0/Res/image_0.png": b"png"})
    assert clean(whole, PIXELS)[:3] == ("application/ofd", ".ofd", whole)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"Doc_0/Attachs/evil.exe": b"MZ"}, "附件"),
        (
            {
                "Doc_0/Attachs/Attachments.xml": b'<ofd:Attachments xmlns:ofd="u"><ofd:Attachment Name="x"/></ofd:Attachments>'
            },
            "附件",
        ),
        ({"Doc_0/Document.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a/>'}, "附件"),
        ({"Doc_0/Attachments.xml": '<?xml version="1.0" encoding="UTF-16"?><Attachment/>'.encode("utf-16")}, "附件"),
        ({"Doc_0/Attachments.xml": b'<o-f:Attachment xmlns:o-f="u"/>'}, "附件"),
        ({"Doc_0/Attachments.xml": '<附:Attachment xmlns:附="u"/>'.encode()}, "附件"),
        ({"Doc_0/Res.xml": b'<ofd:MultiMedia xmlns:ofd="u" ID="5" Type="Audio"/>'}, "附件"),
        ({"Doc_0/Res.xml": b'<ofd:Action xmlns:ofd="u"><ofd:URI URI=" JavaScript:evil()"/></ofd:Action>'}, "附件"),
        ({"Doc_0/Res.xml": b"<a>"}, "损坏"),
        ({"../../etc/passwd.xml": b"<a/>"}, "损坏"),
        ({"Doc_0/Res/big.xml": b" " * 60_000_000}, "太大"),
    ],
)
def test_an_ofd_with_more_than_pages_is_refused(parts, message):
    with pytest.raises(Refused, match=message):
        clean(ofd(parts), PIXELS)


@pytest.mark.parametrize("hidden", [b"MZ" + bytes(3000), b"<html><script>evil()</script>"])
def test_an_ofd_that_is_something_else_too_is_none(hidden):
    for whole in (hidden + ofd(), ofd() + hidden):
        with pytest.raises(Refused, match="不是照片或 PDF"):
            clean(whole, PIXELS)


def test_an_ofd_cut_short_is_refused():
    whole = ofd({"Doc_0/Res/image_0.png": bytes(range(256)) * 400})
    with pytest.raises(Refused):
        clean(whole[: len(whole) // 2], PIXELS)
