"""The pages of a PDF without what nobody sees: content of layers that are off, content outside of the page, drawings that are not used."""

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, PdfError, Stream

from .geometry import Box, numbers_of
from .layers import Layers
from .placed import box_of
from .refusal import Refused
from .shown import Shown

__all__ = ["only_what_is_seen"]

NOT_READ = "这个 PDF 里有隐藏的图层，而且读不出来，去不掉。请打开后用“打印”存成 PDF，再上传。"
NOT_PARSED = re.compile(r"\((?:content|stream data), offset")
DEEPEST = 60
MOST = 20_000_000  # bytes of contents that are read of a file: beyond, it takes too long
Reaches = dict[str, Box | None]
A_COPY = 10_000  # bytes of them that a copy of a form counts for, however short it is
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")


def only_what_is_seen(pdf: Pdf) -> list[str]:
    """In place, once for all pages; answers what was said of the file meanwhile. A stream that cannot be read stays as it is, but in a
    file with layers: Raises Refused."""
    seen = _Seen(pdf)
    for page in pdf.pages:
        for key in INHERITED:
            if key not in page.obj and (value := _inherited(page.obj, key)) is not None:
                page.obj[key] = value
        seen.page(page)
    return seen.told


class _Seen:
    def __init__(self, pdf: Pdf):
        self._pdf, self._layers = pdf, Layers(pdf)
        self._left = MOST
        self.told = [str(each) for each in pdf.get_warnings()]
        self._parts: dict[tuple, Stream] = {}  # copies of forms, by the box that is shown of them
        self._reach: dict[tuple[int, int], Box] = {}  # of each of these: that box
        self._names: dict[tuple[int, int], set[str]] = {}  # of each content that was read: what it takes from above

    def page(self, page: Page) -> None:
        resources = page.obj.get("/Resources")
        shown = Shown(resources, self._layers, box_of(page.obj))
        content, drawn = self._read(shown, page)
        if content is not None:
            page.obj.Contents = self._pdf.make_stream(content)
        page.obj.Resources = self._used(resources, drawn, shown.reaches)

    def _read(self, shown: Shown, content: Page | Stream) -> tuple[bytes | None, set[str] | None]:
        """The content anew (None: as it is), and the names of the drawings on it (None: all)."""
        self._left -= sum(len(each.read_bytes()) for each in _streams(content))
        try:
            found = shown.without_the_rest(content) if self._left >= 0 else None
            told = [str(each) for each in self._pdf.get_warnings()]
            other = [each for each in told if not NOT_PARSED.search(each)]
            self.told += other
            if self._left >= 0 and other == told:
                return found, shown.drawn
        except (PdfError, ValueError, TypeError):
            pass
        if self._layers:
            raise Refused(NOT_READ)
        return None, None

    def _used(self, resources: Object | None, drawn: set[str] | None, reaches: Reaches, depth: int = 0) -> Object:
        """`resources` with only those drawings, of which each is read as well. Resources may be shared: it is a copy."""
        found = dict(resources.items()) if isinstance(resources, Dictionary) else {}
        named = _values(found.get("/XObject"))
        names = set(named) if drawn is None else set(drawn)
        lent = {
            name for content, own in _contents_beside(found) for name in self._content(content, own, resources, depth)
        }
        used = dict[str, Object]()
        while left := {each for each in (names | lent) & named.keys() - used.keys() if _lends(named[each])}:
            for name in left:
                used[name] = named[name]
                lent |= self._form(named[name], resources, depth)
        for name in (names | lent) & named.keys() - used.keys():
            used[name] = self._within(named[name], None if name in lent or drawn is None else reaches.get(name))
            self._form(used[name], resources, depth)
        if named:
            found["/XObject"] = Dictionary(used)
        return Dictionary(found)

    def _within(self, form: Object, reach: Box | None) -> Object:
        """A form, or a copy of it for where only `reach` of it is shown."""
        if reach is None or not isinstance(form, Stream) or form.get("/Subtype") != Name.Form:
            return form
        key = form.objgen, tuple(round(side) for side in reach)
        if key not in self._parts:
            self._left -= len(content := form.read_bytes()) + A_COPY
            if self._left < 0:
                return form
            part = self._pdf.make_stream(content)
            for name in form.keys() - {"/Length", "/Filter", "/DecodeParms"}:
                part[name] = form[name]
            self._parts[key] = part
            self._reach[part.objgen] = reach
        return self._parts[key]

    def _form(self, form: Object | None, above: Object | None, depth: int) -> set[str]:
        if not isinstance(form, Stream) or form.get("/Subtype") != Name.Form:
            return set()
        return self._content(form, form, above, depth)

    def _content(self, content: Stream, owner: Object, above: Object | None, depth: int) -> set[str]:
        """Read a content stream with the resources of its `owner`; the names that it takes from those above, where it has none."""
        if depth > DEEPEST:
            return set()
        if content.objgen not in self._names:
            self._names[content.objgen] = set()
            own = owner.get("/Resources")
            box, reach = numbers_of(content.get("/BBox", [])), self._reach.get(content.objgen)
            within = Box.around([(box[0], box[1]), (box[2], box[3])]) if len(box) == len(Box._fields) else reach
            within = within.common(reach) if within and reach else within
            group = _values(content.get("/Group")).get("/S") == Name.Transparency
            shown = Shown(own if own is not None else above, self._layers, None, within, group=group)
            written, drawn = self._read(shown, content)
            if written is not None:
                content.write(written)
            if own is None:
                self._names[content.objgen] = drawn or set()
            elif content is owner:
                owner.Resources = self._used(own, drawn, shown.reaches, depth + 1)
            else:
                self._used(own, None, {}, depth + 1)  # the characters of a font share them
        return self._names[content.objgen]


def _contents_beside(resources: dict[str, Object]) -> Iterator[tuple[Stream, Object]]:
    """What is drawn but not called a drawing: patterns, characters of Type 3 fonts, masks; each with what holds its resources."""
    states = _values(resources.get("/ExtGState")).values()
    fonts = [*_values(resources.get("/Font")).values(), *(each.Font[0] for each in states if _has_font(each))]
    for font in fonts:
        if isinstance(font, Dictionary):
            yield from ((each, font) for each in _values(font.get("/CharProcs")).values() if isinstance(each, Stream))
    masks = [_values(each.get("/SMask")).get("/G") for each in states if isinstance(each, Dictionary)]
    for each in (*masks, *_values(resources.get("/Pattern")).values()):
        if isinstance(each, Stream):
            yield each, each


def _lends(drawing: Object) -> bool:
    """Whether it draws with the resources of what it is drawn on."""
    return isinstance(drawing, Stream) and drawing.get("/Subtype") == Name.Form and "/Resources" not in drawing


def _has_font(state: Object) -> bool:
    font = state.get("/Font") if isinstance(state, Dictionary) else None
    return isinstance(font, Array) and len(font) > 0


def _values(named: Object | None) -> dict[str, Object]:
    return dict(named.items()) if isinstance(named, Dictionary) else {}


def _streams(content: Page | Stream) -> list[Stream]:
    parts = content if isinstance(content, Stream) else content.obj.get("/Contents")
    return [each for each in (list(parts) if isinstance(parts, Array) else [parts]) if isinstance(each, Stream)]


def _inherited(page: Object, key: str) -> Object | None:
    node: Object | None = page
    for _ in range(DEEPEST):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None
