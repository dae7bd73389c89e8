"""The queue of the work desk: what waits in all its cards, each matter once: what came back, then the most urgent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from portal.plugin.contributions import Card

URGENCY = ("danger", "warn", "info", "neutral")
SHOWN = 20  # as many as a list has on a page; the rest is counted, and its lists are a press away


@dataclass
class Line:
    """One matter. `meta`, `tone` and `due` are those of its most urgent card, `tasks` what every card asks for, each with the address of its form
    (or ""); `on_top` where one of them is."""

    text: str
    url: str
    meta: str
    tone: str
    due: date | None = None
    tasks: dict[str, str] = field(default_factory=dict)
    on_top: bool = False

    @property
    def urgency(self) -> tuple[int, date]:
        """Red first; among equals the longest overdue, whichever card it comes from."""
        return URGENCY.index(self.tone), self.due or date.max


def queue(cards: Iterable[Card]) -> list[Line]:
    """The rows of `cards`, one a matter (known by its address); among equals the order of the cards stays."""
    lines: dict[str, Line] = {}
    for card in cards:
        for (text, url, meta, tone, *due), ident in zip_longest(card.rows, card.ids):
            found = Line(text, url, meta, tone or "neutral", *due)
            line = lines.setdefault(url, found)
            if found.urgency < line.urgency:
                line.meta, line.tone, line.due = found.meta, found.tone, found.due
            if card.asks:
                line.tasks.setdefault(card.asks, card.act.format(id=ident))
            line.on_top |= card.on_top
    return sorted(lines.values(), key=lambda line: (not line.on_top, line.urgency))
