"""A bar chart drawn on the server as SVG: it prints, needs no script, and takes the colour of the text around it."""

from dataclasses import dataclass

WIDTH, LABEL, VALUE = 640, 130, 60  # the whole, and the places for the words left and the figure right of a bar
ROW, BAR = 28, 18
LONGEST = WIDTH - LABEL - VALUE


@dataclass(frozen=True)
class Bar:
    """One bar, measured in the units of the drawing."""

    label: str
    value: int
    top: int
    length: float


@dataclass(frozen=True)
class Chart:
    """A drawing for the macro `bars` of macros.html."""

    key: str
    title: str
    bars: list[Bar]

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def bar_chart(key: str, title: str, rows: list[tuple[str, int]]) -> Chart:
    """Bars below each other, the longest as long as there is room. `key` tells the charts of a page apart."""
    most = max((value for _, value in rows), default=0) or 1
    bars = [
        Bar(label, value, ROW * place, round(LONGEST * value / most, 1)) for place, (label, value) in enumerate(rows)
    ]
    return Chart(key, title, bars)
