"""Where what a content stream paints comes to lie, and whether anything of it is seen."""

from copy import copy

from pikepdf import Dictionary, Name, Object, Stream

from .geometry import Box, Matrix, numbers_of
from .layers import Layers
from .paint import STATE as PAINTED
from .paint import Paint
from .text_extent import Text

__all__ = ["Placed", "box_of"]

NEXT = ("'", '"')  # write on the next line
WRITES = frozenset(("Tj", "TJ", *NEXT))
DRAWS = WRITES | {"Do", "sh", "INLINE IMAGE"}
MARGIN = 1.0  # points by which something may be nearer than it was reckoned
TINY = 0.3  # points: text of this size is not seen on a page
SLIVER = 0.25  # of the size of text: what shows less of it shows nothing


class Placed:
    """Follows the state of the drawing through one content stream, with its resources. `page`, `within`, `group` as in `Shown`."""

    def __init__(
        self, resources: Object | None, layers: Layers, page: Box | None, within: Box | None = None, *, group: bool
    ):
        self._layers, self._page = layers, page
        self._resources = resources if isinstance(resources, Dictionary) else Dictionary()
        self._here, self._kept = Matrix(), list[tuple[Matrix, Text, Paint]]()
        self._text = Text(self._resources.get("/Font"))
        self._paint = Paint(page or within, known=group or page is not None, plain=page is not None)

    def _follow(self, operator: str, operands: list) -> None:
        if operator == "q":
            self._kept.append((self._here, copy(self._text), copy(self._paint)))
        elif operator == "Q":
            self._here, self._text, self._paint = (
                self._kept.pop() if self._kept else (self._here, self._text, self._paint)
            )
        elif operator == "cm":
            numbers = numbers_of(operands)
            self._here = Matrix(*numbers).after(self._here) if len(numbers) == 6 else self._here
        elif operator in PAINTED:
            state = self._named("/ExtGState", operands) if operator == "gs" else None
            self._paint.follow(operator, operands, state)
            if operator == "gs" and (not isinstance(state, Dictionary) or "/Font" in state):
                self._text.follow(operator, operands, [])
        elif operator not in DRAWS or operator in NEXT:
            self._text.follow(operator, operands, numbers_of(operands))

    def _unseen(self, operator: str, operands: list) -> bool:
        """Whether what is painted surely leaves nothing that is seen, or is a drawing on a layer that is off."""
        if operator in WRITES:
            return self._paint.shows_no_text or self._too_small() or self._missed(self._text.written(operands))
        drawing = self._drawing(operands) if operator == "Do" else None
        if drawing is not None and self._layers.hides(drawing.get("/OC")):
            return True
        whole = operator == "INLINE IMAGE" or (drawing is not None and drawing.get("/Subtype") == Name.Image)
        whole = whole or (drawing is not None and isinstance(drawing.get("/Group"), Dictionary))
        return (whole and self._paint.shows_no_area) or self._missed(self._extent(operator, operands))

    def _too_small(self) -> bool:
        """Text, or what the clipping leaves of it."""
        height, clip = self._text.height(self._here), self._paint.clip
        if height is None or self._paint.outlines_text:
            return False
        return (self._page is not None and height < TINY) or (clip is not None and clip.shorter_side < height * SLIVER)

    def _named(self, category: str, operands: list) -> Object | None:
        named = self._resources.get(category)
        return named.get(str(operands[0])) if operands and isinstance(named, Dictionary) else None

    def _drawing(self, operands: list) -> Stream | None:
        found = self._named("/XObject", operands)
        return found if isinstance(found, Stream) else None

    def _extent(self, operator: str, operands: list) -> tuple[Box, Matrix] | None:
        """The box of a picture or a drawing, and its matrix; None where it cannot be told."""
        drawing = self._drawing(operands) if operator == "Do" else None
        if operator == "INLINE IMAGE" or (drawing is not None and drawing.get("/Subtype") == Name.Image):
            return Box(0, 0, 1, 1), Matrix()
        if drawing is None:
            return None
        box, matrix = numbers_of(drawing.get("/BBox", [])), numbers_of(drawing.get("/Matrix", []))
        return (Box(*box), Matrix(*matrix) if len(matrix) == 6 else Matrix()) if len(box) == 4 else None

    def _placed(self, box: Box, matrix: Matrix) -> Box:
        there = matrix.after(self._here)
        return Box.around(there.place(*corner) for corner in box.corners())

    def _missed(self, extent: tuple[Box, Matrix] | None) -> bool:
        clip = self._paint.clip
        return extent is not None and clip is not None and self._placed(*extent).misses(clip, MARGIN)


def box_of(page: Object) -> Box | None:
    """What of a page is shown: its crop box within its media box."""
    media, crop = (numbers_of(page.get(key, [])) for key in ("/MediaBox", "/CropBox"))
    boxes = [Box.around([(each[0], each[1]), (each[2], each[3])]) for each in (media, crop) if len(each) == 4]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    shown = Box(max(left), max(bottom), min(right), min(top))
    return shown if shown.left < shown.right and shown.bottom < shown.top else boxes[0]
