"""What a form (ISO 32000 §8.10) fills so that nothing is seen through it: the black box of an annotation that became part of its page is one."""

from collections.abc import Iterator
from copy import copy

from pikepdf import Dictionary, Name, Object, Stream, parse_content_stream

from .area import Area
from .geometry import Box, Matrix, numbers_of
from .paint import BUILDS, FILLS, STATE, Paint, Path

__all__ = ["LONGEST", "SEEN_THROUGH", "filled_by"]

ENDS_PATH = FILLS | frozenset("S s n sh".split())
READ = BUILDS | ENDS_PATH | STATE | frozenset("q Q cm BMC BDC EMC".split())
LONGEST = 50_000  # bytes of a form that are read for it: a box has fewer
SEEN_THROUGH = (
    "/SeenThrough"  # of a form: readers mix what it draws with what lies below, as a marker on paper (PDFium does)
)


def filled_by(form: Stream, there: Matrix, above: Object | None) -> Iterator[Area]:
    """Its areas, where `there` puts its space, if it is drawn with a plain opaque colour. `above`: the resources that it has where it has none of
    its own. What is on a layer, shown or not, is passed over, and so is what is clipped, and what forms within it fill."""
    box, matrix = numbers_of(form.get("/BBox", [])), numbers_of(form.get("/Matrix", []))
    if len(box) != len(Box._fields) or SEEN_THROUGH in form or len(form.read_bytes()) > LONGEST:
        return
    there = (Matrix(*matrix) if len(matrix) == len(Matrix._fields) else Matrix()).after(there)
    frame = Area([_corners(Box.around([(box[0], box[1]), (box[2], box[3])]), there)]).rectangle
    for each in _Form(form, there, above).areas():
        if frame and (whole := each if frame.holds(each.box) else each.within(frame)):
            yield whole


class _Form:
    def __init__(self, form: Stream, there: Matrix, above: Object | None):
        self._form, self._resources = form, form.get("/Resources", above)
        self._here, self._paint, self._path = there, Paint(None, known=True, plain=True), Path()
        self._kept = list[tuple[Matrix, Paint]]()
        self._marks = list[bool]()

    def areas(self) -> Iterator[Area]:
        for each in parse_content_stream(self._form):
            if (operator := str(each.operator)) in READ:
                yield from self._read(operator, each)

    def _read(self, operator: str, each) -> Iterator[Area]:
        operands = list(each.operands)
        if operator in BUILDS:
            self._path.build(operator, each, self._here)
        elif operator in ENDS_PATH:
            yield from self._filled(operator)
        elif operator in STATE:
            self._paint.follow(operator, operands, self._named("/ExtGState", operands) if operator == "gs" else None)
        elif operator in ("BMC", "BDC"):
            self._marks.append(bool(operands) and operands[0] == Name.OC)
        elif operator == "EMC":
            self._marks[-1:] = []
        else:
            self._moved(operator, operands)

    def _filled(self, operator: str) -> Iterator[Area]:
        path, self._path = self._path, Path()
        if operator in FILLS and self._covers and (area := path.area(operator)):
            yield area
        if path.clips:
            self._paint.clip_to(path)

    @property
    def _covers(self) -> bool:
        return self._paint.covers and self._paint.clip is None and not any(self._marks)

    def _moved(self, operator: str, operands: list) -> None:
        numbers = numbers_of(operands)
        if operator == "q":
            self._kept.append((self._here, copy(self._paint)))
        elif operator == "Q" and self._kept:
            self._here, self._paint = self._kept.pop()
        elif operator == "cm" and len(numbers) == len(Matrix._fields):
            self._here = Matrix(*numbers).after(self._here)

    def _named(self, category: str, operands: list) -> Object | None:
        named = self._resources.get(category) if isinstance(self._resources, Dictionary) else None
        return named.get(str(operands[0])) if operands and isinstance(named, Dictionary) else None


def _corners(box: Box, there: Matrix) -> list[tuple[float, float]]:
    left, bottom, right, top = box
    return [there.place(*each) for each in ((left, bottom), (right, bottom), (right, top), (left, top))]
