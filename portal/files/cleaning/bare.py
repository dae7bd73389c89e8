"""The pages of a PDF by a list of what may be in them: keys that are not named here are not copied, whatever a reader makes of them."""

from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

__all__ = ["Bare"]

PAGE = frozenset("/Type /MediaBox /CropBox /Rotate /UserUnit /Contents /Resources /Group".split())
RESOURCES = frozenset("/ExtGState /ColorSpace /Pattern /Shading /XObject /Font".split())
STREAM = frozenset("/Length /Filter /DecodeParms /DL".split())
FORM = STREAM | frozenset("/Type /Subtype /FormType /BBox /Matrix /Resources /Group".split())
IMAGE = STREAM | frozenset(
    "/Type /Subtype /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate /SMask "
    "/SMaskInData /Matte".split()
)
PATTERN = STREAM | frozenset(
    "/Type /PatternType /PaintType /TilingType /BBox /XStep /YStep /Resources /Matrix /Shading /ExtGState".split()
)
FONT = frozenset(
    "/Type /Subtype /Name /BaseFont /FirstChar /LastChar /Widths /FontDescriptor /Encoding /ToUnicode /DescendantFonts /CIDSystemInfo "
    "/DW /W /DW2 /W2 /CIDToGIDMap /FontBBox /FontMatrix /CharProcs /Resources".split()
)
STATE = frozenset(
    "/Type /LW /LC /LJ /ML /D /RI /OP /op /OPM /Font /FL /SM /SA /BM /SMask /CA /ca /AIS /TK /BG /BG2 /UCR /UCR2 /TR /TR2".split()
)
MASK = frozenset("/Type /S /G /BC /TR".split())
PLAIN = STREAM | frozenset(  # fonts, encodings, functions, shadings, colour spaces: what they consist of
    "/Type /Subtype /Length1 /Length2 /Length3 /FontName /FontFamily /FontStretch /FontWeight /Flags /FontBBox /ItalicAngle /Ascent "
    "/Descent /Leading /CapHeight /XHeight /StemV /StemH /AvgWidth /MaxWidth /MissingWidth /FontFile /FontFile2 /FontFile3 /CharSet "
    "/CIDSet /BaseEncoding /Differences /CMapName /CIDSystemInfo /WMode /UseCMap /Registry /Ordering /Supplement /BaseFont /DW /W /DW2 "
    "/W2 /CIDToGIDMap /FontDescriptor /FunctionType /Domain /Range /Size /BitsPerSample /Order /Encode /Decode /C0 /C1 /N /Functions "
    "/Bounds /ShadingType /ColorSpace /Background /BBox /AntiAlias /Function /Coords /Extend /Matrix /BitsPerCoordinate "
    "/BitsPerComponent /BitsPerFlag /VerticesPerRow /Alternate /WhitePoint /BlackPoint /Gamma /Process /Components".split()
)
DEEPEST = 60


class Bare:
    """Copies the pages of `source` into `target`, which is empty, without what is not on the lists above."""

    def __init__(self, source: Pdf, target: Pdf):
        self._source, self._target = source, target
        self._seen: set[tuple[int, int]] = set()

    def copy(self) -> None:
        """All pages, in their order; of layers, and of what lies outside of a page, only what is shown."""
        for page in self._source.pages:
            _only(page.obj, PAGE)
            contents = page.obj.get("/Contents")
            for stream in contents if isinstance(contents, Array) else [contents]:
                _only(stream, STREAM)
            self._target.pages.append(page)
        for page in self._target.pages:
            self._resources(page.obj.get("/Resources"))
            self._group(page.obj.get("/Group"))

    def _resources(self, resources: Object | None) -> None:
        if not isinstance(resources, Dictionary) or self._known(resources):
            return
        _only(resources, RESOURCES)
        for category, cleaned in self._categories().items():
            named = resources.get(category)
            if not isinstance(named, Dictionary):
                if category in resources:
                    del resources[category]
                continue
            for name in list(named.keys()):
                if not cleaned(named[name]):
                    del named[name]

    def _categories(self) -> dict[str, Callable[[Object], bool]]:
        return {
            "/XObject": self._drawing,
            "/Pattern": self._pattern,
            "/Font": self._font,
            "/ExtGState": self._state,
            "/ColorSpace": self._plain,
            "/Shading": self._plain,
        }

    def _drawing(self, drawing: Object) -> bool:
        """A form or an image; False for anything else (PostScript)."""
        if not isinstance(drawing, Stream):
            return False
        kind = drawing.get("/Subtype")
        if kind == Name.Form:
            if not self._known(drawing):
                _only(drawing, FORM)
                self._resources(drawing.get("/Resources"))
                self._group(drawing.get("/Group"))
            return True
        if kind != Name.Image:
            return False
        if not self._known(drawing):
            _only(drawing, IMAGE)
            for key in ("/SMask", "/Mask"):
                if isinstance(drawing.get(key), Stream):
                    self._drawing(drawing[key])
            self._plain(drawing.get("/ColorSpace"))
        return True

    def _pattern(self, pattern: Object) -> bool:
        if not isinstance(pattern, Dictionary | Stream):
            return False
        if not self._known(pattern):
            _only(pattern, PATTERN)
            self._resources(pattern.get("/Resources"))
            self._state(pattern.get("/ExtGState"))
            self._plain(pattern.get("/Shading"))
        return True

    def _font(self, font: Object) -> bool:
        if not isinstance(font, Dictionary):
            return False
        if not self._known(font):
            self._resources(font.get("/Resources"))  # of a Type 3 font, whose characters are drawn
            for key in list(font.keys()):
                if key not in ("/Resources", "/CharProcs"):
                    self._plain(font[key])
            _only(font, FONT)
            drawn = font.get("/CharProcs")
            for name in list(drawn.keys()) if isinstance(drawn, Dictionary) else ():
                _only(drawn[name], STREAM)
        return True

    def _state(self, state: Object | None) -> bool:
        if not isinstance(state, Dictionary):
            return False
        if not self._known(state):
            _only(state, STATE)
            for key in set(state.keys()) - {"/SMask", "/Font"}:
                self._plain(state[key])
            if isinstance(state.get("/Font"), Array) and len(state.Font):
                self._font(state.Font[0])
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary):
                _only(mask, MASK)
                self._plain(mask.get("/TR"))
                self._drawing(mask.get("/G"))
        return True

    def _group(self, group: Object | None) -> None:
        if isinstance(group, Dictionary):
            _only(group, {"/Type", "/S", "/CS", "/I", "/K"})
            self._plain(group.get("/CS"))

    def _plain(self, value: Object | None, depth: int = 0) -> bool:
        """Colour spaces, shadings, parts of fonts: data that only describe, less what hangs on them."""
        if depth > DEEPEST or not isinstance(value, Dictionary | Stream | Array) or self._known(value):
            return value is not None
        if isinstance(value, Array):
            for each in value:
                self._plain(each, depth + 1)
            return True
        _only(value, PLAIN)
        for key in list(value.keys()):
            self._plain(value[key], depth + 1)
        return True

    def _known(self, value: Object) -> bool:
        if not value.is_indirect:
            return False
        known = value.objgen in self._seen
        self._seen.add(value.objgen)
        return known


def _only(value: Object | None, keys: frozenset[str] | set[str]) -> None:
    if isinstance(value, Dictionary | Stream):
        for key in list(value.keys()):
            if key not in keys:
                del value[key]
