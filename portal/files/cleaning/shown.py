"""What a content stream puts where nobody sees it is taken out: on layers that are off, outside the page, under what covers it.

Only what paints is taken out: on layers all of it, elsewhere text and pictures. What changes the state of the drawing (position,
colour, clipping, fonts) stays, so that the rest is drawn as before. Where it cannot be told whether something is seen, it stays.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any, NamedTuple

from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, PdfError, Stream
from pikepdf import parse_content_stream as parsed
from pikepdf import unparse_content_stream as written

from .area import Area
from .covering import LONGEST, filled_by
from .geometry import Box, Matrix
from .layers import Layers
from .paint import BUILDS, FILLS, Path
from .paint import STATE as PAINTED
from .placed import DRAWS, MARGIN, NEXT, WRITES, Placed

__all__ = ["Shown"]

PAINTS = frozenset("f F f* B B* b b* S s".split())
MARKS = frozenset("BMC BDC EMC MP DP".split())
STATE = frozenset("q Q cm BT Tm Td TD T* Tf Tc Tw Tz TL Ts gs".split())
WATCHED = PAINTS | DRAWS | MARKS | STATE | BUILDS | PAINTED | {"n"}
MOST_COMPARED = 1_000_000  # pairs of what is written and what may cover it: beyond, it takes too long
JOINT = 0.05  # points between two rectangles through which nothing is seen
MOST_PIECES = 20  # of one that is covered in part
MOST_OF_FORMS = 1_000_000  # bytes of forms that are read for what they cover
MOST_JOINED = 200_000  # pairs that are compared for it
THIN = 2.0  # points: lines cover nothing together
NOT_UNDERSTOOD = (ValueError, TypeError, IndexError, AttributeError)
ENDS_PATH = Operator("n")
NEXT_LINE = Operator("T*")


class _Put(NamedTuple):
    """Something that was put on the page and may still be covered. `gap`: the number in a TJ that moves as far; `read_of_a_scan`: text
    that is invisible anyway."""

    operator: str
    operands: list
    gap: float | None
    read_of_a_scan: bool


class Shown(Placed):
    """One content stream, with its resources. `page`: the visible box; None inside a form, which shows at most `within`. `group`: whether
    the form is mixed as a whole with what lies below, and so within itself painted like a page."""

    def __init__(
        self,
        resources: Object | None,
        layers: Layers,
        page: Box | None,
        within: Box | None = None,
        *,
        group: bool = False,
    ):
        super().__init__(resources, layers, page, within, group=group)
        self._path = Path()
        self._marks: list[bool] = []  # of each marked section that is open: whether it is hidden
        self._found = list[list[ContentStreamInstruction]]()
        self._below = dict[int, tuple[Box, _Put]]()
        self._least = inf  # the longer side of the smallest of these
        self._compared = self._joined = self._of_forms = 0
        self._left = dict[int, list[Box]]()  # of what is covered in part: what is not
        self._drawn = Counter[str]()
        self.reaches = dict[
            str, Box | None
        ]()  # of drawings that are shown only in part: the box that is, in their space

    @property
    def drawn(self) -> set[str]:
        """Names of the drawings that are still put on it."""
        return {name for name, times in self._drawn.items() if times > 0}

    def without_the_rest(self, content: Any) -> bytes | None:
        """The stream anew; None where nothing has to go."""
        self._changed = False
        for each in parsed(content):
            operator = str(each.operator)
            instead = self._instead(operator, each) if operator in WATCHED else None
            self._changed = self._changed or instead is not None
            self._found.append([each] if instead is None else instead)
        return written([each for part in self._found for each in part]) if self._changed else None

    def _instead(self, operator: str, each: Any) -> list[ContentStreamInstruction] | None:
        """What stands in its place; None for the same."""
        if operator in BUILDS:
            self._path.build(operator, each, self._here)
            return None
        if operator in PAINTS or operator == "n":
            return self._painted(operator)
        operands = list(each.operands)
        if operator in MARKS:
            return self._mark(operator, operands)
        try:
            return self._followed(operator, operands)
        except NOT_UNDERSTOOD:
            if operator == "Do":
                raise
            self._text.forget()  # until the next font is chosen: one odd instruction must not keep all of the page from being read
            return [] if operator in DRAWS and any(self._marks) else None

    def _followed(self, operator: str, operands: list) -> list[ContentStreamInstruction] | None:
        self._follow(operator, operands)
        if operator not in DRAWS:
            return None
        unseen = any(self._marks) or self._unseen(operator, operands)
        gap = self._text.gap(operands) if operator in WRITES else None
        if not unseen:
            self._remember(operator, operands, gap)
        if operator in WRITES:
            self._text.go_on(operands)
        return self._unwritten(operator, operands, gap) if unseen else None

    def _unwritten(self, operator: str, operands: list, gap: float | None) -> list[ContentStreamInstruction]:
        """What text that is not written still sets: spacing, the next line, and where the text after it begins."""
        pairs = zip(("Tw", "Tc"), operands[:2], strict=False) if operator == '"' else ()
        state = [ContentStreamInstruction([value], Operator(name)) for name, value in pairs]
        beyond = [ContentStreamInstruction([Array([round(gap, 3)])], Operator("TJ"))] if gap else []
        return [*state, *([ContentStreamInstruction([], NEXT_LINE)] if operator in NEXT else []), *beyond]

    # -- what covers it --------------------------------------------------------------------------------------------

    def _remember(self, operator: str, operands: list, gap: float | None) -> None:
        if operator == "Do" and operands:
            self._drawn[str(operands[0])] += 1
            self._shows_of(str(operands[0]), self._extent(operator, operands))
        extent = self._text.body(operands) if operator in WRITES else self._extent(operator, operands)
        if self._is_opaque_picture(operator, operands):
            square = self._square()
            self._cover(square.box, lambda: square, by_picture=True)
        if operator == "Do" and self._below and self._paint.covers:
            self._cover_by_form(self._drawing(operands))
        if extent is not None:
            scan = operator in WRITES and self._paint.writes_invisibly
            placed = self._placed(*extent)
            self._below[len(self._found)] = placed, _Put(operator, operands, gap, scan)
            self._least = min(self._least, placed.longer_side)

    def _cover_by_form(self, form: Stream | None) -> None:
        """What an annotation draws was put on the page as a form."""
        if form is None or form.get("/Subtype") != Name.Form or self._of_forms > MOST_OF_FORMS:
            return
        try:
            self._of_forms += min(len(form.read_bytes()), LONGEST)
            areas = list(filled_by(form, self._here, self._resources))
        except (PdfError, *NOT_UNDERSTOOD):
            return
        for area in areas:
            self._cover(area.box, lambda covering=area: covering)

    def _is_opaque_picture(self, operator: str, operands: list) -> bool:
        """Whether it is a picture through which nothing is seen."""
        if not self._below or not self._paint.covers_with_pictures:
            return False
        if operator == "INLINE IMAGE":
            return not operands[0].image_mask
        picture = self._drawing(operands) if operator == "Do" else None
        if picture is None or picture.get("/Subtype") != Name.Image:
            return False
        holes = [key for key in ("/SMask", "/Mask") if key in picture]
        return not holes and not picture.get("/ImageMask", False) and not picture.get("/SMaskInData", 0)

    def _square(self) -> Area:
        """Where a picture comes to lie."""
        return Area([[self._here.place(*corner) for corner in ((0, 0), (1, 0), (1, 1), (0, 1))]])

    def _shows_of(self, name: str, extent: tuple[Box, Matrix] | None) -> None:
        clip, within = self._paint.clip, None
        if extent is not None and clip is not None and not clip.holds(self._placed(*extent), MARGIN):
            back = extent[1].after(self._here).back()
            within = Box.around(back.place(*corner) for corner in clip.corners()) if back else None
        before = self.reaches.get(name, within)
        self.reaches[name] = Box.around([before[:2], before[2:], within[:2], within[2:]]) if before and within else None

    def _painted(self, operator: str) -> list[ContentStreamInstruction] | None:
        """A path is painted: it may cover what lies below, and clip what follows."""
        hidden, path, self._path = any(self._marks), self._path, Path()
        if operator in FILLS and not hidden and self._below and self._paint.covers and (box := path.box):
            self._cover(box, partial(path.area, operator))
        if path.clips:
            self._paint.clip_to(path)
        return [ContentStreamInstruction([], ENDS_PATH)] if hidden and operator != "n" else None

    def _cover(self, around: Box, area_of: Callable[[], Area | None], *, by_picture: bool = False) -> None:
        """Take out what lies wholly under an area that lies within `around`, but under a picture not the invisible text that is read of it."""
        clip = self._paint.clip
        around = around.common(clip) if clip else around
        self._join(around, area_of, by_picture=by_picture)
        if around.longer_side + 2 * MARGIN < self._least:
            return
        self._compared += len(self._below)
        if self._compared > MOST_COMPARED:
            return
        near = [at for at, (below, _) in self._below.items() if around.holds(below, MARGIN)]
        area = area_of() if near else None
        if area is None:
            return
        self._compared += len(near) * area.size
        for at in near:
            below, put = self._below[at]
            if not (by_picture and put.read_of_a_scan) and area.holds(below, MARGIN):
                self._take_out(at)

    def _take_out(self, at: int) -> None:
        _, (operator, operands, gap, _) = self._below.pop(at)
        self._found[at] = self._unwritten(operator, operands, gap)
        self._changed = True
        if operator == "Do":
            self._drawn[str(operands[0])] -= 1

    def _join(self, around: Box, area_of: Callable[[], Area | None], *, by_picture: bool) -> None:
        """Several rectangles, of which none covers it alone, cover together: what is left of each text is kept."""
        if around.shorter_side < THIN or self._joined > MOST_JOINED:
            return
        self._joined += len(self._below)
        near = [
            at
            for at, (below, put) in self._below.items()
            if not below.misses(around) and below.shorter_side > 0 and not (by_picture and put.read_of_a_scan)
        ]
        area = area_of() if near else None
        rectangle = area.rectangle if area else None
        if rectangle is None:
            return
        covering = rectangle.smaller(-JOINT).common(around.smaller(-JOINT))
        for at in near:
            below = self._below[at][0]
            before = self._left.get(at, [below.smaller(min(MARGIN, below.shorter_side / 4))])
            left = [piece for each in before for piece in each.without(covering)]
            if not left:
                self._take_out(at)
            elif len(left) <= MOST_PIECES:
                self._left[at] = left

    def _mark(self, operator: str, operands: list) -> list[ContentStreamInstruction] | None:
        """Sections keep their names only: what they are said to read (ActualText) is not what is seen."""
        if operator == "EMC":
            hidden = self._marks.pop() if self._marks else False
            return [] if hidden else None
        if operator in ("MP", "DP"):
            return []
        layer = self._layer(operands) if operator == "BDC" else None
        hidden = self._layers.hides(layer)
        self._marks.append(hidden)
        if hidden:
            return []
        return None if operator == "BMC" else [ContentStreamInstruction(operands[:1], Operator("BMC"))]

    def _layer(self, operands: list) -> Object | None:
        if len(operands) < 2 or operands[0] != Name.OC or not isinstance(operands[1], Name):
            return None
        named = self._resources.get("/Properties")
        return named.get(str(operands[1])) if isinstance(named, Dictionary) else None
