"""The area that a path fills or a picture takes, and whether it holds a box wholly."""

from collections.abc import Iterator, Sequence

from .geometry import Box

__all__ = ["Area"]

Point = tuple[float, float]
EXACT = 0.01  # points
PIECES = 32  # of a curve: half a point off at most on a page


class Area:
    """`outlines`: closed polygons. `even_odd`: by which rule a point is inside (ISO 32000 §8.5.3.3)."""

    def __init__(self, outlines: Sequence[Sequence[Point]], *, even_odd: bool = False):
        self._edges = [(start, end) for each in outlines for start, end in zip(each, (*each[1:], each[0]), strict=True)]
        self._even_odd = even_odd
        self.size = len(self._edges)
        self.box = Box.around([point for each in outlines for point in each])

    @property
    def rectangle(self) -> Box | None:
        """Its box, where it fills that wholly and nothing else."""
        sides = [(end[0] - start[0], end[1] - start[1]) for start, end in self._edges if start != end]
        level = [abs(up) < EXACT for _, up in sides]
        upright = [abs(across) < EXACT for across, _ in sides]
        turns = level in ([True, False] * 2, [False, True] * 2) and upright == [not each for each in level]
        return self.box if turns else None

    def within(self, frame: Box) -> "Area | None":
        """What a rectangle has in common with `frame`; None of any other area, and where that is nothing."""
        left, bottom, right, top = common = (self.rectangle or frame).common(frame)
        if self.rectangle is None or common.shorter_side <= 0:
            return None
        return Area([[(left, bottom), (right, bottom), (right, top), (left, top)]])

    def holds(self, box: Box, by: float = 0) -> bool:
        """Whether `box`, smaller by `by` on each side, lies within: its middle is inside, and no edge comes into it."""
        if not self.box.holds(box, by):
            return False
        inner = box.smaller(by)
        if any(_enters(inner, *edge) for edge in self._edges):
            return False
        times = self._around((inner.left + inner.right) / 2, (inner.bottom + inner.top) / 2)
        return bool(times % 2) if self._even_odd else times != 0

    def _around(self, x: float, y: float) -> int:
        """How often the outlines go around a point."""
        times = 0
        for (x1, y1), (x2, y2) in self._edges:
            if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                times += 1 if y2 > y1 else -1
        return times


def curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    """Points on a Bézier curve behind its start."""
    for piece in range(1, PIECES + 1):
        t = piece / PIECES
        parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        yield (
            sum(part * point[0] for part, point in zip(parts, (start, first, second, end), strict=True)),
            sum(part * point[1] for part, point in zip(parts, (start, first, second, end), strict=True)),
        )


def _enters(box: Box, start: Point, end: Point) -> bool:
    """Whether a line has a point in `box` (Liang and Barsky)."""
    first, last = 0.0, 1.0
    for at, way, low, high in (
        (start[0], end[0] - start[0], box.left, box.right),
        (start[1], end[1] - start[1], box.bottom, box.top),
    ):
        if not way:
            if not low < at < high:
                return False
            continue
        near, far = sorted(((low - at) / way, (high - at) / way))
        first, last = max(first, near), min(last, far)
    return first < last
