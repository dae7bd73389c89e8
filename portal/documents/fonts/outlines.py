"""Font files made fit for print: TrueType outlines, cut to GB 2312, named by us.

PDF readers built on MuPDF and Ghostscript, hence many printers, draw subsets of
CFF outlines as blanks or boxes; only TrueType outlines print everywhere.
"""

from collections.abc import Collection
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

# How far a quadratic curve may stray from the cubic one, in thousandths of an em.
TOLERANCE = 1.0
REGULAR = 400
WINDOWS_UNICODE_ENGLISH = (3, 1, 0x409)


def cut(source: Path, target: Path, *, family: str, code_points: Collection[int]) -> set[int]:
    """Write the glyphs of ``code_points`` as a TrueType font called ``family``.

    Returns the code points that ``source`` really had. Layout tables are dropped:
    horizontal Chinese needs none, and every one costs time in each document.
    """
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 13, 14]
    options.name_languages = [WINDOWS_UNICODE_ENGLISH[2]]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]
    with TTFont(source, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=code_points)
        subsetter.subset(font)
        if "CFF " in font:
            _to_truetype(font)
        _rename(font, family)
        font.save(target)
        return set(font.getBestCmap())


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


def _to_truetype(font: TTFont) -> None:
    order = font.getGlyphOrder()
    glyph_set = font.getGlyphSet()
    outlines = {name: _quadratic(glyph_set, name) for name in order}
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = newTable("glyf")
    font["glyf"].glyphOrder = order
    font["glyf"].glyphs = outlines
    for name in order:
        width, _bearing = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(outlines[name], "xMin", 0))
    font["maxp"] = _profile(len(order))
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def _quadratic(glyph_set, name: str):
    pen = TTGlyphPen(None)
    glyph_set[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
    glyph = pen.glyph()
    glyph.recalcBounds(None)
    return glyph


def _profile(glyph_count: int):
    """A version 1.0 ``maxp``; its maxima are recomputed when the font is saved."""
    table = newTable("maxp")
    table.tableVersion = 0x00010000
    table.numGlyphs = glyph_count
    table.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements",
    ):
        setattr(table, field, 0)
    return table


def _rename(font: TTFont, family: str) -> None:
    """A modified font must not carry the original's name; one weight per family."""
    postscript = family.replace(" ", "") + "-Regular"
    for name_id, value in ((1, family), (2, "Regular"), (4, family), (6, postscript)):
        font["name"].setName(value, name_id, *WINDOWS_UNICODE_ENGLISH)
    font["OS/2"].usWeightClass = REGULAR
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0
