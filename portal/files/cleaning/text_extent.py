"""How far written text may reach: never less than it does, so that nothing seen is taken for unseen."""

from collections.abc import Iterable
from math import hypot

from pikepdf import Array, Dictionary, Name, Object, String

from .geometry import Box, Matrix
from .widths import Widths

__all__ = ["Text"]

THOUSAND = 1000  # units of a font to an em
STATE = {"Tc": "spacing", "Tw": "word_spacing", "Tz": "stretch", "TL": "leading", "Ts": "rise"}


class Text:
    """The text state (ISO 32000 §9.3) as a stream goes on, and the box of what is written next, in its own space."""

    def __init__(self, fonts: Object | None):
        self._fonts = fonts if isinstance(fonts, Dictionary) else Dictionary()
        self.spacing = self.word_spacing = self.leading = self.rise = 0.0
        self.stretch = 100.0
        self._known: dict[str, tuple[Object | None, dict[int, float]]] = {}
        self._exact: dict[str, Widths] = {}
        self._font_widths = Widths(None)
        self._font: Object | None = None
        self._widths: dict[int, float] = {}
        self._size: float | None = None  # None: not known, as after a state from elsewhere
        self._line = Matrix()
        self._ahead = 0.0  # how far at most the text on this line has come
        self._at = 0.0  # how far it has come, as far as the widths are told

    def follow(self, operator: str, operands: list, numbers: list[float]) -> None:
        """One instruction that changes the state."""
        if operator in STATE and len(numbers) == 1:
            setattr(self, STATE[operator], numbers[0])
        elif operator == "Tf" and len(operands) == 2:
            self._choose(str(operands[0]))
            self._size = abs(float(operands[1]))
        elif operator == "gs":
            self._size = None  # it may bring a font of its own
        elif operator == "BT":
            self._begin(Matrix())
        elif operator == "Tm" and len(numbers) == 6:
            self._begin(Matrix(*numbers))
        elif operator in ("Td", "TD") and len(numbers) == 2:
            self.leading = -numbers[1] if operator == "TD" else self.leading
            self._move(*numbers)
        elif operator in ("T*", "'", '"'):
            if operator == '"' and len(operands) == 3:
                self.word_spacing, self.spacing = float(operands[0]), float(operands[1])
            self._move(0, -self.leading)

    def forget(self) -> None:
        """The font is not known any more."""
        self._size = self._font = None

    def written(self, operands: list) -> tuple[Box, Matrix] | None:
        """The box of the text that `operands` write, and its matrix; None where it cannot be told."""
        if self._size is None or not isinstance(self._font, Dictionary) or self._font.get("/Subtype") == Name.Type3:
            return None
        self._ahead += sum(self._reach(each) for each in _parts(operands[-1:]))
        em = self._size + abs(self.rise)
        down = em + (self._ahead if str(self._font.get("/Encoding", "")).endswith("V") else 0)
        return Box(-em, -down, self._ahead + em, 2 * em), self._line

    def body(self, operands: list) -> tuple[Box, Matrix] | None:
        """The box of the small letters of what `operands` write, with what was written before on the line; None as above."""
        if not self._size or self._is_type_3:
            return None
        ahead = self._at + self.advance(operands) * self.stretch / 100
        low, high = sorted((self._at, ahead))
        return Box(low, self.rise, high, self.rise + self._size / 2), self._line

    def height(self, matrix: Matrix) -> float | None:
        """Of the text in the space of `matrix`, or its width where that is less; None where it cannot be told."""
        if self._size is None or self._is_type_3:
            return None
        there = self._line.after(matrix)
        return self._size * min(hypot(there.a, there.b) * abs(self.stretch) / 100, hypot(there.c, there.d))

    def go_on(self, operands: list) -> None:
        """After `operands` were written."""
        self._at += self.advance(operands) * self.stretch / 100

    def advance(self, operands: list) -> float:
        """How far what `operands` write moves what follows, before it is stretched."""
        return sum(self._step(each) for each in _parts(operands[-1:]))

    def gap(self, operands: list) -> float | None:
        """The number in a TJ that moves what follows as `operands` would; None where it is not known."""
        return -self.advance(operands) * THOUSAND / self._size if self._size else None

    def _step(self, part: Object) -> float:
        size = self._size or 0.0
        if not isinstance(part, String):
            return -float(part) / THOUSAND * size
        codes = bytes(part)
        letters = self._font_widths.codes(codes)
        spaces = codes.count(b" ") if self._font_widths.bytes_each == 1 else 0
        width = sum(self._font_widths.of(each) for each in letters)
        return width * size + len(letters) * self.spacing + spaces * self.word_spacing

    @property
    def _is_type_3(self) -> bool:
        return isinstance(self._font, Dictionary) and self._font.get("/Subtype") == Name.Type3

    def _begin(self, line: Matrix) -> None:
        self._line, self._ahead, self._at = line, 0.0, 0.0

    def _move(self, x: float, y: float) -> None:
        self._begin(Matrix(1, 0, 0, 1, x, y).after(self._line))

    def _reach(self, part: Object) -> float:
        size = self._size or 0.0
        if not isinstance(part, String):
            return abs(float(part)) / THOUSAND * size * abs(self.stretch) / 100
        codes = bytes(part)
        width = self._width(codes) / THOUSAND * size + len(codes) * (abs(self.spacing) + abs(self.word_spacing))
        return width * abs(self.stretch) / 100

    def _width(self, codes: bytes) -> float:
        """Of these codes in thousandths of an em: as the font tells, else one em each."""
        return sum(self._widths.get(code, THOUSAND) for code in codes)

    def _choose(self, name: str) -> None:
        if name not in self._known:
            font = self._fonts.get(name)
            self._known[name] = font, _widths(font)
        self._font, self._widths = self._known[name]
        self._font_widths = self._exact.setdefault(name, Widths(self._font))


def _widths(font: Object | None) -> dict[int, float]:
    told = font.get("/Widths") if isinstance(font, Dictionary) else None
    if not isinstance(told, Array):
        return {}
    return dict(enumerate((abs(float(each)) for each in told), start=int(font.get("/FirstChar", 0))))  # type: ignore[union-attr]


def _parts(operands: Iterable) -> list[Object]:
    return [part for each in operands for part in (list(each) if isinstance(each, Array) else [each])]
