"""Font files made fit for print: TrueType outlines, cut to the characters wanted, named by us.

PDF readers built on MuPDF and Ghostscript, hence many printers, draw subsets of
CFF outlines as blanks or boxes; only TrueType outlines print everywhere.
"""

from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# How far a quadratic curve may stray from the cubic one, in thousandths of an em.
TOLERANCE = 1.0
REGULAR = 400
# fsSelection and macStyle of a face that is neither bold nor slanted.
PLAIN = {"fsSelection": 0x40, "macStyle": 0}
WINDOWS_UNICODE_ENGLISH = (3, 1, 0x409)
COPYRIGHT, DESCRIPTION, LICENCE, LICENCE_ADDRESS = 0, 10, 13, 14
CHANGED = "Cut to the characters wanted, with TrueType outlines, by portal.documents.fonts; when, says the table head."
DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "meta", "prep", "vhea", "vmtx"]


def cut(source: Path, target: Path, *, family: str, code_points: Iterable[int]) -> set[int]:
    """Write the glyphs of ``code_points`` as a TrueType font called ``family``.

    Returns the code points that ``source`` really had. Layout tables are dropped:
    horizontal Chinese needs none, and every one costs time in each document.
    """
    with TTFont(source, lazy=True, recalcBBoxes=False) as font:
        kept = set(font.getBestCmap()) & set(code_points)
        if "glyf" in font:
            _subset(font, family, kept)
            font.save(target)
        else:
            _convert(font, family, kept).save(target)
    return kept


def code_points(path: Path) -> set[int]:
    """Every code point the font at ``path`` maps (the first face of a collection)."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return set(font.getBestCmap())


def is_truetype(path: Path) -> bool:
    """Whether the outlines are TrueType rather than CFF."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return "glyf" in font


def families(path: Path) -> list[str]:
    """The family names fontconfig may know the font by."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 16)}
    return sorted(names)


def _subset(font: TTFont, family: str, kept: set[int]) -> None:
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [COPYRIGHT, LICENCE, LICENCE_ADDRESS]
    options.drop_tables += DROPPED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    # A modified font must not carry the original's name; one weight per family.
    for name_id, value in _names(family).items():
        font["name"].setName(value, name_id, *WINDOWS_UNICODE_ENGLISH)
    font["OS/2"].usWeightClass = REGULAR
    font["OS/2"].fsSelection = PLAIN["fsSelection"]
    font["head"].macStyle = PLAIN["macStyle"]


def _convert(font: TTFont, family: str, kept: set[int]) -> TTFont:
    """A new TrueType font of the kept characters: quicker than subsetting CFF first."""
    names = {point: font.getBestCmap()[point] for point in sorted(kept)}
    order = [".notdef", *dict.fromkeys(names.values())]
    drawn = font.getGlyphSet()
    glyphs = {name: _quadratic(drawn[name]) for name in order}
    widths = {name: (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0)) for name in order}
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs, calcGlyphBounds=False)
    builder.setupHorizontalMetrics(widths)
    ascent, descent = font["hhea"].ascent, font["hhea"].descent
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable({})
    licences = (COPYRIGHT, LICENCE, LICENCE_ADDRESS)
    said = {name_id: font["name"].getDebugName(name_id) for name_id in licences}
    for name_id, value in {**said, **_names(family)}.items():
        if value:
            builder.font["name"].setName(value, name_id, *WINDOWS_UNICODE_ENGLISH)
    builder.setupOS2(
        usWeightClass=REGULAR,
        fsSelection=PLAIN["fsSelection"],
        sTypoAscender=ascent,
        sTypoDescender=descent,
        usWinAscent=ascent,
        usWinDescent=-descent,
    )
    builder.setupPost(keepGlyphNames=False)
    return builder.font


def _quadratic(glyph):
    pen = TTGlyphPen(None)
    glyph.draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
    outline = pen.glyph(dropImpliedOnCurves=True)
    outline.recalcBounds(None)
    return outline


def _names(family: str) -> dict[int, str]:
    return {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "") + "-Regular", DESCRIPTION: CHANGED}
