"""A chart drawn on the server as SVG: it prints, needs no script, and takes the colour of the page. Across it is measured in
hundredths of the room, up in pixels: columns stretch with the page, words do not."""

from dataclasses import dataclass

HIGHEST = 114  # pixels
SHARE = 0.6  # of its room that a column takes
WIDEST = 6.0  # hundredths


@dataclass(frozen=True)
class Bar:
    """One column: how high it stands (pixels), where it begins and its middle is, and how wide it is (hundredths)."""

    label: str
    value: int
    length: int
    left: float
    middle: float
    width: float


@dataclass(frozen=True)
class Chart:
    """A drawing for the macro `bars` of macros.html."""

    key: str
    title: str
    bars: list[Bar]


def bar_chart(key: str, title: str, rows: list[tuple[str, int]]) -> Chart:
    """Columns beside each other, the highest as high as there is room. `key` tells the charts of a page apart."""
    most = max((value for _, value in rows), default=0) or 1
    room = 100 / (len(rows) or 1)
    width = min(room * SHARE, WIDEST)
    bars = []
    for place, (label, value) in enumerate(rows):
        middle = (place + 0.5) * room
        length = round(HIGHEST * value / most)
        bars.append(Bar(label, value, length, round(middle - width / 2, 2), round(middle, 2), round(width, 2)))
    return Chart(key, title, bars)
