"""What decides, besides the place, whether something that is painted is seen: how opaque it is, what it is clipped to, what covers it."""

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Dictionary, Name, Object

from .area import Area, Point, curve
from .geometry import Box, Matrix, numbers_of

__all__ = ["Paint", "Path", "STATE", "BUILDS", "FILLS"]

BUILDS = frozenset("re m l c v y h W W*".split())
FILLS = frozenset("f F f* B B* b b*".split())
COLOURS = frozenset("g rg k cs sc scn".split())
STATE = COLOURS | {"gs", "Tr"}
FILLED, STROKED = (0, 2), (1, 2)  # modes of text (ISO 32000 §9.3.6); those that clip as well are left alone
INVISIBLE = 3
MOST_PARTS = 1000  # of a path that are looked at
CORNERS = 4
NUMBERS = {"re": 4, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0}


class Paint:
    """The state of one stream. `clip`: the box that it may reach at most, None for no bound. `known`: whether it begins opaque, as a
    page and a group do (ISO 32000 §11.6.6), and not with what a stream around it has set; `plain`: with a plain colour, as a page alone."""

    def __init__(self, clip: Box | None, *, known: bool, plain: bool):
        self.clip, self._clip_is_exact = clip, True
        self._fill: float | None = 1.0 if known else None
        self._stroke: float | None = self._fill
        self._mixes, self._patterned = not known, not plain
        self._mode = 0

    def follow(self, operator: str, operands: list, state: Object | None) -> None:
        """One instruction of `STATE`; `state`: what a `gs` names."""
        if operator == "Tr" and operands:
            self._mode = int(operands[0])
        elif operator in COLOURS:
            self._patterned = operator == "cs" or isinstance(operands[-1] if operands else None, Name)
        elif isinstance(state, Dictionary):
            self._fill = float(state["/ca"]) if "/ca" in state else self._fill
            self._stroke = float(state["/CA"]) if "/CA" in state else self._stroke
            if "/SMask" in state or "/BM" in state:
                mixed = state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
                self._mixes = mixed or isinstance(state.get("/SMask"), Dictionary)

    @property
    def shows_no_text(self) -> bool:
        """Text leaves nothing, for it is wholly transparent."""
        seen = [self._fill] if self._mode in FILLED else []
        seen += [self._stroke] if self._mode in STROKED else []
        return bool(seen) and all(each == 0 for each in seen)

    @property
    def shows_no_area(self) -> bool:
        """Pictures and areas leave nothing."""
        return self._fill == 0

    @property
    def covers(self) -> bool:
        """Nothing is seen through what is filled."""
        return self._fill == 1 and self._clip_is_exact and not self._mixes and not self._patterned

    @property
    def covers_with_pictures(self) -> bool:
        """The same of pictures, which do not have the colour of areas."""
        return self._fill == 1 and self._clip_is_exact and not self._mixes

    @property
    def writes_invisibly(self) -> bool:
        """Text leaves no ink by its mode, as what a scanner read."""
        return self._mode == INVISIBLE

    @property
    def outlines_text(self) -> bool:
        """Text has lines around it, which may be wider than itself, or clips what follows."""
        return self._mode not in (0, INVISIBLE)

    def clip_to(self, path: "Path") -> None:
        box = path.box
        if box is not None:
            self.clip = box if self.clip is None else self.clip.common(box)
        self._clip_is_exact = self._clip_is_exact and path.rectangle is not None


class Path:
    """A path as it is built. Where it lies is reckoned only when it is asked: most paths are never."""

    def __init__(self) -> None:
        self._parts = list[tuple[str, Any]]()
        self._here = Matrix()
        self.clips = False

    def build(self, operator: str, each: Any, here: Matrix) -> None:
        """One instruction of `BUILDS`; `here`: from its space to that of the stream."""
        if operator in ("W", "W*"):
            self.clips = True
        elif len(self._parts) <= MOST_PARTS:
            self._parts.append((operator, each))
            self._here = here

    @property
    def box(self) -> Box | None:
        """Around all of it; None where there is nothing or too much."""
        points = list(self._points()) if len(self._parts) <= MOST_PARTS and self._is_whole else []
        return Box.around(points) if points else None

    @property
    def _is_whole(self) -> bool:
        """Readers make different things of one that does not begin, or has numbers too few."""
        begins = bool(self._parts) and self._parts[0][0] in ("re", "m")
        return begins and all(len(numbers_of(each.operands)) == NUMBERS[operator] for operator, each in self._parts)

    @property
    def rectangle(self) -> Box | None:
        """Its box, where the path fills it wholly."""
        built = "".join(operator for operator, _ in self._parts[: CORNERS + 3])
        if built.removesuffix("h") not in ("re", "mlll", "mllll"):
            return None
        points = list(self._points())
        if len(points) < CORNERS:
            return None
        corners, box = points[:CORNERS], Box.around(points)
        if points[CORNERS:] not in ([], corners[:1]) or {*map(_near, corners)} != {*map(_near, box.corners())}:
            return None
        beside = zip(map(_near, corners), map(_near, [*corners[1:], corners[0]]), strict=True)
        return box if all((a[0] == b[0]) != (a[1] == b[1]) for a, b in beside) else None

    def area(self, operator: str) -> Area | None:
        """What `operator` fills; None where there is nothing or too much."""
        if len(self._parts) > MOST_PARTS or not self._is_whole:
            return None
        outlines = [each for each in self._outlines() if len(each) > 2]
        return Area(outlines, even_odd=operator.endswith("*")) if outlines else None

    def _outlines(self) -> Iterator[list[Point]]:
        line: list[Point] = []
        for operator, each in self._parts:
            if operator in ("re", "m"):
                yield line
            points = list(self._placed(operator, each))
            line = points if operator in ("re", "m") else line + self._onward(operator, line[-1], points)
            if operator in ("re", "h"):
                yield line
                line = line[:1]
        yield line

    @staticmethod
    def _onward(operator: str, here: Point, points: list[Point]) -> list[Point]:
        """What `operator` adds to a line that has come `here`."""
        if operator not in ("c", "v", "y"):
            return points
        first, second, end = [*([here] if operator == "v" else []), *points, *(points[-1:] if operator == "y" else [])]
        return list(curve(here, first, second, end))

    def _points(self) -> Iterator[Point]:
        for operator, each in self._parts:
            yield from self._placed(operator, each)

    def _placed(self, operator: str, each: Any) -> Iterator[Point]:
        """The points of one instruction in the space of the stream."""
        numbers = numbers_of(each.operands)
        if operator == "re" and len(numbers) == CORNERS:
            x, y, width, height = numbers
            corners: Iterable = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        else:
            corners = zip(numbers[::2], numbers[1::2], strict=False)
        for corner in corners:
            yield self._here.place(*corner)


def _near(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)
