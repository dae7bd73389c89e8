"""The names of everybody, in an amount of memory that does not grow with the district."""

import re
from collections.abc import Iterator, Sequence

BITS = 1 << 28  # 32 MB; of a million different names, one text in fifty loses a word that is nobody's
BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")
DOTS = str.maketrans(dict.fromkeys("•∙⋅・‧.．", "·"))
MOST_CHARACTERS = 12  # of a name, with its dots


class Names:
    """A Bloom filter: it never misses a name that was added. What is one character long is none."""

    def __init__(self) -> None:
        self._bits = bytearray(BITS // 8)
        self._lengths: set[int] = set()

    def add(self, name: str) -> None:
        """`name`, however it was written: with blanks, with another dot."""
        name = BLANKS.sub("", name).translate(DOTS)
        if not 2 <= len(name) <= MOST_CHARACTERS:
            return
        self._lengths.add(len(name))
        for place in _places(name):
            self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, name: str) -> bool:
        first, second = _places(name)
        return bool(self._bits[first >> 3] >> (first & 7) & self._bits[second >> 3] >> (second & 7) & 1)

    def within(self, text: str) -> Iterator[tuple[int, int, str]]:
        """From left to right, where in `text` the longest name at each place stands, from and until, and which it is; blanks between its
        characters do not hide it."""
        there: Sequence[int] = range(len(text))
        if BLANKS.search(text):
            there = [place for place in there if not BLANKS.match(text[place])]
        bare = "".join(text[place] for place in there).translate(DOTS)
        lengths, place = sorted(self._lengths, reverse=True), 0
        while place < len(bare) - 1:
            size = next((n for n in lengths if place + n <= len(bare) and bare[place : place + n] in self), 0)
            if size:
                yield there[place], there[place + size - 1] + 1, bare[place : place + size]
            place += size or 1


def _places(name: str) -> tuple[int, int]:
    """Two, from the one hash that Python has at hand."""
    number = hash(name)
    return number % BITS, (number >> 32) % BITS
