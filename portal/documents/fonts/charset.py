"""The characters of GB 2312, and the ranges in which a font's coverage is stored."""

from bisect import bisect_right
from collections.abc import Iterable

LEAD_BYTES = range(0xA1, 0xF8)
TRAIL_BYTES = range(0xA1, 0xFF)
ASCII = range(0x20, 0x7F)
# 〇 of 二〇二六年, which GB 2312 left out.
IDEOGRAPHIC_ZERO = 0x3007
# Drawn by the font of the character before them.
SPACES = frozenset({0x20, 0xA0, 0x3000})


def gb2312() -> set[int]:
    """ASCII, and the 6,763 hanzi and 682 signs of GB 2312, as code points.

    Two signs (the middle dot and the dash) are mapped differently by Python's
    ``gb2312`` and by the ``gbk`` everybody uses, so both mappings are taken.
    """
    found = set(ASCII)
    for pair in (bytes((lead, trail)) for lead in LEAD_BYTES for trail in TRAIL_BYTES):
        try:
            found.add(ord(pair.decode("gb2312")))
        except UnicodeDecodeError:
            continue
        found.add(ord(pair.decode("gbk")))
    return found


def to_ranges(code_points: Iterable[int]) -> list[list[int]]:
    """Sorted, inclusive ``[first, last]`` pairs covering exactly ``code_points``."""
    ranges: list[list[int]] = []
    for point in sorted(set(code_points)):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


class Coverage:
    """Which characters a chain of fonts can draw."""

    # Drawn as nothing by every renderer: no glyph needed.
    INVISIBLE = (
        {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
        | set(range(0x180B, 0x180F))
        | set(range(0xFE00, 0xFE10))
        | set(range(0xE0100, 0xE01F0))
    )

    def __init__(self, ranges: list[list[int]]):
        self._ranges = ranges
        self._firsts = [first for first, _last in ranges]

    def __contains__(self, character: str) -> bool:
        point = ord(character)
        at = bisect_right(self._firsts, point) - 1
        return at >= 0 and point <= self._ranges[at][1]

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` no font has, each once, in code point order."""
        return [
            character
            for character in sorted(set(text))
            if not character.isspace() and ord(character) not in self.INVISIBLE and character not in self
        ]


EVERYTHING = Coverage([[0, 0x10FFFF]])  # of a renderer that draws nothing
