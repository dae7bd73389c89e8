"""What nobody sees on the pages of a PDF does not come into the archive: in the places where it hides best."""

import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.files.papers import drawn, note, pdf
from tests.files.test_scans import HELVETICA, colours, everything_in, kept, layered, words

HIDDEN = b"/OC /Off BDC 1 0 0 rg 0 0 200 200 re f BT /F 9 Tf (evil) Tj ET EMC 0 1 0 rg 0 0 10 10 re f"


def hidden_inside(made, **more):
    """A drawing with something on a layer that is off, and something green that is seen."""
    off = layered(made, "layer", shown=False)
    inside = drawn(made, HIDDEN)
    inside.Resources = Dictionary(Properties=Dictionary(Off=off), Font=Dictionary(F=HELVETICA))
    for key, value in more.items():
        inside[f"/{key}"] = value
    return inside


def in_a_pattern(made):
    pattern = hidden_inside(
        made,
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        XStep=60,
        YStep=20,
        BBox=Array([0, 0, 60, 20]),
    )
    made.pages[0].Resources = Dictionary(Pattern=Dictionary(P=pattern))
    made.pages[0].Contents = made.make_stream(b"/Pattern cs /P scn 0 0 200 200 re f")


def in_a_form_in_a_pattern(made):
    form = hidden_inside(made)
    in_a_pattern(made)
    pattern = made.pages[0].Resources.Pattern.P
    pattern.Resources = Dictionary(XObject=Dictionary(Form=form))
    pattern.write(b"/Form Do")


def in_a_character(made):
    form = hidden_inside(made)
    look = made.make_stream(b"60 0 d0 " + HIDDEN)
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 60, 20]),
        FontMatrix=Array([0.01, 0, 0, 0.01, 0, 0]),
        CharProcs=Dictionary(a=look),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([60]),
        Resources=form.Resources,
    )
    made.pages[0].Resources = Dictionary(Font=Dictionary(T=made.make_indirect(font)))
    made.pages[0].Contents = made.make_stream(b"BT /T 100 Tf 10 10 Td (a) Tj ET")


def in_a_mask(made):
    mask = hidden_inside(made, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask))
    made.pages[0].Resources = Dictionary(ExtGState=Dictionary(G=state))
    made.pages[0].Contents = made.make_stream(b"/G gs 0 0 200 200 re f")


def in_a_field(made):
    off = layered(made, "layer", shown=False)
    look = drawn(made, b"BT /F 9 Tf (evil) Tj ET 1 0 0 rg 0 0 60 20 re f")
    look.Resources = Dictionary(Font=Dictionary(F=HELVETICA))
    field = note(made, "Widget", look, FT=Name.Tx, T="name", V="evil", OC=off)
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def by_its_use(made):
    layer = layered(made, "layer", shown=True)
    layer.Usage = Dictionary(View=Dictionary(ViewState=Name.OFF))
    rule = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([layer]))
    made.Root.OCProperties.D.AS = Array([rule])
    made.pages[0].Resources = Dictionary(Properties=Dictionary(Off=layer), Font=Dictionary(F=HELVETICA))
    made.pages[0].Contents = made.make_stream(HIDDEN)


@pytest.mark.parametrize(
    "hide", [in_a_pattern, in_a_form_in_a_pattern, in_a_character, in_a_mask, in_a_field, by_its_use]
)
def test_what_is_on_a_layer_that_is_off_is_neither_seen_nor_in_the_file(hide):
    came, clean_file = pdf(hide), kept(pdf(hide))
    assert b"evil" not in everything_in(clean_file)
    assert b"0 0 200 200 re f" not in everything_in(clean_file) or hide in (
        in_a_pattern,
        in_a_form_in_a_pattern,
        in_a_mask,
    )
    assert (255, 0, 0) not in [colours(clean_file, at) for at in ((160, 40), (100, 150), (12, 188))]
    assert colours(clean_file, (5, 195)) == colours(came, (5, 195))


def test_a_layer_that_is_turned_on_by_its_use_stays():
    def shown(made):
        by_its_use(made)
        layer = made.Root.OCProperties.OCGs[0]
        layer.Usage.View.ViewState = Name.ON
        made.Root.OCProperties.D.OFF = Array([layer])

    assert "evil" in words(kept(pdf(shown)))


def page_with(contents: bytes):
    """A page with a font, transparent states and `contents`."""

    def made(made):
        page = made.pages[0]
        page.Resources = Dictionary(
            Font=Dictionary(F=HELVETICA),
            ExtGState=Dictionary(Clear=Dictionary(ca=0), Half=Dictionary(ca=0.5), Full=Dictionary(ca=1)),
        )
        page.Contents = made.make_stream(contents)

    return made


EVIL = b"BT /F 12 Tf 20 100 Td (evil) Tj ET "


@pytest.mark.parametrize(
    "contents",
    [
        EVIL + b"0 g 15 95 100 20 re f",
        EVIL + b"1 g 15 95 m 115 95 l 115 115 l 15 115 l h f",
        b"BT /F 12 Tf 20 100 Td (ev) Tj (il evil) Tj ET q 0 1 -1 0 120 90 cm 0 0 40 120 re f Q",
        EVIL + b"q 10 90 150 40 re W n 0 0 200 200 re f Q",
        b"q /Clear gs " + EVIL + b"Q",
        b"q 20 100 1 1 re W n " + EVIL + b"Q",
        b"q 150 150 40 40 re W n " + EVIL + b"Q",
        b"BT /F 0.01 Tf 20 100 Td (evil) Tj ET",
        b"BT /F 12 Tf 0.001 0 0 0.001 20 100 Tm (evil) Tj ET",
        b"BT /F 12 Tf 0.01 Tz 20 100 Td (evil) Tj ET",
    ],
)
def test_text_that_is_covered_transparent_clipped_away_or_tiny_is_not_in_the_file(contents):
    came = pdf(page_with(contents + b" BT 100 Tz /F 12 Tf 20 20 Td (seen) Tj ET"))
    clean_file = kept(came)
    assert b"evil" not in everything_in(clean_file)
    assert "evil" not in words(clean_file)
    assert words(clean_file).strip() == "seen"
    assert [colours(clean_file, at) for at in ((30, 95), (100, 100))] == [
        colours(came, at) for at in ((30, 95), (100, 100))
    ]


PICTURE = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI "
STENCIL = b"BI /W 1 /H 1 /IM true /BPC 1 ID \x00 EI "
OVER_IT = b"q 100 0 0 20 15 95 cm "


@pytest.mark.parametrize(
    "covering",
    [
        OVER_IT + b"/Picture Do Q",
        OVER_IT + PICTURE + b"Q",
        b"q 70 70 -70 70 70 40 cm /Picture Do Q",
        b"q 10 90 150 40 re W n 200 0 0 200 0 0 cm /Picture Do Q",
        b"0 g 65 40 m 140 105 l 65 170 l -40 105 l f",
        b"0 g 65 170 m -60 170 -60 40 65 40 c 190 40 190 170 65 170 c b*",
        b"0 g 65 170 m -60 170 -60 40 65 40 c 165 40 165 170 65 170 c h 150 150 10 10 re f",
        b"0 g 10 90 m 120 90 l 120 120 l 60 120 l 60 125 l 50 125 l 50 120 l 10 120 l B",
        b"0 g 15 95 100 20 re 150 150 10 10 re f",
    ],
)
def test_text_under_a_picture_or_under_any_shape_is_not_in_the_file(covering):
    came = pdf(with_pictures(EVIL + covering + b" BT /F 12 Tf 20 20 Td (seen) Tj ET"))
    clean_file = kept(came)
    assert b"evil" not in everything_in(clean_file)
    assert words(clean_file).strip() == "seen"
    assert [colours(clean_file, at) for at in ((30, 95), (100, 100))] == [
        colours(came, at) for at in ((30, 95), (100, 100))
    ]


@pytest.mark.parametrize(
    "contents",
    [
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET q 100 0 0 20 15 95 cm /Masked Do Q",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET q 100 0 0 20 15 95 cm /Soft Do Q",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET " + OVER_IT + STENCIL + b"Q",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET q 100 0 0 20 25 95 cm /Picture Do Q",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET q /Half gs 100 0 0 20 15 95 cm /Picture Do Q",
        b"q 100 0 0 20 15 95 cm /Picture Do Q 1 g BT /F 12 Tf 20 100 Td (seen) Tj ET",
        b"BT 3 Tr /F 12 Tf 20 100 Td (seen) Tj ET q 200 0 0 200 0 0 cm /Picture Do Q",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 15 95 100 20 re 16 96 98 18 re f*",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 15 95 m 60 95 l 60 118 l 62 118 l 62 95 l 115 95 l 65 102 l f",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 65 110 m 20 110 20 90 65 90 c 110 90 110 110 65 110 c 80 104 m f",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 15 95 m 115 115 l S",
    ],
)
def test_text_that_a_picture_or_a_shape_leaves_to_be_seen_stays(contents):
    assert "seen" in words(kept(pdf(with_pictures(b"0 0 5 5 re f " + contents)))).replace("\n", "")


def with_pictures(contents: bytes):
    """As `page_with`, with pictures: one, one with holes, one that is half transparent."""

    def made(made):
        page_with(contents)(made)
        grey = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8}
        grey |= {"/ColorSpace": Name.DeviceGray}
        half = made.make_stream(b"\x7f", Dictionary(grey))
        made.pages[0].Resources.XObject = Dictionary(
            Picture=made.make_stream(b"\x00", Dictionary(grey)),
            Masked=made.make_stream(b"\x00", Dictionary(grey | {"/Mask": Array([255, 255])})),
            Soft=made.make_stream(b"\x00", Dictionary(grey | {"/SMask": half})),
        )

    return made


@pytest.mark.parametrize(
    "contents",
    [
        b"0 g 15 95 100 20 re f 1 g BT /F 12 Tf 20 100 Td (seen) Tj ET",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET /Half gs 15 95 100 20 re f",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 25 95 100 20 re f",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 15 80 100 20 re f",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 15 95 100 20 re S",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET 15 95 m 115 115 l 115 95 l f",
        b"BT /F 12 Tf 20 100 Td (seen) Tj ET q 150 95 10 20 re W n 15 95 200 20 re f Q",
        b"q /Clear gs /Full gs BT /F 12 Tf 20 100 Td (seen) Tj ET Q",
        b"q 0.01 0 0 0.01 0 0 cm BT /F 1200 Tf 2000 10000 Td (seen) Tj ET Q",
        b"q 20 100 40 6 re W n BT /F 12 Tf 20 100 Td (seen) Tj ET Q",
        b"BT 3 Tr /F 12 Tf 20 100 Td (seen) Tj ET",
    ],
)
def test_text_of_which_something_may_be_seen_and_that_of_a_scan_stays(contents):
    assert "seen" in words(kept(pdf(page_with(b"0 0 5 5 re f " + contents)))).replace("\n", "")


WIDE = Dictionary({**HELVETICA, "/Widths": Array([500] * 96), "/FirstChar": 32, "/LastChar": 127})
SIGNS = Dictionary(
    Type=Name.Font,
    Subtype=Name.Type0,
    BaseFont=Name.Song,
    Encoding=Name("/Identity-H"),
    DescendantFonts=Array(
        [
            Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType2,
                BaseFont=Name.Song,
                CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
                FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name.Song, Flags=4),
                DW=1000,
                W=Array([0, Array([500]), 0x65, 0x76, 500]),
            )
        ]
    ),
)


@pytest.mark.parametrize(
    ("font", "shown"),
    [
        (WIDE, b"(Name: ) Tj 1 Tc (evil) Tj 0 Tc [(seen) 20] TJ"),
        (SIGNS, b"<4e004e004e00> Tj 1 Tc <0065007600690076> Tj 0 Tc <4f01> Tj"),
    ],
)
def test_what_follows_on_the_line_stays_where_it_was(font, shown):
    def covered(made):
        made.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
        made.pages[0].Contents = made.make_stream(b"BT /F 12 Tf 20 100 Td " + shown + b" ET 0 g 55 97 32 14 re f")

    def last_letter(content):
        with pymupdf.open(stream=content, filetype="pdf") as opened:
            return opened[0].get_text("rawdict")["blocks"][-1]["lines"][-1]["spans"][-1]["chars"][-1]["origin"]

    came, clean_file = pdf(covered), kept(pdf(covered))
    assert b"evil" not in everything_in(clean_file)
    assert b"\0e\0v" not in everything_in(clean_file)
    assert b"<0065" not in everything_in(clean_file)
    assert last_letter(clean_file) == pytest.approx(last_letter(came), abs=0.1)
    assert len(words(clean_file).strip()) < len(words(came).strip())


def form_with(made, contents: bytes, box: list[int], **drawings):
    form = drawn(made, contents)
    form.BBox = Array(box)
    form.Resources = Dictionary(Font=Dictionary(F=HELVETICA), XObject=Dictionary(drawings))
    return form


REACHES_OUT = b"BT /F 12 Tf 20 100 Td (seen) Tj 280 0 Td (evil) Tj 0 -900 Td (evil) Tj ET"


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_text_outside_of_the_page_is_not_in_the_file_inside_a_form_either(depth):
    def far(made):
        form = form_with(made, REACHES_OUT, [0, -900, 900, 900])
        for _ in range(depth - 1):
            form = form_with(made, b"q 1 0 0 1 5 5 cm /X Do Q", [0, -900, 900, 900], **{"/X": form})
        made.pages[0].Resources = Dictionary(XObject=Dictionary(X=form))
        made.pages[0].Contents = made.make_stream(b"q 0.9 0 0 0.9 0 0 cm /X Do Q")

    clean_file = kept(pdf(far))
    assert b"evil" not in everything_in(clean_file)
    assert words(clean_file).strip() == "seen"


def test_a_form_shows_on_each_page_what_it_showed():
    def twice(made):
        form = form_with(made, REACHES_OUT.replace(b"evil", b"right"), [0, -900, 900, 900])
        for page, at in zip(made.pages, (b"0 0", b"-250 0", b"0 0"), strict=True):
            page.Resources = Dictionary(XObject=Dictionary(X=form))
            page.Contents = made.make_stream(b"q 1 0 0 1 " + at + b" cm /X Do Q")

    with pymupdf.open(stream=kept(pdf(twice, pages=3)), filetype="pdf") as opened:
        assert [page.get_text().strip() for page in opened] == ["seen", "right", "seen"]


@pytest.mark.parametrize(("group", "there"), [(True, False), (False, True)])
def test_text_under_a_box_in_a_group_is_not_in_the_file(group, there):
    def grouped(made):
        form = form_with(made, EVIL + b"0 g 15 95 100 20 re f BT /F 12 Tf 20 20 Td (seen) Tj ET", [0, 0, 200, 200])
        if group:
            form.Group = Dictionary(S=Name.Transparency)
        made.pages[0].Resources = Dictionary(XObject=Dictionary(X=form), ExtGState=Dictionary(Half=Dictionary(ca=0.5)))
        made.pages[0].Contents = made.make_stream(b"/Half gs /X Do")

    clean_file = kept(pdf(grouped))
    assert (b"evil" in everything_in(clean_file)) is there, (
        "half transparent parts show what is below, a group does not"
    )
    assert "seen" in words(clean_file)


BOX = b"0 g 0 0 100 20 re f"


def boxed(look: bytes, kind: str = "", at: bytes = b"15 95", **more):
    """A page with text, and over it a form that draws `look`, or an annotation of `kind` that does."""

    def made(made):
        page_with(EVIL + (b"" if kind else b"q 1 0 0 1 " + at + b" cm /Over Do Q"))(made)
        over = drawn(made, look)
        over.BBox = Array([0, 0, 100, 20])
        over.Resources = Dictionary(ExtGState=Dictionary(Half=Dictionary(ca=0.5), Mixed=Dictionary(BM=Name.Multiply)))
        for key, value in more.items():
            over[f"/{key}"] = value
        if kind:
            note(made, kind, over).Rect = Array([15, 95, 115, 115])
        else:
            made.pages[0].Resources.XObject = Dictionary(Over=over)

    return made


@pytest.mark.parametrize("kind", ["", "Square", "FreeText", "Stamp", "Ink", "Polygon"])
@pytest.mark.parametrize(
    "look", [BOX, b"0 g 0 0 50 20 re f 50 0 50 20 re f", b"q 1 g -9 -9 300 300 re B Q", b"/X BMC " + BOX + b" EMC"]
)
def test_text_under_a_form_or_an_annotation_is_not_in_the_file(kind, look):
    came = pdf(boxed(look, kind))
    clean_file = kept(came)
    assert b"evil" not in everything_in(clean_file)
    assert colours(clean_file, (30, 95)) == colours(came, (30, 95))


@pytest.mark.parametrize(
    "made",
    [
        boxed(b"/Half gs " + BOX),
        boxed(b"/Mixed gs " + BOX, "Highlight"),
        boxed(BOX, "Highlight"),
        boxed(b"0 g 0 0 100 20 re S", "Square"),
        boxed(BOX, at=b"40 95"),
        boxed(b"0 0 5 5 re W n " + BOX),
        boxed(b"/OC /Off BDC " + BOX + b" EMC"),
        boxed(b"0 g -90 0 100 20 re f"),
        boxed(BOX, Matrix=Array([1, 0, 0, 1, 0, 60])),
    ],
)
def test_text_that_a_form_or_an_annotation_leaves_to_be_seen_stays(made):
    assert "evil" in words(kept(pdf(made)))


@pytest.mark.parametrize(
    ("boxes", "there"),
    [
        (b"15 95 30 20 re f 45 95 70 20 re f", False),
        (b"15 95 10 20 re f 25 95 6 20 re f 31 95 5 20 re f 36 95 80 20 re f", False),
        (b"15 95 100 9 re f 15 104 100 11 re f", False),
        (b"15 95 20 20 re f 38 95 70 20 re f", True),
        (b"15 95 100 7 re f", True),
        (b"15 95 20 20 re f /Half gs 35 95 70 20 re f", True),
    ],
)
@pytest.mark.parametrize("size", [b"12", b"3"])
def test_text_under_several_boxes_that_join_is_not_in_the_file(boxes, there, size):
    text = EVIL.replace(b"/F 12", b"/F " + size).replace(b"evil", b"evil evil evil" if size == b"3" else b"evil")
    clean_file = kept(pdf(page_with(text + b"0 g " + boxes)))
    assert (b"evil" in everything_in(clean_file)) is (there and not (size == b"3" and boxes == b"15 95 100 7 re f"))


def test_text_beyond_the_box_of_its_form_is_not_in_the_file():
    def beyond(made):
        form = form_with(made, b"BT /F 12 Tf 20 100 Td (seen) Tj 80 0 Td (evil) Tj ET", [0, 90, 60, 120])
        made.pages[0].Resources = Dictionary(XObject=Dictionary(X=form))
        made.pages[0].Contents = made.make_stream(b"/X Do")

    assert b"evil" not in everything_in(kept(pdf(beyond)))
    assert words(kept(pdf(beyond))).strip() == "seen"


def test_a_form_that_only_a_form_without_resources_draws_is_read_too():
    def inherited(made):
        inside, outer = hidden_inside(made), drawn(made, b"/Inside Do")
        made.pages[0].Resources = Dictionary(XObject=Dictionary(Outer=outer, Inside=inside))
        made.pages[0].Contents = made.make_stream(b"/Outer Do")

    assert b"evil" not in everything_in(kept(pdf(inherited)))


def test_a_form_that_is_drawn_by_another_without_resources_as_well_is_kept_whole():
    def lent(made):
        form = form_with(made, REACHES_OUT.replace(b"evil", b"right"), [0, -900, 900, 900])
        outer = drawn(made, b"q 1 0 0 1 -250 20 cm /X Do Q")
        outer.BBox = Array([0, 0, 200, 200])
        made.pages[0].Resources = Dictionary(XObject=Dictionary(Outer=outer, X=form))
        made.pages[0].Contents = made.make_stream(b"/X Do /Outer Do")

    assert {"seen", "right"} == set(words(kept(pdf(lent))).split())


@pytest.mark.parametrize(
    "odd",
    [b"q scn Tr gs /Missing gs (x) Tr Q ", b"1 2 3 l 5 re (x) m S ", b"Q Q ", b"BT /Odd 12 Tf (seen) Tj [/A] TJ ET "],
)
def test_an_instruction_that_nobody_understands_keeps_nothing_else_from_being_read(odd):
    def made(made):
        page_with(odd + EVIL + b"0 g 15 95 100 20 re f BT /F 12 Tf 20 30 Td (seen) Tj ET")(made)
        made.pages[0].Resources.Font.Odd = Dictionary({**HELVETICA, "/Widths": Array([Name.x]), "/FirstChar": Name.y})

    assert b"evil" not in everything_in(kept(pdf(made)))
    assert "seen" in words(kept(pdf(made)))


def test_a_clip_that_readers_may_understand_differently_hides_nothing():
    assert b"(seen)" in everything_in(kept(pdf(page_with(b"1 2 3 l 5 re W n BT /F 12 Tf 20 100 Td (seen) Tj ET"))))
