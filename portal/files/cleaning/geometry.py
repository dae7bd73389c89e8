"""Where something lies on a page: matrices as PDF has them, and boxes."""

from collections.abc import Iterable
from typing import NamedTuple


class Matrix(NamedTuple):
    """[a b c d e f] of ISO 32000 §8.3.3."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def after(self, other: "Matrix") -> "Matrix":
        """This one first, `other` after it."""
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def back(self) -> "Matrix | None":
        """The inverse; None where there is none."""
        area = self.a * self.d - self.b * self.c
        if not area:
            return None
        turned = Matrix(self.d / area, -self.b / area, -self.c / area, self.a / area)
        return Matrix(*turned[:4], *(-each for each in turned.place(self.e, self.f)))


class Box(NamedTuple):
    """From lower left to upper right."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> "Box":
        across, up = zip(*points, strict=True)
        return cls(min(across), min(up), max(across), max(up))

    def corners(self) -> list[tuple[float, float]]:
        return [(x, y) for x in (self.left, self.right) for y in (self.bottom, self.top)]

    def misses(self, other: "Box", by: float = 0) -> bool:
        """Whether the two have nothing in common, nor come nearer than `by`."""
        return (
            self.right + by < other.left
            or other.right + by < self.left
            or self.top + by < other.bottom
            or other.top + by < self.bottom
        )

    def common(self, other: "Box") -> "Box":
        """What both have; its sides are turned round where they have nothing."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def holds(self, other: "Box", by: float = 0) -> bool:
        """Whether the other lies within, or stands out by no more than `by`."""
        return (
            self.left - by <= other.left
            and self.bottom - by <= other.bottom
            and other.right <= self.right + by
            and other.top <= self.top + by
        )

    def smaller(self, by: float) -> "Box":
        """The box without `by` on each side; a line or a point in its middle where it is narrower."""
        across = min(by, (self.right - self.left) / 2)
        up = min(by, (self.top - self.bottom) / 2)
        return Box(self.left + across, self.bottom + up, self.right - across, self.top - up)

    def without(self, other: "Box") -> list["Box"]:
        """What is left of it beside the other, in at most four pieces."""
        if self.right <= other.left or other.right <= self.left or self.top <= other.bottom or other.top <= self.bottom:
            return [self]
        inner = self.common(other)
        pieces = [
            Box(self.left, self.bottom, inner.left, self.top),
            Box(inner.right, self.bottom, self.right, self.top),
            Box(inner.left, self.bottom, inner.right, inner.bottom),
            Box(inner.left, inner.top, inner.right, self.top),
        ]
        return [each for each in pieces if each.left < each.right and each.bottom < each.top]

    @property
    def longer_side(self) -> float:
        return max(self.right - self.left, self.top - self.bottom)

    @property
    def shorter_side(self) -> float:
        return min(self.right - self.left, self.top - self.bottom)


def numbers_of(values: Iterable) -> list[float]:
    """Of operands; none where they are not all numbers."""
    try:
        return [float(each) for each in values]
    except (TypeError, ValueError):
        return []
